import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { escapeRegex } from '../src/text/escape-regex.ts';
import { main } from '../src/cli/main.ts';
import { nodeFileSystem } from '../src/host/node-file-system.ts';

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
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), `${name}-`));
    mkdirSync(join(folder, 'filter.d'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function explainAll(log: string, filter: string): Promise<readonly Answer[]> {
    writeFileSync(join(folder, 'filter.d/mine.conf'), `[Definition]\n${filter}\n`);
    writeFileSync(join(folder, 'my.log'), `${log}\n`);
    let out = '';
    await main(['explain', '--now', '2025-08-01T00:00:00Z', '--format', 'json', 'my.log', 'filter.d/mine.conf'], {
      files: nodeFileSystem,
      cwd: folder,
      env: { TZ: 'UTC' },
      now: () => 0,
      stdin: async function* () {},
      out: (text) => void (out += text),
      err: () => {},
      outIsTerminal: false,
      errIsTerminal: false,
    });
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
