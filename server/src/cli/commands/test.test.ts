import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../host/node-file-system.ts';
import { main } from '../main.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-command-'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write(
    'app.log',
    'Jul 11 05:40:22 h app: failed from 1.2.3.4\n# comment\n\nJul 11 05:40:23 h app: failed from 5.6.7.8 root\nJul 11 05:40:24 h app: ok\nlast',
  );
  write(
    'app.conf',
    '[Definition]\nfailregex = failed from <HOST>\n  never <HOST>\nignoreregex = <what>\n[Init]\nwhat = root\n',
  );
  write('ignore.conf', '[Definition]\nignoreregex = ok\n  5\\.6\n');
  write('none.conf', '[Other]\nx = y\n');
  write('loop.conf', '[INCLUDES]\nbefore = loop.conf\n[Definition]\nfailregex = <HOST>\n');
  writeFileSync(join(folder, 'latin.conf'), Buffer.from('[Definition]\nfailregex = \xe9 <HOST>\n', 'latin1'));
  write('wrong.conf', '[Definition]\nfailregex = (<HOST>\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  async function* stdin(): AsyncIterable<Uint8Array> {
    yield Buffer.from('failed from 9.9.9.9\n');
  }
  const code = await main(['test', '--now', '2025-08-01T00:00:00Z', ...args], {
    files: nodeFileSystem,
    cwd: folder,
    env: { TZ: 'UTC' },
    now: () => 0,
    stdin,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
  });
  return { code, out, err };
}

const json = async (...args: string[]) =>
  JSON.parse((await run('--format', 'json', ...args)).out) as Record<string, unknown>;

describe('test', () => {
  it('should count a filter over a log', async () => {
    expect(await json('app.log', './app.conf', '--matches')).toEqual({
      lines: { total: 3, ignored: 1, matched: 1, missed: 1 },
      failregex: [
        { pattern: 'failed from <HOST>', hits: 1 },
        { pattern: 'never <HOST>', hits: 0 },
      ],
      ignoreregex: [{ pattern: 'root', hits: 1 }],
      prefregex: null,
      dateTemplates: [{ name: '{^LN-BEG}(?:DAY )?MON Day %k:Minute:Second(?:\\.Microseconds)?(?: ExYear)?', hits: 3 }],
      ignored: [4],
      matches: [{ line: 1, failregex: 1, id: '1.2.3.4', time: 1752212422, groups: { ip4: '1.2.3.4' } }],
      droppedLine: 6,
    });
  });

  it('should say that it does not read the journal, and take an empty argument for an empty line', async () => {
    const { code, err } = await run('systemd-journal[journalflags=1]', './app.conf');
    expect([code, err]).toEqual([2, expect.stringContaining('pipe its lines in')]);
    expect((await json('', './app.conf'))['lines']).toEqual({ total: 0, ignored: 0, matched: 0, missed: 0 });
  });

  it('should tell its own options and those of every command', async () => {
    expect((await run('--help')).out).toMatch(
      /--regex-timeout SECONDS[^]*--fail2ban 1\.0\|1\.1\.0\|1\.1 .*\n.*--python 3\.6 … 3\.13/,
    );
  });

  it('should tell a date that is in no calendar', async () => {
    const { code, out } = await run('-v', '-d', 'TAI64N', '@4fffffffffffffffffffffff x 1.2.3.4', 'x <HOST>');
    expect([code, out]).toEqual([0, expect.stringContaining('1.2.3.4  1152921504606847000 seconds since 1970')]);
  });

  it('should say how to name a file that lies beside', async () => {
    expect((await run('app.log', 'app.conf')).err).toContain(
      "there is no filter or jail 'app.conf' (write ./app.conf for the file here)",
    );
  });

  it('should say why a filter cannot be read', async () => {
    expect((await run('app.log', './latin.conf')).err).toMatch(
      /^fail2ban-lens: test: \.\/latin\.conf: failed to load filter \S+latin\.conf \('utf-8' codec can't decode byte 0xe9.*: save it as UTF-8\)\n$/,
    );
  });

  it('should note a date that is not found, with a datepattern that was tried on the whole log', async () => {
    const log = 'web at 11 Jul 2025 - 05:40:22 192.0.2.1\nweb at 11 Jul 2025 - 05:41:22 192.0.2.2\n';
    const { out } = await run(log, '<HOST>$', '--format', 'json');
    const { notes, dateAdvice } = JSON.parse(out) as { notes: string[]; dateAdvice: { datepattern: object } };
    expect(notes.at(-1)).toMatch(
      /a date stands at column 8: .*datepattern = .* dates 2 of 2 lines, and time runs forward\.$/,
    );
    expect(dateAdvice.datepattern).toMatchObject({ dates: 2, lines: 2, matched: 2 });
  });

  it('should count branches over the lines that are searched together', async () => {
    const log = [1, 2, 3]
      .map((i) => `Jul 11 05:40:2${i} ${i < 3 ? 'begin' : 'start'}\nJul 11 05:40:2${i} failed from 192.0.2.${i}\n`)
      .join('');
    const together = String.raw`^ (?:begin|start)$<SKIPLINES>^ (?:failed|lost) from <HOST>$`;
    const report = await json(log, together, '-L', '2', '--alternatives');
    expect(report['alternatives']).toMatchObject([
      { failregex: 1, hits: 3, complete: true, alternations: [{ taken: 3 }, { taken: 3 }] },
    ]);
  });

  it('should tell missed lines by their shapes, and hits by the branches that they took', async () => {
    const log = [1, 2, 3, 4]
      .map((i) => `Jul 11 05:40:2${i} app[${i}]: ${i < 3 ? 'lost' : i === 3 ? 'failed' : 'bad'} from 192.0.2.${i}\n`)
      .join('');
    const args = [log, '(?:failed|bad|odd) from <HOST>$', '--shapes', '--alternatives'];
    const report = await json(...args);
    expect(report['shapes']).toEqual({
      lines: 2,
      others: 0,
      shapes: [
        { shape: 'app[‹n›]: lost from ‹addr›', count: 2, lines: [1, 2], example: 'app[1]: lost from 192.0.2.1' },
      ],
    });
    expect(report['alternatives']).toMatchObject([
      {
        failregex: 1,
        hits: 2,
        complete: true,
        alternations: [
          {
            pattern: 'failed|bad|odd',
            taken: 2,
            branches: [
              { pattern: 'failed', hits: 1 },
              { pattern: 'bad', hits: 1 },
              { pattern: 'odd', hits: 0 },
            ],
          },
        ],
        groups: [{ name: 'ip4', hits: 2, distinct: 2 }],
      },
    ]);
    const { out } = await run(...args);
    expect(out).toContain('|  2 × app[‹n›]: lost from ‹addr›  (line 1)');
    expect(out).toContain('0  odd  unused in this log');
  });

  it('should print the sections of fail2ban-regex', async () => {
    const { out } = await run('app.log', './app.conf[what=x]');
    expect(out.replace(/in \d+\.\d+ sec/, 'in N sec')).toMatchInlineSnapshot(`
      "
      Running tests
      =============

      Use      filter file : ./app.conf
      Use   filter options : {'what': 'x'}
      Use         log file : app.log
      Use         encoding : UTF-8


      Results
      =======

      Failregex: 2 total
      |-  #) [# of hits] regular expression
      |   1) [2] failed from <HOST>
      \`-

      Ignoreregex: 0 total

      Date template hits:
      |- [# of hits] date format
      |  [3] {^LN-BEG}(?:DAY )?MON Day %k:Minute:Second(?:\\.Microseconds)?(?: ExYear)?
      \`-

      Lines: 3 lines, 0 ignored, 2 matched, 1 missed
      [processed in N sec]

      |- Missed line(s):
      |  Jul 11 05:40:24 h app: ok
      \`-

      Line 6 was not read: it has no line end, and fail2ban waits for it.
      "
    `);
  });

  it.each<[string, string[], object]>([
    ['a log line', ['failed from 1.2.3.4', 'from <HOST>'], { matched: 1 }],
    ['several lines of text', ['from 1.2.3.4\nx\nfrom 5.6.7.8', 'from <HOST>'], { matched: 2, total: 3 }],
    ['standard input', ['-', 'from <HOST>'], { matched: 1 }],
    ['an ignoreregex', ['app.log', 'from <HOST>', 'root'], { matched: 1, ignored: 1 }],
    [
      "an ignoreregex out of a file, in the place of the filter's",
      ['app.log', './app.conf', './ignore.conf'],
      { matched: 1, ignored: 1 },
    ],
    ["an ignoreregex in the place of the filter's", ['app.log', './app.conf', 'no such text'], { ignored: 0 }],
    [
      "an ignoreregex beside the filter's own up to 1.1.0",
      ['--fail2ban', '1.1.0', 'app.log', './app.conf', 'no such text'],
      { ignored: 1 },
    ],
    ['maxlines', ['-L', '2', 'a\nb 1.2.3.4', 'a\\nb <HOST>'], { matched: 2 }],
    ['no names for usedns no', ['--usedns', 'no', 'from a.example', 'from <HOST>'], { matched: 0 }],
    ['a datepattern', ['-d', '^%Y', '2020 from 1.2.3.4', '^ from <HOST>'], { matched: 1 }],
    ['latin-1', ['-e', 'latin-1', 'app.log', 'from <HOST>'], { matched: 2 }],
    ['a filter that sets nothing, in 1.0', ['--fail2ban', '1.0', 'app.log', './none.conf'], { total: 3, missed: 3 }],
    ['a filter that includes itself', ['app.log', './loop.conf'], { total: 3 }],
  ])('should take %s', async (_, args, lines) => {
    expect(await json(...args)).toMatchObject({ lines });
  });

  it('should refuse a filter that sets nothing since 1.1.0', async () => {
    for (const version of ['1.1.0', '1.1'])
      expect(await run('--fail2ban', version, 'app.log', './none.conf')).toEqual({
        code: 2,
        out: '',
        err: 'fail2ban-lens: test: ./none.conf: the filter sets nothing (and as a regex its name names no failure)\n',
      });
  });

  it('should hold counts against what is expected', async () => {
    expect((await run('app.log', './app.conf', '--expect', 'matched=1,missed=1,ignored=1')).code).toBe(0);
    const { code, err } = await run('app.log', './app.conf', '--expect', 'matched=2,missed=1');
    expect([code, err]).toEqual([1, 'fail2ban-lens: test: expected matched=2 but counted 1\n']);
  });

  it('should warn of a log that is not there and is tested as a line', async () => {
    expect((await run('/var/log/nothing.log', 'from <HOST>')).err).toContain(
      'no such file, so it is tested as a log line',
    );
  });

  it.each<[string, string[], string]>([
    ['a missing argument', ['app.log'], 'provide LOG and FILTER'],
    ['a folder for a log', ['.', '<HOST>'], 'it is a folder'],
    ['a filter file that is not there', ['app.log', './nothing.conf'], 'no such filter file'],
    ['a name that is no filter', ['app.log', 'nothing'], "there is no filter or jail 'nothing'"],
    ['a regex that does not compile', ['app.log', '(<HOST>'], 'missing ), unterminated subpattern at position 0'],
    [
      'a regex of a file that does not compile',
      ['app.log', './wrong.conf'],
      'wrong.conf:2:13: failregex: Unable to compile',
    ],
    ['a regex without an id', ['app.log', 'fo+'], "No failure-id group in 'fo+'"],
    ['an unknown encoding', ['-e', 'klingon', 'app.log', '<HOST>'], 'unknown encoding'],
    ['an unknown zone', ['--timezone', 'Mars', 'app.log', '<HOST>'], "Unknown or unsupported time zone: 'Mars'"],
    ['a wrong datepattern', ['-d', '%Q', 'app.log', '<HOST>'], "Failed to set datepattern '%Q'"],
    ['a wrong number of lines', ['--maxlines=-1', 'app.log', '<HOST>'], 'maxlines must be integer greater than zero'],
    ['a wrong moment', ['--now', 'soon', 'app.log', '<HOST>'], '--now soon'],
    ['a wrong expectation', ['--expect', 'hits=3', 'app.log', '<HOST>'], '--expect hits=3'],
    ['contradicting options', ['--print-no-missed', '--print-all-missed', 'app.log', '<HOST>'], 'mutually exclusive'],
    ['wrong filter options', ['app.log', './app.conf[x]'], 'Wrong filter name or options'],
  ])('should say in one line what is wrong with %s', async (_, args, message) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('what grows with the log', () => {
  it('should print every match and ignored line of a log that is longer than what waits in memory', async () => {
    const count = 60_000;
    const lines = Array.from(
      { length: count },
      (_, i) => `Jul 11 05:40:22 h app: failed from 10.0.${i >> 8}.${i & 255}${i % 3 === 0 ? ' root' : ''}\n`,
    );
    writeFileSync(join(folder, 'long.log'), lines.join(''));
    const { ignored, matches } = await json('long.log', './app.conf', '--matches');
    expect([ignored, matches]).toMatchObject([{ length: count / 3 }, { length: (count * 2) / 3 }]);
    const { out } = await run('long.log', './app.conf', '-v', '--print-all-matched', '--print-all-ignored');
    const rows = out.split('\n');
    expect(rows.filter((row) => /^\| {6}10\.\d+\.\d+\.\d+ {2}Fri Jul 11 05:40:22 2025$/.test(row))).toHaveLength(
      (count * 2) / 3,
    );
    expect(rows.filter((row) => /^\| {2}Jul 11.* root$/.test(row))).toHaveLength(count / 3);
  });
});
