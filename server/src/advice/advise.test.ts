import { describe, expect, it } from 'vitest';
import { filterTexts } from '../../testing/filter-texts.ts';
import type { FilterTexts } from '../danger/probe.ts';
import { adviseFromSample, withModes, type SampleAdvice } from './advise.ts';

const advise = (filter: Partial<FilterTexts>, ...lines: string[]): SampleAdvice[] =>
  adviseFromSample(filterTexts({ fail2ban: '1.1', ...filter }), {
    guard: (work) => (work(), true),
    sample: lines.map((line) => `${line}\n`).join(''),
  });
const at = '2025-07-11 05:40:22';

describe('adviseFromSample', () => {
  it('should say nothing where every line is found, and of an empty sample', () => {
    expect(advise({ failregex: ['^ bad <HOST>$'] }, `${at} bad 192.0.2.1`)).toEqual([]);
    expect(advise({ failregex: ['^ bad <HOST>$'] })).toEqual([]);
  });

  it('should name the nearest line and the part at fault where nothing is found', () => {
    const advice = advise(
      { failregex: ['^ worse <HOST>$', '^ very bad <HOST>$'] },
      `${at} hello`,
      `${at} very sad 192.0.2.1`,
    );
    expect(advice).toEqual([
      expect.objectContaining({
        kind: 'unmatched-sample',
        regex: { role: 'failregex', index: 1 },
        part: 'bad',
        lines: 2,
        isOfOne: false,
        nearest: { line: 2, why: expect.stringContaining('sad') as string },
        proof: { log: `${at} very sad 192.0.2.1`, id: null },
        fix: undefined,
      }),
    ]);
  });

  it('should offer a change only where it brings lines and loses none', () => {
    const [advice] = advise({ failregex: ['^<HOST>'] }, `${at} 192.0.2.1`, `192.0.2.2 ${at}`, `${at} 192.0.2.3`);
    expect(advice).toMatchObject({ kind: 'unmatched-sample', hits: 1, isOfOne: true, fix: { gains: 2 } });
  });

  it.each<[title: string, failregex: string, line: string, fix: string, why?: RegExp]>([
    [
      'words in between',
      String.raw`^ Disconnected \(auth failed, \d+ attempts\): rip=<HOST>$`,
      `${at} Disconnected (auth failed, 1 attempts in 2 secs): rip=192.0.2.1`,
      String.raw`(?:\s+in\s+\d+\s+secs)?`,
    ],
    [
      'numbers and names at the start',
      String.raw`^<HOST>\(\d+\) FATAL:`,
      `${at} UTC [12] bob@db 192.0.2.1(543) FATAL:  password`,
      String.raw`\s+\[\d+\]\s+\S+?\s+`,
    ],
    [
      'fields of JSON at two places',
      '^{"id":"\\w+","ip":"<HOST>","app":"core","message":"Login failed',
      '{"id":"a1","ip":"192.0.2.1","user":"--","app":"core","method":"POST","url":"/x","message":"Login failed"}',
      '(?:"user":"[^"]*",)?; take the field, or none: (?:"method":"[^"]*","url":"[^"]*",)?',
    ],
    [
      'fields behind $',
      String.raw`^<HOST> .* "GET /.*" 404$`,
      `192.0.2.1 - - [${at}] "GET /x.php" 404 12 "-" "curl"`,
      String.raw` \S+ "[^"]*" "[^"]*"$`,
    ],
    [
      'the value of a name behind $',
      String.raw`^ failed for \(.*\) \[<HOST>\]: 535 wrong$`,
      `${at} failed for (x) [192.0.2.1]: 535 wrong (set_id=bob)`,
      String.raw`\s+\(set_id=\S+?\)$`,
    ],
    [
      'the name of the site before the address',
      '^<HOST> .* "POST /wp-login',
      `example.com:443 192.0.2.1 - - [${at}] "POST /wp-login.php`,
      String.raw`^\S+\s+`,
      /"example\.com:443" stands before the address, as the name of the site/,
    ],
  ])('should offer to take what the line has more: %s', (_, failregex, line, fix, why = /./) => {
    const [advice] = advise({ failregex: [failregex] }, line);
    expect(advice).toMatchObject({ kind: 'unmatched-sample', fix: { gains: 1 } });
    const told = advice as Extract<SampleAdvice, { kind: 'unmatched-sample' }>;
    expect(told.fix!.title).toContain(fix);
    expect(told.nearest.why).toMatch(why);
  });

  it('should tell of a prefregex that misses lines by little, beside those that it hands on', () => {
    const filter = { prefregex: '^ \\[<ADDR>\\] <F-CONTENT>.*</F-CONTENT>$', failregex: ['^bad login'] };
    expect(advise(filter, `${at} [192.0.2.1] bad login`, `${at} [192.0.2.2:4711] bad login`)).toMatchObject([
      { regex: { role: 'prefregex' }, hits: 1, isOfOne: true, nearest: { line: 2 }, fix: { gains: 1 } },
    ]);
  });

  it('should name the values that are addresses where the regex wants the address behind another name', () => {
    for (const [failregex, line, names] of [
      [
        '"level":"warn","remote_addr":"<HOST>"',
        '{"level":"warn","remote_ip":"192.0.2.1","port":"51","client_ip":"192.0.2.1","host":"x.com"}',
        '"remote_ip", "client_ip"',
      ],
      ['^ failed user=\\S+ remote=<HOST>', `${at} failed user=bob rip=192.0.2.1 lip=2001:db8::1`, '"rip", "lip"'],
    ] as const)
      expect(advise({ failregex: [failregex] }, line)[0]).toMatchObject({
        nearest: { why: expect.stringContaining(`an address stands there behind ${names}.`) as string },
      });
  });

  it('should not offer to take words that turn the meaning, nor a time', () => {
    for (const more of ['not ', 'accepted after ', '12:30:01 '])
      expect(advise({ failregex: ['^ login failed <HOST>$'] }, `${at} login ${more}failed 192.0.2.1`)).toMatchObject([
        { fix: undefined },
      ]);
  });

  it('should look again where the machine was busy with others, and give up where it is too long', () => {
    const looks = (isBusy: boolean): { found: SampleAdvice[]; turns: number } => {
      let turns = 0;
      let worked = 0;
      const found = adviseFromSample(filterTexts({ failregex: ['^ worse <HOST>$'] }), {
        guard: (work, milliseconds) => {
          if (milliseconds < 1000) return (work(), true);
          turns++;
          if (isBusy && turns % 2 === 0) return (work(), true);
          worked += isBusy ? 10 : 3000;
          return false;
        },
        worked: () => worked,
        sample: `${at} bad 192.0.2.1\n`,
      });
      return { found, turns };
    };
    expect(looks(true).found).toMatchObject([{ kind: 'unmatched-sample' }]);
    expect(looks(false)).toEqual({ found: [], turns: 1 });
  });

  it('should not have words of a failure left out where the date of another line stands', () => {
    const failregex = [String.raw`Aborted login \(auth failed.* rip=<HOST>`];
    const lines = [
      'Nov 28 10:00:01 mx dovecot: imap-login: Aborted login (auth failed, 1 attempts): user=<bob>, rip=192.0.2.1, TLS',
      'Nov 28 10:00:02 mx dovecot: imap-login: Login: user=<anna>, method=PLAIN, rip=192.0.2.2, mpid=1, TLS',
    ];
    expect(advise({ failregex }, ...lines)).toEqual([]);
  });

  it('should tell of a log of another program in one sentence', () => {
    const [advice, ...others] = advise(
      { failregex: ['^ \\[error\\] user "[^"]*" was not found, client: <HOST>$'] },
      `${at} GET / 200`,
      `${at} POST / 200`,
    );
    expect(others).toEqual([]);
    expect(advice).toMatchObject({
      kind: 'unmatched-sample',
      nearest: { line: 0, why: expect.stringMatching(/^It looks like the log of another program/) as string },
    });
  });

  it('should begin with the date where that alone keeps lines from matching', () => {
    const [advice] = advise(
      { failregex: ['^\\[pid \\d+\\]\\s+bad <HOST>$'], datePatterns: ['{^LN-BEG}'] },
      '[pid 7] 20.03.2022 07:36:42 bad 192.0.2.1',
      '[pid 8] 20.03.2022 07:36:43 bad 192.0.2.2',
    );
    const told = advice as Extract<SampleAdvice, { kind: 'unmatched-sample' }>;
    expect(told.nearest.why).toMatch(/^A date stands at column 9: .* Then 2 lines of the sample match\.$/);
  });

  it('should say of an ignoreregex what keeps it from a line, and of which lines it is not asked', () => {
    const failregex = ['^ bad <HOST> in /'];
    const lines = [`${at} bad 192.0.2.1 in /a/x.ico`, `${at} bot of root`];
    expect(advise({ failregex, ignoreregex: ['bad <HOST> in .*//a/'] }, ...lines)).toEqual([
      expect.objectContaining({
        kind: 'unmatched-ignoreregex',
        line: 1,
        part: '/',
        proof: { log: lines[0], id: '192.0.2.1' },
      }),
    ]);
    expect(advise({ failregex, ignoreregex: ['of root'] }, ...lines)).toEqual([
      expect.objectContaining({ kind: 'unmatched-ignoreregex', line: 2, why: undefined }),
    ]);
    expect(
      advise(
        {
          failregex,
          ignoreregex: ['192.0.2.0/24', 'bad .* in /b/', 'x\\.ico', 'bad <HOST> in /a/y', 'bad <HOST> in /00200'],
        },
        ...lines,
      ),
    ).toEqual([]);
  });

  it('should name the modes that find something where the filter as it is does not', () => {
    const normal = filterTexts({ fail2ban: '1.1', failregex: ['^ worse <HOST>$'] });
    const sample = `${at} gone 192.0.2.1\n${at} odd 192.0.2.2\n`;
    const options = { guard: (work: () => void) => (work(), true), sample };
    const other = (mode: string, ...failregex: string[]) => ({ mode, texts: { ...normal, failregex } });
    const modes = [
      other('all', '^ (?:gone|odd) <HOST>$'),
      other('ddos', '^ gone <HOST>$'),
      other('none', '^ none <HOST>$'),
    ];
    expect(withModes(adviseFromSample(normal, options), modes, options)).toMatchObject([
      {
        modes: [
          { mode: 'ddos', lines: 1 },
          { mode: 'all', lines: 2 },
        ],
      },
    ]);
  });

  it('should not count a line that an ignoreregex excuses as one in which a mode finds something', () => {
    const normal = filterTexts({ fail2ban: '1.1', failregex: ['^ worse <HOST>$'], ignoreregex: ['192\\.0\\.2\\.9'] });
    const sample = `${at} gone 192.0.2.9\n${at} odd 192.0.2.1\n`;
    const options = { guard: (work: () => void) => (work(), true), sample };
    const other = (mode: string, ...failregex: string[]) => ({ mode, texts: { ...normal, failregex } });
    const modes = [other('all', '^ (?:gone|odd) <HOST>$'), other('ddos', '^ gone <HOST>$')];
    expect(withModes(adviseFromSample(normal, options), modes, options)).toContainEqual(
      expect.objectContaining({ kind: 'unmatched-sample', modes: [{ mode: 'all', lines: 1 }] }),
    );
  });

  it('should leave out lines that are not to be found', () => {
    expect(
      advise({ failregex: ['^<HOST>'] }, '# failJSON: { "match": false }', `${at} 192.0.2.1`, `192.0.2.2 ${at}`),
    ).toEqual([]);
  });

  it('should tell of matches without a date, and of the datepattern that finds it', () => {
    const lines = ['{"t":1752212422,"from":"192.0.2.1"}', '{"t":1752212423,"from":"192.0.2.1"}'];
    const [advice] = advise({ failregex: ['"from":"<HOST>"'] }, ...lines);
    expect(advice).toMatchObject({
      kind: 'undated-matches',
      matched: 2,
      undated: 2,
      proof: { log: lines[0], id: '192.0.2.1' },
    });
    expect(advice!.kind === 'undated-matches' && advice!.words.join(' ')).toMatch(
      /datepattern = .* dates 2 of 2 lines/,
    );
    expect(advise({ failregex: ['"from":"<HOST>"'], datePatterns: ['{NONE}'] }, ...lines)).toEqual([]);
  });

  it('should tell of matches without a date among others where a date stands in them', () => {
    const misread = '[Jan  5 10:11:13 2025] bad 192.0.2.2';
    const filter = { failregex: ['bad <HOST>'], datePatterns: ['%Y-%m-%d %H:%M:%S'] };
    expect(advise(filter, '2025-01-05 10:11:12 bad 192.0.2.1', misread)).toMatchObject([
      { kind: 'undated-matches', matched: 2, undated: 1, proof: { log: misread, id: '192.0.2.2' } },
    ]);
    expect(advise(filter, '2025-01-05 10:11:12 bad 192.0.2.1', ' ... bad 192.0.2.2')).toEqual([]);
  });

  it('should tell of matches without a date where an ignoreregex excuses others', () => {
    const filter = { failregex: ['^bad <HOST>'], ignoreregex: ['monitor$'] };
    expect(advise(filter, 'bad 192.0.2.1', 'bad 192.0.2.2', 'bad 192.0.2.9 monitor')).toMatchObject([
      { kind: 'undated-matches', matched: 2, undated: 2 },
    ]);
  });

  it('should tell why several lines at once are not found', () => {
    const regex = String.raw`^ client <HOST> in$<SKIPLINES>^ user \w+ denied$`;
    const sample = [`${at} client 192.0.2.1 in`, `${at} noise`, `${at} user bob refused`];
    const [told] = advise({ failregex: [regex], maxLines: 3 }, ...sample);
    expect(told).toMatchObject({ kind: 'unmatched-sample', nearest: { line: 3 } });
    expect((told as { nearest: { why: string } }).nearest.why).toMatch(
      /^The second line of the regex comes nearest to line 3 of the 3 that are searched together \("user bob refused"\): The regex wants "denied"; the line has "refused"/,
    );
  });

  it('should tell of a maxlines that is too small', () => {
    const regex = String.raw`^ client <HOST> in$<SKIPLINES>^ user \w+ denied$`;
    const sample = [`${at} client 192.0.2.1 in`, `${at} noise`, `${at} user bob denied`];
    expect(advise({ failregex: [regex], maxLines: 2 }, ...sample)).toMatchObject([
      {
        kind: 'unmatched-sample',
        nearest: {
          line: 3,
          why: 'failregex 1 would match with maxlines = 3: it begins 2 lines before this one ("client 192.0.2.1 in"), and fail2ban searches 2 lines together.',
        },
      },
    ]);
    expect(advise({ failregex: [regex], maxLines: 3 }, ...sample)).toEqual([]);
  });

  it('should say nothing of a filter that fail2ban refuses', () => {
    expect(advise({ failregex: ['^ bad ('] }, `${at} good 192.0.2.1`)).toEqual([]);
  });
});
