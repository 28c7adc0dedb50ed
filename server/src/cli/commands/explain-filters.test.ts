import { describe, expect, it } from 'vitest';
import { commandFolder } from '../../../testing/command-folder.ts';

const { write, run } = commandFolder('explain-filters-', { now: () => 0 });

async function explain(log: string, argument: string, ...options: string[]): Promise<string> {
  write('my.log', log);
  return (await run('explain', '--now', '2025-08-01T00:00:00Z', 'my.log', argument, ...options)).out;
}

interface Answer {
  readonly modes?: readonly object[];
  readonly behindPrefregex?: readonly { readonly failregex: number; readonly matched: boolean }[];
}

describe('explain, of a filter with modes', () => {
  const filter = `[Definition]
prefregex = ^ app: <F-CONTENT>.+</F-CONTENT>$
mdre-normal =
mdre-ddos = ^gone <HOST>$
mdre-all = <mdre-ddos>
           ^odd <HOST>$
failregex = ^bad <HOST>$
            <mdre-<mode>>
mode = normal
`;
  const log = `2025-07-11 05:40:22 app: bad 192.0.2.1
2025-07-11 05:40:23 app: gone 192.0.2.2
2025-07-11 05:40:24 app: odd 192.0.2.3
2025-07-11 05:40:25 app: fine 192.0.2.4
`;

  it('should say which other mode matches a line, and what that does to the log', async () => {
    write('filter.d/moded.conf', filter);
    const out = await explain(log, 'filter.d/moded.conf', '--missed');
    expect(out.split('\n').filter((line) => /^Line| mode /.test(line))).toEqual([
      'Line 2: missed',
      '  mode          ddos would match this line: filter.d/moded.conf[mode=ddos] (+1 line, -0); so would all',
      'Line 3: missed',
      '  mode          all would match this line: filter.d/moded.conf[mode=all] (+2 lines, -0)',
      'Line 4: missed',
    ]);
  });

  it('should take the place of the mode that is given', async () => {
    write('filter.d/moded.conf', filter);
    const out = await explain(log, 'filter.d/moded.conf[mode=ddos]', '--line', '3');
    expect(out).toContain('all would match this line: filter.d/moded.conf[mode=all] (+1 line, -0)');
  });

  it('should list them in JSON', async () => {
    write('filter.d/moded.conf', filter);
    const answers = JSON.parse(await explain(log, 'filter.d/moded.conf', '--format', 'json')) as Answer[];
    expect(answers.map(({ modes }) => modes)).toEqual([
      undefined,
      [
        { mode: 'ddos', gains: 1, losses: 0 },
        { mode: 'all', gains: 2, losses: 0 },
      ],
      [{ mode: 'all', gains: 2, losses: 0 }],
      undefined,
    ]);
  });
});

describe('explain, of a log of another program', () => {
  const filter = '[Definition]\nfailregex = ^ \\[error\\] user "[^"]*" was not found, client: <HOST>\n';
  const access = Array.from({ length: 5 }, (_, i) => `192.0.2.${i} - - [11/Jul/2025:05:40:22 +0000] "GET /" 200\n`);

  it('should say so in one sentence, and tell of the first lines only', async () => {
    write('filter.d/web.conf', filter);
    const out = await explain(access.join(''), 'filter.d/web.conf');
    expect(out.split('\n')[0]).toBe(
      'It looks like the log of another program, or of another of its logs: failregex 1 comes nearest and wants "error", "user", "was", "not" and 2 more, and no line has any of them.',
    );
    expect(out).toMatch(/… and 3 more: --limit 5\n$/);
  });

  it('should not say so where one line comes near', async () => {
    write('filter.d/web.conf', filter);
    const near = '2025-07-11 05:40:22 [error] user bob was not found, client: 192.0.2.1\n';
    expect(await explain(access.join('') + near, 'filter.d/web.conf')).not.toContain('another program');
  });

  it('should not say so where another mode of the filter matches', async () => {
    write(
      'filter.d/web.conf',
      '[Definition]\nfailregex = <re-<mode>>\nre-normal = ^ worse <HOST>\nre-ddos = ^<HOST> - -\nmode = normal\n',
    );
    const out = await explain(access.join(''), 'filter.d/web.conf');
    expect(out).not.toContain('another program');
    expect(out).toContain('ddos would match this line');
  });

  it('should not say so of a regex without words', async () => {
    write('filter.d/bare.conf', '[Definition]\nfailregex = ^ x<HOST>$\n');
    expect(await explain(access.join(''), 'filter.d/bare.conf')).not.toContain('another program');
  });
});

describe('explain, behind a prefregex that does not let a line through', () => {
  it('should tell what the failregexes say, and what both fixes do together', async () => {
    write(
      'filter.d/pre.conf',
      '[Definition]\nprefregex = ^app\\[\\d+\\]: <F-CONTENT>.+</F-CONTENT>$\nfailregex = ^bad <HOST>$\n            ^worse user from <HOST>$\n',
    );
    const out = await explain(
      '2025-07-11 05:40:22 app[7]: worse  user from 192.0.2.1\n2025-07-11 05:40:23 app[7]: bad 192.0.2.2\n',
      'filter.d/pre.conf',
    );
    expect(out).toContain('Take white space at the start: ^\\s* (+1 line, -0)');
    expect(out).toContain('failregex 2   behind it: The line has 2 blanks before "user"; the regex has a blank.');
    expect(out).toContain('Take any white space: \\s+, with both (+2 lines, -0)');
    expect(out).toContain('failregex 1   behind it: matches: 192.0.2.2');
  });

  it('should tell what both do of each line with its own fix of prefregex', async () => {
    write(
      'filter.d/pre.conf',
      '[Definition]\nprefregex = ^ app\\[\\d+\\]: <F-CONTENT>.+</F-CONTENT>$\nfailregex = ^worse user from <HOST>$\n',
    );
    const out = await explain(
      [
        '2025-07-11 05:40:22 App[7]: worse  user from 192.0.2.1\n',
        '2025-07-11 05:40:23 app: worse  user from 192.0.2.2\n',
        '2025-07-11 05:40:24 app: worse  user from 192.0.2.3\n',
      ].join(''),
      'filter.d/pre.conf',
    );
    expect(out.match(/with both \(.*\)/g)).toEqual([
      'with both (+1 line, -0)',
      'with both (+2 lines, -0)',
      'with both (+2 lines, -0)',
    ]);
  });

  it('should tell of a regex that only prefregex keeps from matching', async () => {
    write(
      'filter.d/pre.conf',
      '[Definition]\nprefregex = ^ app: (?:reject|drop): <F-CONTENT>.+</F-CONTENT>$\nfailregex = ^lost from <HOST>$\n',
    );
    const log = '2025-07-11 05:40:22 app: lost from 192.0.2.1\n';
    expect(await explain(log, 'filter.d/pre.conf')).toContain('failregex 1   behind it: matches: 192.0.2.1');
    const [answer] = JSON.parse(await explain(log, 'filter.d/pre.conf', '--format', 'json')) as Answer[];
    expect(answer!.behindPrefregex).toEqual([{ failregex: 1, matched: true, id: '192.0.2.1' }]);
  });
});

describe('explain, of ignoreregexes', () => {
  it('should say what keeps one from a matched line, and that none is asked of a missed one', async () => {
    write(
      'filter.d/excused.conf',
      '[Definition]\nfailregex = ^ bad <HOST> in /\nignoreregex = bad <HOST> in .*//a/\n              of root$\n              never\n',
    );
    const out = await explain(
      '2025-07-11 05:40:22 bad 192.0.2.1 in /a/x\n2025-07-11 05:40:23 session of root\n',
      'filter.d/excused.conf',
    );
    expect(out.split('\n').filter((line) => line.includes('ignoreregex'))).toEqual([
      '  ignoreregex 1 does not match: The regex wants "/"; the line goes on with "a/x" there.',
      '  ignoreregex 2 matches, but is asked only of lines that a failregex matches: this one stays missed',
    ]);
  });
});

describe('explain, of several failregexes', () => {
  it('should begin with the one of which every word is in the line', async () => {
    write(
      'filter.d/many.conf',
      '[Definition]\nfailregex = ^Accepted (?:\\w+ )?for \\S+ from <HOST>$\n            ^Failed (?P<how>key )?for \\S+ from <HOST>(?(how) .*)$\n',
    );
    const out = await explain('2025-07-11 05:40:22 odd Failed for bob from 192.0.2.1\n', 'filter.d/many.conf');
    expect(out.split('\n').find((line) => line.includes('failregex'))).toMatch(
      /^ {2}failregex 2 .*stands at the start of the text/,
    );
  });
});
