import type { CompiledRegex } from '../matching/compile-filter.ts';
import { searchedText } from '../matching/date-stage.ts';
import { handedOn } from '../matching/handed-on.ts';
import { contentOf } from '../matching/search-run.ts';
import type { RegexRole } from '../matching/compile-regex.ts';
import { parsePattern } from '../pyre/parser.ts';
import type { Expectation } from '../samples/read-sample.ts';
import { expectationOf } from '../samples/record/expectation.ts';
import type { SampleSubject, SubjectObserver } from '../samples/subject.ts';
import { verifySample, type SampleRequest } from '../samples/verify-sample.ts';
import type { Origin } from '../text/mapped-text.ts';
import { createSearcher } from '../translate/compile.ts';
import type { Searcher } from '../translate/searcher.ts';
import { differingTexts } from './differing-texts.ts';
import { mutationsOf, type Mutation } from './mutations.ts';

/** A change of a regex that no line of the samples notices. */
export interface Mutant {
  readonly role: RegexRole;
  /** From 1, as configured. */
  readonly index: number;
  readonly kind: Mutation['kind'];
  readonly title: string;
  readonly place: Origin;
  /** A line that would notice it; none where none could be built. */
  readonly line: ProposedLine | undefined;
}

/** What the filter does with the line was run, and what it would do with the changed regex. */
export interface ProposedLine {
  readonly text: string;
  readonly expected: Expectation;
  readonly changed: Expectation;
}

export interface MutantReport {
  /** Changes that were tried and do change something. */
  readonly tried: number;
  readonly noticed: number;
  readonly unnoticed: readonly Mutant[];
  /** Changes that no line noticed and of which it is not known whether they change anything. */
  readonly undecided: number;
  /** The time was over before the last change. */
  readonly isPartial: boolean;
}

export interface MutantRequest extends Omit<SampleRequest, 'path' | 'observe'> {
  readonly paths: readonly string[];
  isOwn(file: string): boolean;
  /** No change is tried any more. */
  isOver(): boolean;
}

/** A line of a sample as it was run. */
interface SeenLine {
  readonly text: string;
  /** Where the date ends. */
  readonly dateEnd: number;
}

/** Regexes of the same text, under one or several sets of options, with all texts that the samples have them searched in. */
interface Searched {
  readonly role: RegexRole;
  readonly index: number;
  readonly regex: CompiledRegex;
  readonly subject: SampleSubject;
  readonly texts: Set<string>;
  /** Lines that the regex matches, the first few. */
  readonly hits: SeenLine[];
}

interface Outcome {
  noticed: boolean;
  /** Known to change something. */
  changed: boolean;
  isUnknown: boolean;
  mutant: Mutant | undefined;
}

const mostHits = 3;
/** Lines that are run for one change. */
const mostTries = 80;

/**
 * Tries every small change of a filter's regexes on the lines of its samples. Where none of these is matched otherwise (another verdict, another group), the
 * change is unnoticed; where automata prove that it changes nothing, it is left out. Filters with `maxlines` have none: their regexes search no one text.
 */
export function findMutants(request: MutantRequest): MutantReport {
  const { python, isOwn, isOver } = request;
  const searched = collect(request);
  const outcomes = new Map<string, Outcome>();
  let isPartial = false;
  for (const one of searched) {
    const found = matchesOf(one.regex.searcher, one.texts);
    for (const mutation of mutationsOf(one.regex, isOwn)) {
      if (isOver()) {
        isPartial = true;
        break;
      }
      const { place, title, kind, source } = mutation;
      const key = `${one.role} ${place.file} ${place.span.start} ${place.span.end} ${kind} ${title}`;
      const known = outcomes.get(key);
      if (known?.noticed) continue;
      const { pattern } = parsePattern(source, { python, multiline: false });
      if (!pattern) continue;
      const outcome = known ?? { noticed: false, changed: false, isUnknown: false, mutant: undefined };
      const searcher = createSearcher(pattern, { python });
      const noticed = guarded(request, () => isNoticed(searcher, one.texts, found));
      outcome.noticed = noticed === true;
      if (noticed === false) {
        const line = outcome.mutant?.line ?? propose(request, one, mutation, searcher, edits(one, mutation));
        // Automata are asked last: most changes are soon seen to change something.
        const difference = line ? [] : differingTexts(one.regex.pattern, pattern);
        if (difference === 'none' && !known) continue;
        const texts = typeof difference === 'string' ? [] : difference;
        const built = line ?? propose(request, one, mutation, searcher, inPlace(one, texts));
        outcome.changed ||= built !== undefined || typeof difference !== 'string';
        outcome.mutant = { role: one.role, index: one.index + 1, kind, title, place, line: built };
      }
      // What it does is not known where the search takes too long.
      outcome.isUnknown ||= noticed === undefined;
      outcomes.set(key, outcome);
    }
  }
  const all = [...outcomes.values()];
  const open = all.filter(({ noticed, mutant, isUnknown }) => !noticed && (mutant ?? isUnknown));
  return {
    tried: all.filter(({ noticed, changed, isUnknown }) => noticed || (changed && !isUnknown)).length,
    noticed: all.filter(({ noticed }) => noticed).length,
    unnoticed: open
      .flatMap(({ changed, mutant, isUnknown }) => (changed && !isUnknown ? [mutant!] : []))
      .sort((a, b) => a.place.file.localeCompare(b.place.file) || a.place.span.start - b.place.span.start),
    undecided: open.filter(({ changed, isUnknown }) => !changed || isUnknown).length,
    isPartial,
  };
}

/** Undefined where the deadline ended it. */
function guarded<T>({ deadline }: MutantRequest, work: () => T): T | undefined {
  if (!deadline) return work();
  let result: T | undefined;
  return deadline.guard(() => void (result = work()), deadline.milliseconds) ? result : undefined;
}

/** Runs the samples and writes down what each regex is searched in. */
function collect({ paths, ...request }: MutantRequest): Searched[] {
  const all: Searched[] = [];
  const observe = (subject: SampleSubject): SubjectObserver => {
    const { filter } = subject;
    const { prefregex } = filter;
    const enter = (role: RegexRole, regex: CompiledRegex, index: number): Searched => {
      const one: Searched = { role, index, regex, subject, texts: new Set(), hits: [] };
      if (filter.maxLines <= 1) all.push(one);
      return one;
    };
    const prefix = prefregex && enter('prefregex', prefregex, 0);
    const fail = filter.failregex.map((regex, i) => enter('failregex', regex, i));
    const ignore = filter.ignoreregex.map((regex, i) => enter('ignoreregex', regex, i));
    const note = (one: Searched, line: SeenLine): void => {
      if (one.hits.length < mostHits && one.hits.every(({ text }) => text !== line.text)) one.hits.push(line);
    };
    return {
      line: (block, index, outcome) => {
        const text = searchedText(block, index);
        const start = block.starts[index]!;
        const line: SeenLine = {
          text: block.text.slice(start, block.ends[index]),
          dateEnd: Math.max(0, block.cutEnds[index]! - start),
        };
        let handed: string | undefined = text;
        if (prefix) {
          prefix.texts.add(text);
          const found = prefix.regex.searcher.search(text);
          if (found) note(prefix, line);
          const content = found ? contentOf(prefix.regex, textsIn(text, found)) : undefined;
          handed = content === undefined ? undefined : content === '' ? text : `${content}\n`;
        }
        if (handed === undefined) return;
        for (const one of fail) {
          one.texts.add(handed);
          if (one.hits.length < mostHits && one.regex.tester.test(handed)) note(one, line);
        }
        // Nothing is let go that no failregex matches.
        if (outcome && (outcome.hits.length > 0 || outcome.counted.length > 0 || outcome.ignoredBy.length > 0))
          for (const one of ignore) {
            one.texts.add(handed);
            if (outcome.ignoredBy.includes(one.index)) note(one, line);
          }
      },
    };
  };
  for (const path of paths) verifySample({ ...request, path, observe });
  return joinAlike(all);
}

/** Many sets of options load the same regex: once is enough. */
function joinAlike(all: readonly Searched[]): Searched[] {
  const joined = new Map<string, Searched>();
  for (const one of all) {
    const key = `${one.role} ${one.regex.expanded.text}`;
    const known = joined.get(key);
    if (!known) joined.set(key, one);
    else {
      one.texts.forEach((text) => known.texts.add(text));
      known.hits.push(...one.hits.slice(0, Math.max(0, mostHits - known.hits.length)));
    }
  }
  return [...joined.values()];
}

type Found = ReadonlyMap<string, string> | null;

function textsIn(text: string, spans: ArrayLike<number>): (string | undefined)[] {
  return Array.from({ length: spans.length / 2 }, (_, i) =>
    spans[2 * i]! < 0 ? undefined : text.slice(spans[2 * i], spans[2 * i + 1]),
  );
}

function search(searcher: Searcher, text: string): Found {
  const spans = searcher.search(text);
  if (!spans) return null;
  const texts = textsIn(text, spans);
  return new Map([...searcher.groupNames].flatMap(([name, i]) => (texts[i] === undefined ? [] : [[name, texts[i]]])));
}

function matchesOf(searcher: Searcher, texts: ReadonlySet<string>): ReadonlyMap<string, Found> {
  return new Map([...texts].map((text) => [text, search(searcher, text)]));
}

function isNoticed(changed: Searcher, texts: ReadonlySet<string>, before: ReadonlyMap<string, Found>): boolean {
  for (const text of texts) {
    const [was, is] = [before.get(text)!, search(changed, text)];
    if (!isSame(was, is)) return true;
  }
  return false;
}

function isSame(was: Found, is: Found): boolean {
  if (!was || !is) return was === is;
  return was.size === is.size && [...was].every(([name, value]) => is.get(name) === value);
}

/** The first of some lines with which the filter does something else, once the regex is changed: both are run. */
function propose(
  request: MutantRequest,
  { role, index, subject, regex }: Searched,
  { source }: Mutation,
  searcher: Searcher,
  lines: Iterable<CandidateLine>,
): ProposedLine | undefined {
  let changed: SampleSubject | undefined;
  let tries = 0;
  for (const { text, searched } of lines) {
    // A run takes long, a search does not.
    const differs = guarded(request, () => !isSame(search(regex.searcher, searched), search(searcher, searched)));
    if (differs === undefined) return undefined;
    if (!differs) continue;
    if (++tries > mostTries) return undefined;
    changed ??= subject.changed(role, index, source);
    if (!changed) return undefined;
    const [was, is] = [subject.again().read(text, false), changed.again().read(text, false)];
    if (was.problem !== undefined || is.problem !== undefined || was.findings.length > 1) continue;
    const [expected, other] = [expectationOf(was, undefined), expectationOf(is, undefined)];
    if (JSON.stringify(expected) !== JSON.stringify(other)) return { text, expected, changed: other };
  }
  return undefined;
}

/** A line, and about what the regex is searched in. */
interface CandidateLine {
  readonly text: string;
  readonly searched: string;
}

/** Lines of the sample that the regex matches, each with a small change: the most like a log's first. */
function* edits(one: Searched, { span }: Mutation): Generator<CandidateLine> {
  const { hits, regex } = one;
  const word = regex.expanded.text.slice(span.start, span.end).replace(/\\(\W)/g, '$1');
  for (const line of hits) {
    const { text, dateEnd } = line;
    const rest = text.slice(dateEnd);
    const handed = handedOf(one, rest);
    const at = Math.max(0, rest.indexOf(handed.replace(/\n$/, '')));
    const changes = [
      `${rest} x`,
      `${rest}x`,
      ...(word !== '' && rest.includes(word)
        ? [rest.replace(word, () => word.toUpperCase()), rest.replace(word, ''), rest.replace(word, 'x')]
        : []),
      rest.toUpperCase(),
      `${rest.slice(0, at)}x ${rest.slice(at)}`,
      `${rest.slice(0, at)} x${rest.slice(at)}`,
      `${rest.slice(0, at)}x${rest.slice(at)}`,
      ...wordEdits(rest),
    ];
    for (const changed of changes) yield { text: text.slice(0, dateEnd) + changed, searched: handedOf(one, changed) };
  }
}

/** The same with whole other texts in the place of what the regex is searched in. */
function* inPlace(one: Searched, texts: readonly string[]): Generator<CandidateLine> {
  for (const { text, dateEnd } of one.hits) {
    const rest = text.slice(dateEnd);
    const handed = handedOf(one, rest).replace(/\n$/, '');
    for (const other of texts)
      yield { text: text.slice(0, dateEnd) + rest.replace(handed, () => other), searched: `${other}\n` };
  }
}

/** What a regex is searched in, of the text behind the date. */
function handedOf({ role, subject }: Searched, text: string): string {
  return role === 'prefregex' ? `${text}\n` : handedOn(subject.filter, `${text}\n`);
}

/** The line with one of its words longer, in capitals or missing. */
function* wordEdits(text: string): Generator<string> {
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}_]+/gu)) {
    const [before, after] = [text.slice(0, index), text.slice(index + word.length)];
    for (const edited of [`${word}x`, `x${word}`, word.toUpperCase(), '']) yield before + edited + after;
  }
}
