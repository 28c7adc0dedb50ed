import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInParts, type ReadInParts } from '../../testing/log-threads.ts';
import type { FoundAttempts } from '../simulate/read-attempts.ts';
import type { SimulationReport } from '../simulate/report.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attempt-parts-'));
  mkdirSync(join(folder, 'filter.d'));
  write('filter.d/flood.conf', '[Definition]\nfailregex = failed for <F-USER>\\S+</F-USER> from <HOST>$\n');
  write(
    'filter.d/talk.conf',
    [
      '[Definition]',
      'prefregex = ^<F-MLFID>\\s*\\S+ app\\[\\d+\\]:</F-MLFID> <F-CONTENT>.+</F-CONTENT>$',
      'failregex = ^failed for <F-USER>\\S+</F-USER> from <HOST>$',
      '            ^<F-NOFAIL>waits</F-NOFAIL> for <F-USER>\\S+</F-USER>',
      '            ^<F-NOFAIL><F-MLFFORGET>closed</F-MLFFORGET></F-NOFAIL> from <HOST>',
    ].join('\n'),
  );
  write(
    'jail.conf',
    '[DEFAULT]\nmaxretry = 3\nfindtime = 2m\nbantime = 5m\nbantime.increment = true\n[flood]\nfilter = flood\n[talk]\nfilter = talk\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

/** A part that shows in the report where it is taken. */
function marked(part: unknown): unknown {
  const one = part as { readonly found: FoundAttempts } | undefined;
  return one && { ...one, found: { ...one.found, lines: one.found.lines + 1_000_000 } };
}

const whatIf = ['--what-if', 'maxretry=2|5,bantime=1m|1h'];

async function simulate(parts: number, jail: string, log: string, ...args: string[]): Promise<ReadInParts> {
  const argv = [
    'simulate',
    '-c',
    folder,
    '--jail',
    jail,
    log,
    '--format',
    'json',
    '--rows',
    '500',
    '--now',
    '2025-08-01',
    ...args,
  ];
  return runInParts(argv, folder, parts, marked, 30_000);
}

/** How many parts were taken; the report is as if nobody had read in parts. */
async function partsTaken(parts: number, jail: string, log: string, ...args: string[]): Promise<number> {
  const whole = await simulate(1, jail, log, ...args);
  const divided = await simulate(parts, jail, log, ...args);
  expect(divided.err).toBe('');
  const report = JSON.parse(divided.out) as SimulationReport;
  const taken = Math.floor(report.totals.lines / 1_000_000);
  expect(JSON.parse(whole.out)).toEqual({
    ...report,
    totals: { ...report.totals, lines: report.totals.lines - taken * 1_000_000 },
  });
  expect(report.totals.lines).toBeGreaterThan(0);
  return taken;
}

/** `from`: so many lines stand before; `step`: seconds from line to line. */
function lines(count: number, from = 0, seed = 1, step = 1): string {
  let state = seed;
  const any = (below: number): number => (state = (state * 48271) % 2147483647) % below;
  const line = (i: number): string => {
    const time = new Date(Date.UTC(2025, 6, 11, 5) + 1000 * step * (from + i)).toISOString().slice(0, 19);
    if (any(40) === 0) return `${time} server sshd[1]: Accepted password for u from 192.0.2.${any(60)} port 22 ssh2\n`;
    const kinds = [
      'failed for u%u from 192.0.2.%h',
      'failed for u%u from 10.0.0.%h',
      'waits for u%u',
      'closed from 192.0.2.%h',
    ];
    const said = kinds[any(4)]!.replace('%u', String(any(7))).replace('%h', String(any(40)));
    return `${time} server app[${from + i - any(3)}]: ${said}\n`;
  };
  return Array.from({ length: count }, (_, i) => line(i)).join('');
}

describe('a simulation of a log in parts', () => {
  it.each([2, 3, 4])('should come to what the whole log does: %i parts', async (parts) => {
    write('app.log', `${lines(500)}# comment\n\n${lines(500, 500, 2)}no end`);
    expect(await partsTaken(parts, 'flood', 'app.log', ...whatIf)).toBe(parts - 1);
  });

  it('should follow connections', async () => {
    write('app.log', lines(2500, 0, 5, 0.02));
    expect(await partsTaken(2, 'talk', 'app.log', ...whatIf)).toBe(1);
    // What is forgotten after five minutes depends on when it was first seen.
    write('app.log', lines(2500, 0, 5, 20));
    expect(await partsTaken(2, 'talk', 'app.log', ...whatIf)).toBe(0);
  });

  it('should read on by itself where dates lead the clock astray', async () => {
    const odd = '2025-07-12T00:00:00 server app[1]: failed for u1 from 192.0.2.1\n';
    const late = '2025-07-10T00:00:00 server app[1]: failed for u1 from 192.0.2.1\n';
    write('app.log', `${lines(400)}${odd}${late}${lines(400, 400)}${odd}`);
    expect(await partsTaken(2, 'flood', 'app.log')).toBe(1);
    write('app.log', `${odd.repeat(3)}${lines(1600)}`);
    expect(await partsTaken(2, 'flood', 'app.log')).toBe(0);
  });

  it('should be left to one reader where restarts, several jails or one thread are asked for', async () => {
    write('app.log', lines(800));
    for (const args of [
      ['--restart-at', '2025-07-11T05:05:00Z'],
      ['--jail', 'talk'],
      ['--threads', '1'],
    ])
      expect((await simulate(2, 'flood', 'app.log', ...args)).parts).toEqual([]);
  });
});
