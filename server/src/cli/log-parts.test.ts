import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInParts, type ReadInParts } from '../../testing/log-threads.ts';
import type { CountedPart } from './count-parts.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-parts-'));
  write(
    'filter.conf',
    [
      '[Definition]',
      'prefregex = ^<F-MLFID>\\s*\\S+ app\\[\\d+\\]:</F-MLFID> <F-CONTENT>.+</F-CONTENT>$',
      'failregex = ^failed for <F-USER>\\S+</F-USER> from <HOST>$',
      '            ^<F-NOFAIL>waits</F-NOFAIL> for <F-USER>\\S+</F-USER>',
      '            ^<F-NOFAIL><F-MLFFORGET>closed</F-MLFFORGET></F-NOFAIL> from <HOST>',
      'ignoreregex = from 192\\.0\\.2\\.7$',
    ].join('\n'),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

/** A part that shows in the counts where it is taken. */
function marked(found: unknown): CountedPart | undefined {
  const part = found as CountedPart | undefined;
  return part && { ...part, counts: { ...part.counts, prefregexHits: part.counts.prefregexHits + 1_000_000 } };
}

async function prefregexHits(parts: number, log: string): Promise<number> {
  const { out } = await countWith(marked, parts, log, '--format', 'json');
  return (JSON.parse(out) as { prefregex: { hits: number } }).prefregex.hits;
}

const count = (parts: number, log: string, ...args: string[]): Promise<ReadInParts> =>
  countWith((part) => part, parts, log, ...args);

async function countWith(
  change: (part: unknown) => unknown,
  parts: number,
  log: string,
  ...args: string[]
): Promise<ReadInParts> {
  const argv = ['test', log, './filter.conf', '--now', '2025-08-01T00:00:00Z', '--timezone', 'UTC', ...args];
  const read = await runInParts(argv, folder, parts, change);
  return { ...read, out: read.out.replace(/^\[.*\n/gm, '') };
}

/** Lines of connections; many are never closed. `from`: so many lines stand before. */
function connections(lines: number, from = 0, seed = 1): string {
  let state = seed;
  const any = (below: number): number => (state = (state * 48271) % 2147483647) % below;
  const line = (i: number): string => {
    const clock = new Date(Date.UTC(2025, 6, 11, 5, 0, 0) + 1000 * (from + i)).toISOString().slice(11, 19);
    const what = ['failed for u%u from 192.0.2.%h', 'waits for u%u', 'closed from 192.0.2.%h', 'says nothing'][any(4)]!;
    const said = what.replace('%u', String(any(3))).replace('%h', String(any(9)));
    return `Jul 11 ${clock} server app[${Math.floor((from + i) / 9) + any(3)}]: ${said}\n`;
  };
  return Array.from({ length: lines }, (_, i) => line(i)).join('');
}

describe('parts of a log', () => {
  it.each([2, 3, 4])('should come to what the whole log does: %i parts', async (parts) => {
    write('app.log', `${connections(400)}# comment\n\n${connections(400, 400, 2)}no end`);
    const whole = await count(1, 'app.log', '--format', 'json');
    const divided = await count(parts, 'app.log', '--format', 'json');
    expect(divided.out).toBe(whole.out);
    expect(Math.floor((await prefregexHits(parts, 'app.log')) / 1_000_000)).toBe(parts - 1);
  });

  it('should print the same lines, and tell of the same last one', async () => {
    write('app.log', `${connections(10)}${connections(600, 10, 3)}no end`);
    for (const args of [[], ['-L', '1'], ['--print-no-missed'], ['--usedns', 'raw']])
      expect((await count(2, 'app.log', ...args)).out).toBe((await count(1, 'app.log', ...args)).out);
  });

  it('should not be taken where a connection began long before', async () => {
    const early = 'Jul 11 04:00:00 server app[99999]: waits for u1\n';
    const late = 'Jul 11 05:20:00 server app[99999]: waits for u2\n';
    write('app.log', `${early}${connections(300)}${connections(300, 300)}${late}`);
    const whole = await count(1, 'app.log', '--format', 'json');
    const divided = await count(2, 'app.log', '--format', 'json');
    expect(divided.out).toBe(whole.out);
    expect(await prefregexHits(2, 'app.log')).toBeLessThan(1_000_000);
  });

  it('should not be taken where dates of several kinds compete', async () => {
    const other = '2025-07-11T05:40:00 server app[7]: failed for u1 from 192.0.2.3\n';
    write('app.log', `${connections(300)}${`${other}${connections(1)}`.repeat(300)}`);
    const whole = await count(1, 'app.log', '--format', 'json');
    const divided = await count(2, 'app.log', '--format', 'json');
    expect(divided).toEqual({ ...whole, parts: [undefined] });
  });

  it('should leave alone what is asked for line by line, and what one thread shall count', async () => {
    write('app.log', connections(600));
    for (const args of [['--format', 'json', '--matches'], ['-v'], ['--print-all-missed'], ['--threads', '1']])
      expect((await count(2, 'app.log', ...args)).parts).toEqual([]);
  });
});
