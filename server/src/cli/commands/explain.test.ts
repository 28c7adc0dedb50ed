import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../host/node-file-system.ts';
import { main } from '../main.ts';
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'explain-command-'));
  mkdirSync(join(folder, 'filter.d'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('filter.d/flood.conf', '[Definition]\nfailregex = ^ query: \\S+ (IN|ANY) from <HOST>$\n');
  write('filter.d/bare.conf', '[Definition]\nfailregex = ^<HOST>$\n');
  write('filter.d/pre.conf', '[Definition]\nprefregex = ^ app: <F-CONTENT>.+</F-CONTENT>$\nfailregex = ^bad <HOST>\n');
  write(
    'flood.log',
    '2025-07-11 05:40:22 query: a.example IN from 192.0.2.1\n\n2025-07-11 05:40:23 query: b.example MX from 192.0.2.2\n',
  );
  write('bare.log', '2025-07-11 05:40:22 192.0.2.1\n2025-07-11 05:40:23 192.0.2.2\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await main(['explain', '--now', '2025-08-01T00:00:00Z', ...args], {
    files: nodeFileSystem,
    cwd: folder,
    env: { TZ: 'UTC' },
    now: () => 0,
    stdin: async function* () {
      yield Buffer.from('2025-07-11 05:40:22 192.0.2.1\n');
    },
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
  });
  return { code, out, err };
}

interface Answer {
  line: number;
  verdict: string;
  date: { start: number; end: number; time: number } | null;
  rest: string;
  prefregex: { matched: boolean; content?: string; message?: string } | null;
  failregex: {
    failregex: number;
    matched: boolean;
    cause?: string;
    culprit?: { pattern: string; file: string; line: number; column: number; found: string };
    fix?: { title: string; gains: number; losses: number } | null;
  }[];
}
const answers = async (...args: string[]) => JSON.parse((await run('--format', 'json', ...args)).out) as Answer[];

describe('explain', () => {
  it('should tell a date that is in no calendar', async () => {
    const { code, out } = await run('-d', 'TAI64N', '@4fffffffffffffffffffffff x 1.2.3.4', 'x <HOST>');
    expect([code, out]).toEqual([0, expect.stringContaining('is cut out: 1152921504606847000 seconds since 1970')]);
  });

  it('should name the part at fault, where it is written, and what the line has there', async () => {
    const [line, ...others] = await answers('flood.log', 'filter.d/flood.conf', '--missed');
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      line: 3,
      verdict: 'missed',
      date: { start: 0, end: 19, time: 1752212423 },
      rest: ' query: b.example MX from 192.0.2.2',
      prefregex: null,
      failregex: [
        {
          failregex: 1,
          matched: false,
          cause: 'text',
          culprit: { pattern: '(IN|ANY)', line: 2, column: 26, found: 'MX' },
        },
      ],
    });
  });

  it('should show what a fix does to the whole log', async () => {
    const [line] = await answers('bare.log', 'filter.d/bare.conf', '--line', '1');
    expect(line!.failregex[0]).toMatchObject({ cause: 'blank', fix: { gains: 2, losses: 0 } });
  });

  it('should promise nothing of a log that it cannot read again', async () => {
    const [line] = await answers('-', 'filter.d/bare.conf');
    expect(line!.failregex[0]).toMatchObject({ cause: 'blank', fix: null });
  });

  it('should tell what prefregex hands on, and stop where it does not match', async () => {
    const [passed] = await answers('2025-07-11 05:40:22 app: good 192.0.2.1', 'filter.d/pre.conf');
    expect(passed).toMatchObject({ prefregex: { matched: true, content: 'good 192.0.2.1' } });
    expect(passed!.failregex).toHaveLength(1);
    const [stopped] = await answers('2025-07-11 05:40:22 web: bad 192.0.2.1', 'filter.d/pre.conf');
    expect(stopped!.prefregex!.matched).toBe(false);
    expect(stopped!.failregex).toEqual([]);
  });

  it('should say of a line that matches what matched', async () => {
    const { out } = await run('flood.log', 'filter.d/flood.conf', '--line', '1');
    expect(out).toContain('Line 1: matched');
    expect(out).toMatch(/failregex 1 +matches/);
  });

  it('should let no control character through', async () => {
    const { out } = await run('2025-07-11 05:40:22 \x1b]52;c;eA==\x07', 'filter.d/bare.conf');
    expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });

  it.each([
    [['flood.log'], 'explain: provide LOG and FILTER'],
    [['flood.log', 'filter.d/flood.conf', '--line', 'x'], 'explain: --line x'],
    [['flood.log', 'filter.d/flood.conf', '--limit', '0'], 'explain: --limit 0'],
    [['flood.log', 'filter.d/none.conf'], 'explain: filter.d/none.conf'],
  ])('should refuse %j', async (args, message) => {
    const { code, err } = await run(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  it('should leave out no line that is asked for by number', async () => {
    const lines = Array.from({ length: 12 }, (_, i) => `2025-07-11 05:40:${10 + i} 192.0.2.${i}\n`).join('');
    writeFileSync(join(folder, 'twelve.log'), lines);
    const asked = Array.from({ length: 12 }, (_, i) => ['--line', String(i + 1)]).flat();
    const { out, err } = await run('twelve.log', 'filter.d/bare.conf', ...asked);
    expect([err, out.match(/^Line /gm)!.length]).toEqual(['', 12]);
    const short = await run('twelve.log', 'filter.d/bare.conf', '--line', '12', '--line', '3', '--limit', '1');
    expect([short.err, short.out]).toEqual(['', expect.stringContaining('… and 1 more')]);
  });

  it('should name the template that found each date', async () => {
    writeFileSync(join(folder, 'two.log'), '2025-07-11 05:40:22 192.0.2.1\n1752212423 192.0.2.2\n');
    const { out } = await run('two.log', 'filter.d/bare.conf');
    expect(out).toMatch(/by \{\^LN-BEG\}ExYear[^]*by \{\^LN-BEG\}Epoch/);
  });

  it('should say where a date stands that is not found, and what a datepattern for it does', async () => {
    writeFileSync(
      join(folder, 'slot.log'),
      '[web] 11 Jul 2025 - 05:40:22 192.0.2.1\n[web] 11 Jul 2025 - 05:41:22 192.0.2.2\n',
    );
    const [line] = (await answers('slot.log', 'from <HOST>$')) as unknown as { date: null; dateAdvice: object }[];
    expect(line).toMatchObject({
      date: null,
      dateAdvice: {
        column: 7,
        found: '11 Jul 2025 - 05:40:22',
        datepattern: {
          pattern: '^\\[web\\] (%d %b %Y - %H:%M:%S)',
          written: '^\\[web\\] (%%d %%b %%Y - %%H:%%M:%%S)',
          dates: 2,
          lines: 2,
          backwards: 0,
          gains: 0,
          losses: 0,
        },
      },
    });
    const { out } = await run('slot.log', '<HOST>$');
    expect(out).toContain('a date stands at column 7: day, month name, year, time');
    expect(out).toContain('dates 2 of 2 lines, and time runs forward');
  });

  it('should offer no datepattern where the filter wants none', async () => {
    const [line] = (await answers('slot.log', '<HOST>$', '--datepattern', '{NONE}')) as unknown as object[];
    expect(line).not.toHaveProperty('dateAdvice');
  });

  it('should say which line it does not find', async () => {
    expect((await run('flood.log', 'filter.d/flood.conf', '--line', '2')).err).toContain('line 2');
  });
});
