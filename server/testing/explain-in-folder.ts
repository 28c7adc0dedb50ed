import { expect } from 'vitest';
import { escapeRegex } from '../src/text/escape-regex.ts';
import { commandFolder } from './command-folder.ts';

/** An answer of `explain --format json`. */
export interface Answer {
  readonly rest: string;
  readonly prefregex: { readonly message?: string } | null;
  readonly failregex: readonly {
    readonly cause?: string;
    readonly culprit?: { readonly pattern: string; readonly found: string } | null;
    readonly message?: string;
    readonly relaxed?: string | null;
    readonly fix?: { readonly title: string; readonly gains: number; readonly losses: number } | null;
  }[];
}

/**
 * Asks `explain` of logs and filters in a folder of their own, which is there while the tests of the file run.
 */
export function explainInFolder(name: string): {
  /** What `explain` says of each line of a log. `filter`: the options of its [Definition]. */
  explainAll(log: string, filter: string): Promise<readonly Answer[]>;
  /** Of the first line. */
  explain(log: string, filter: string): Promise<Answer>;
} {
  const { write, run } = commandFolder(name, { now: () => 0 });

  async function explainAll(log: string, filter: string): Promise<readonly Answer[]> {
    write('filter.d/mine.conf', `[Definition]\n${filter}\n`);
    write('my.log', `${log}\n`);
    const options = ['--now', '2025-08-01T00:00:00Z', '--format', 'json'];
    const { out } = await run('explain', ...options, 'my.log', 'filter.d/mine.conf');
    return JSON.parse(out) as Answer[];
  }

  async function explain(log: string, filter: string): Promise<Answer> {
    return (await explainAll(log, filter))[0]!;
  }
  return { explainAll, explain };
}

/** A line, a filter that misses it, and what `explain` is to say of its first failregex. */
export type MissRow = [
  what: string,
  log: string,
  filter: string,
  cause: string,
  culprit: string,
  words: string | RegExp,
  fix: string | undefined,
];

/** `fix`: the title of one that gains the line. */
export function expectMiss(
  { failregex: [first] }: Answer,
  [, , , cause, culprit, words, fix]: Readonly<MissRow>,
): void {
  expect(first!.message).toMatch(typeof words === 'string' ? new RegExp(`^${escapeRegex(words)}$`) : words);
  expect([first!.cause, first!.culprit?.pattern]).toEqual([cause, culprit]);
  expect(first!.fix ?? undefined).toEqual(fix === undefined ? undefined : { title: fix, gains: 1, losses: 0 });
}
