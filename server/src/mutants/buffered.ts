import type { RegexRole } from '../matching/compile-regex.ts';
import type { LineAnswer, SampleSubject } from '../samples/subject.ts';
import type { BufferedRun } from './searched.ts';

/**
 * Whether a sample of a filter that takes several lines together (`maxlines`) is answered otherwise with a changed regex: all of it is run again, as each line
 * hangs on those before it. Undefined where that cannot be told: fail2ban does not take the regex, or a search takes too long.
 */
export function isNoticedInRuns(
  runs: readonly BufferedRun[],
  role: RegexRole,
  source: string,
  answers: (run: BufferedRun) => readonly string[] | undefined,
): boolean | undefined {
  let isUnknown = false;
  for (const run of runs) {
    const changed = run.subject.changed(role, run.index, source);
    const was = answers(run);
    const is = changed && answersOf(changed, run.lines);
    if (was && is && was.some((answer, i) => answer !== is[i])) return true;
    isUnknown ||= !was || !is;
  }
  return isUnknown ? undefined : false;
}

/** What a sample can notice of each line; undefined where a search takes too long. */
export function answersOf(subject: SampleSubject, lines: BufferedRun['lines']): readonly string[] | undefined {
  const fresh = subject.again();
  const isJournal = subject.options['logtype'] === 'journal';
  const answers: string[] = [];
  for (const { text } of lines) {
    const answer = fresh.read(text, isJournal);
    if (answer.problem !== undefined) return undefined;
    answers.push(inShort(answer));
  }
  return answers;
}

function inShort({ findings, time }: LineAnswer): string {
  return JSON.stringify([time, findings.map(({ id, data }) => [id, [...data].sort(([a], [b]) => (a < b ? -1 : 1))])]);
}
