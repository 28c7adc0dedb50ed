import { handedOn } from '../matching/handed-on.ts';
import type { Deadline } from '../matching/search-block.ts';
import type { Expectation } from '../samples/read-sample.ts';
import { expectationOf } from '../samples/record/expectation.ts';
import type { LineAnswer, SampleSubject } from '../samples/subject.ts';
import type { Searcher } from '../translate/searcher.ts';
import { isSame, search } from './matches.ts';
import type { Mutation } from './mutations.ts';
import type { Searched, SeenLine } from './searched.ts';

/** What the filter does with the line was run, and what it would do with the changed regex. */
export interface ProposedLine {
  /** With `maxlines`: lines that stand before it; none of them is found by itself. */
  readonly before: readonly string[];
  readonly text: string;
  readonly expected: Expectation;
  readonly changed: Expectation;
  /** The filter's options, in its brackets, with which both were run. */
  readonly options: SampleSubject['options'];
}

/** Lines that are run for one change. */
const mostTries = 80;

/** Undefined where the deadline ended it. */
export function guarded<T>({ deadline }: { readonly deadline?: Deadline }, work: () => T): T | undefined {
  if (!deadline) return work();
  let result: T | undefined;
  return deadline.guard(() => void (result = work()), deadline.milliseconds) ? result : undefined;
}

/** The first of some lines with which the filter does something else, once the regex is changed: both are run. */
export function proposeLine(
  request: { readonly deadline?: Deadline },
  { role, index, subject, regex }: Searched,
  { source }: Mutation,
  searcher: Searcher,
  lines: Iterable<CandidateLine>,
): ProposedLine | undefined {
  let changed: SampleSubject | undefined;
  let tries = 0;
  for (const { before, text, searched } of lines) {
    // A run takes long, a search does not.
    const differs = guarded(request, () => !isSame(search(regex.searcher, searched), search(searcher, searched)));
    if (differs === undefined) return undefined;
    if (!differs) continue;
    if (++tries > mostTries) return undefined;
    changed ??= subject.changed(role, index, source);
    if (!changed) return undefined;
    const isJournal = subject.options['logtype'] === 'journal';
    const [was, is] = [subject, changed].map((one) => readLast(one.again(), [...before, text], isJournal));
    if (!was || !is || was.findings.length > 1) continue;
    const [expected, other] = [expectationOf(was, undefined), expectationOf(is, undefined)];
    if (JSON.stringify(expected) !== JSON.stringify(other))
      return { before, text, expected, changed: other, options: subject.options };
  }
  return undefined;
}

/** What is done with the last of some lines; undefined where one before it is found, or something goes wrong. */
function readLast(subject: SampleSubject, lines: readonly string[], isJournal: boolean): LineAnswer | undefined {
  let answer: LineAnswer | undefined;
  for (const line of lines) {
    if (answer && answer.findings.length > 0) return undefined;
    answer = subject.read(line, isJournal);
    if (answer.problem !== undefined) return undefined;
  }
  return answer;
}

/** A line, with those before it that it needs, and about what the regex is searched in. */
export interface CandidateLine {
  readonly before: readonly string[];
  readonly text: string;
  readonly searched: string;
}

/** Lines of the sample that the regex matches, each with a small change: the most like a log's first. */
export function* edits(one: Searched, { span }: Mutation): Generator<CandidateLine> {
  const { hits, regex } = one;
  const word = regex.expanded.text.slice(span.start, span.end).replace(/\\(\W)/g, '$1');
  for (const hit of hits)
    for (const line of [hit, ...[...hit.before].reverse()]) {
      const rest = restOf(line);
      // Of several lines none is handed on by itself.
      const handed = hit.before.length > 0 ? rest : handedOf(one, rest);
      const at = Math.max(0, rest.indexOf(handed.replace(/\n$/, '')));
      const changes = [
        `${rest} x`,
        `${rest}x`,
        ...(word !== '' && rest.includes(word)
          ? [rest.replace(word, () => word.toUpperCase()), rest.replace(word, ''), rest.replace(word, 'x')]
          : []),
        rest.toUpperCase(),
        `${rest.slice(0, at)} x${rest.slice(at)}`,
        `${rest.slice(0, at)}x ${rest.slice(at)}`,
        `${rest.slice(0, at)}x${rest.slice(at)}`,
        ...wordEdits(rest),
      ];
      for (const changed of changes)
        yield candidate(
          one,
          [...hit.before, hit].map((other) => ({ line: other, rest: other === line ? changed : restOf(other) })),
        );
    }
}

/** The same with whole other texts in the place of what the regex is searched in. */
export function* inPlace(one: Searched, texts: readonly string[]): Generator<CandidateLine> {
  for (const hit of one.hits) {
    if (one.runs.length > 0) {
      // Of a prefregex's content nobody knows the line.
      if (one.subject.filter.prefregex) return;
      for (const other of texts)
        yield candidate(
          one,
          other.split('\n').map((rest) => ({ line: hit, rest })),
        );
      continue;
    }
    const rest = restOf(hit);
    const handed = handedOf(one, rest).replace(/\n$/, '');
    for (const other of texts)
      yield {
        before: [],
        text: hit.text.slice(0, hit.dateEnd) + rest.replace(handed, () => other),
        searched: `${other}\n`,
      };
  }
}

const restOf = ({ text, dateEnd }: SeenLine): string => text.slice(dateEnd);

/** Lines with the dates of others. */
function candidate(one: Searched, lines: readonly { readonly line: SeenLine; readonly rest: string }[]): CandidateLine {
  const texts = lines.map(({ line, rest }) => line.text.slice(0, line.dateEnd) + rest);
  return {
    before: texts.slice(0, -1),
    text: texts.at(-1)!,
    searched: handedOf(one, lines.map(({ rest }) => rest).join('\n')),
  };
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
