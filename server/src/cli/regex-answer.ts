import { runWithDeadline } from '../host/guard.ts';
import type { Pattern } from '../pyre/nodes.ts';
import { parsePattern } from '../pyre/parser.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { toCodePointOffset } from '../text/code-points.ts';
import { compileSearcher, createSafeSearcher, createSearcher } from '../translate/compile.ts';
import type { Note } from '../translate/notes.ts';
import type { Re2 } from '../translate/re2-searcher.ts';
import { type EngineName, SearchBudgetExceeded, type Searcher, type Spans } from '../translate/searcher.ts';

export interface RegexOptions {
  readonly engine: EngineName | 'auto';
  readonly python: PythonVersion;
  readonly re2: Re2 | undefined;
  /** Milliseconds that one search may take. */
  readonly timeout: number;
}

/** What CPython says of a pattern: the JSON of `fail2ban-lens regex`. Positions and spans count code points. */
export type RegexAnswer =
  /** `kind`: Python's exception where it is not `re.error`. */
  | { readonly ok: false; readonly msg: string; readonly pos: number | null; readonly kind?: string }
  | {
      readonly ok: true;
      readonly groups: number;
      readonly names: Readonly<Record<string, number>>;
      readonly search: readonly SearchAnswer[];
      /** Why the engine that was asked for does not do this pattern; `search` says it again for each subject. */
      readonly unsupported?: string;
    };

export type SearchAnswer =
  null | { readonly spans: readonly (readonly [number, number])[] } | { readonly unsupported: string };

/** Compiles and searches as Python would. Never throws, never hangs. */
export function answerRegex(source: string, subjects: readonly string[], options: RegexOptions): RegexAnswer {
  const { pattern, error } = parsePattern(source, options);
  if (!pattern) {
    const pos = error.position === undefined ? null : toCodePointOffset(source, error.position);
    return { ok: false, msg: error.msg, pos, ...(error.kind === 're.error' ? {} : { kind: error.kind }) };
  }
  const head = { ok: true, groups: pattern.groupCount, names: Object.fromEntries(pattern.groupNames) } as const;
  const { searcher, unsupported } = compileSearcher(pattern, options);
  if (searcher) return { ...head, search: searchAll(pattern, searcher, subjects, options) };
  const why = describeNotes(unsupported, pattern);
  return { ...head, search: subjects.map(() => ({ unsupported: why })), unsupported: why };
}

function searchAll(
  pattern: Pattern,
  searcher: Searcher,
  subjects: readonly string[],
  options: RegexOptions,
): SearchAnswer[] {
  const answers: SearchAnswer[] = [];
  // One guard for as many subjects as it takes; the one at which it stopped has no answer yet.
  while (answers.length < subjects.length) {
    const answeredBefore = answers.length;
    const ended = stoppable(() => {
      while (answers.length < subjects.length) answers.push(spansAnswer(subjects[answers.length]!, searcher));
    }, options.timeout);
    if (ended) break;
    // A block that ran out of time may have had only slow-ish searches: what stopped it gets a whole deadline of its own.
    if (answers.length > answeredBefore) continue;
    answers.push(searchSafely(pattern, subjects[answers.length]!, options));
  }
  return answers;
}

/** For a search that does not end in V8 or the tracing matcher: an engine that cannot hang, where one is exact. */
function searchSafely(pattern: Pattern, subject: string, options: RegexOptions): SearchAnswer {
  const searcher =
    options.engine === 'auto' ? createSafeSearcher(pattern, createSearcher(pattern, options), options) : undefined;
  let answer: SearchAnswer | undefined;
  if (searcher) stoppable(() => (answer = spansAnswer(subject, searcher)), options.timeout);
  return answer === undefined
    ? { unsupported: `timed out: the search did not end within ${options.timeout / 1000} s` }
    : answer;
}

/** False where the work ran out of time or steps. */
function stoppable(work: () => unknown, timeout: number): boolean {
  try {
    return runWithDeadline(work, timeout).done;
  } catch (error) {
    if (error instanceof SearchBudgetExceeded) return false;
    throw error;
  }
}

function spansAnswer(subject: string, searcher: Searcher): SearchAnswer {
  const spans = searcher.search(subject);
  return spans && { spans: pairs(spans, subject) };
}

function pairs(spans: Spans, subject: string): [number, number][] {
  const place = (offset: number): number => (offset < 0 ? -1 : toCodePointOffset(subject, offset));
  return Array.from({ length: spans.length / 2 }, (_, i) => [place(spans[2 * i]!), place(spans[2 * i + 1]!)]);
}

function describeNotes(notes: readonly Note[], { source }: Pattern): string {
  const { reason, span } = notes[0]!;
  return span.end - span.start === source.length
    ? reason
    : `${reason} (position ${toCodePointOffset(source, span.start)})`;
}
