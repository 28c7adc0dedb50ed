import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../scripts/conformance/random.ts';
import { countsOf, now, runOver, text, type Options, type Subject } from '../../testing/run-over.ts';
import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { compileFilter } from './compile-filter.ts';
import { splitLines } from './line-block.ts';
import { createMatchRun } from './match-run.ts';

describe('a filter over a log', () => {
  it('should count every failregex that matches, a line once', () => {
    const { run, found, verdicts } = runOver({ failregex: ['from <HOST>', 'bad .* <HOST>$', 'never <HOST>'] }, [
      'bad from 1.2.3.4',
      'good',
      'from ::1',
    ]);
    expect(found).toEqual(['1 1 1.2.3.4', '1 2 1.2.3.4', '3 1 ::1']);
    expect(verdicts).toBe('M.M');
    expect(run.failregexHits).toEqual([2, 1, 0]);
    expect(run.statistics.counts).toEqual({ total: 3, ignored: 0, matched: 2, missed: 1 });
  });

  it('should count only the first failregex without check-all', () => {
    expect(
      runOver({ failregex: ['from <HOST>', 'bad .* <HOST>$'] }, ['bad from 1.2.3.4'], { checkAll: false }).found,
    ).toEqual(['1 1 1.2.3.4']);
  });

  it('should count the same where nobody asks for the failures', () => {
    const subject = { failregex: ['from <HOST>', 'bad .* <HOST>$'], ignoreregex: ['root'] };
    const log = ['bad from 1.2.3.4', 'x', 'bad root from 1.2.3.4', 'from été.example'];
    const { filter } = compileFilter(
      { failregex: subject.failregex.map(text), ignoreregex: subject.ignoreregex.map(text) },
      { useDns: 'warn', fail2ban: '1.1', python: '3.11', maxLines: 1 },
    );
    const silent = createMatchRun({
      filter,
      dates: { read: () => ({ kind: 'none', start: 0, end: 0, seconds: NaN }) },
      fail2ban: '1.1',
      checkAll: true,
      now: () => now,
    });
    const block = log.map((line) => `${line}\n`).join('');
    silent.add(splitLines(block, { firstNumber: 1, isAscii: false }));
    const { run } = runOver(subject, log);
    expect([silent.statistics.counts, silent.failregexHits, silent.ignoreregexHits]).toEqual([
      run.statistics.counts,
      run.failregexHits,
      run.ignoreregexHits,
    ]);
  });

  it('should not lose a match at the seam where the date is cut out', () => {
    const { found } = runOver(
      { failregex: ['\\[\\] failed from <HOST>', 'xy <HOST>'], datepattern: ['%Y-%m-%d %H:%M:%S'] },
      ['[2023-11-14 22:13:20] failed from 1.2.3.4', 'x2023-11-14 22:13:20y 1.2.3.4'],
    );
    expect(found).toEqual(['1 1 1.2.3.4']);
  });

  it('should go on to the next failregex where an optional host is missing', () => {
    const subject = { failregex: ['bad(?: from <HOST>)?', 'bad <F-ID>\\w+</F-ID>'] };
    expect(runOver(subject, ['bad guy']).found).toEqual(['1 2 guy']);
    // Quirk: fail2ban has emptied its buffer by then.
    expect(runOver(subject, ['bad guy'], { checkAll: false }).verdicts).toBe('.');
  });

  it.each<[string, string, string]>([
    ['an address', 'from <HOST>', '1.2.3.4'],
    ['the id before the address', '<F-ID>bad</F-ID> from <HOST>', 'bad'],
    ['the address where the id is the same', '<F-ID/> from|from <HOST>', 'bad'],
    ['a net', 'from <IP4>\\S* <CIDR>', '1.2.0.0/16'],
    ['an alternative', 'from (?P<alt_fid>\\S+)|<F-ID>x</F-ID>', '1.2.3.4'],
    ['a tuple', '<F-ID>b</F-ID><F-TUPLE_ID>a</F-TUPLE_ID>', "('b', 'a')"],
  ])('should name the failure by %s', (_, regex, id) => {
    expect(runOver({ failregex: [regex] }, ['bad from 1.2.3.4 16']).found).toEqual([`1 1 ${id}`]);
  });
});

describe('ignoreregex', () => {
  it('should take back matches, once for each failregex', () => {
    const { run, verdicts } = runOver({ failregex: ['from <HOST>', 'bad .* <HOST>$'], ignoreregex: ['root', 'bad'] }, [
      'bad root from 1.2.3.4',
      'root',
    ]);
    expect(verdicts).toBe('I.');
    expect(run.ignoreregexHits).toEqual([2, 2]);
    expect(run.failregexHits).toEqual([0, 0]);
  });

  it('should come before everything where there are few', () => {
    const { run, verdicts } = runOver(
      { failregex: ['a <HOST>', 'b <HOST>', 'c <HOST>', 'd <HOST>'], ignoreregex: ['root'] },
      ['root', 'a 1.1.1.1'],
    );
    expect(verdicts).toBe('IM');
    expect(run.ignoreregexHits).toEqual([1]);
  });
});

describe('prefregex', () => {
  it('should give the failregexes its content alone', () => {
    const subject = {
      prefregex: '^\\S+ svc: <F-CONTENT>.+</F-CONTENT>$',
      failregex: ['^bad <HOST>$'],
      ignoreregex: ['svc'],
    };
    const { run, verdicts } = runOver(subject, ['h svc: bad 1.2.3.4', 'h other: bad 1.2.3.4', 'h svc: good']);
    expect(verdicts).toBe('M..');
    expect(run.prefregexHits).toBe(2);
  });

  it('should be searched alone where it holds no content', () => {
    expect(
      runOver({ prefregex: 'svc', failregex: ['^h .*bad <HOST>$'] }, ['h svc: bad 1.2.3.4', 'h bad 1.2.3.4']).verdicts,
    ).toBe('M.');
  });

  // As the real fail2ban-regex counts them.
  it.each([
    ['^svc: <F-CONTENT>.+</F-CONTENT>$', [2, 3, 1]],
    ['^svc: <F-CONTENT>(?:.|\\n)+</F-CONTENT>$', [0, 3, 0]],
    ['^svc: <F-CONTENT>.+?</F-CONTENT>(?m:$)', [2, 3, 1]],
    ['^svc: <F-CONTENT>\\S+ \\S+</F-CONTENT>', [4, 4, 0]],
    ['^svc: <F-CONTENT>.+</F-CONTENT>\\n$', [2, 3, 1]],
    ['^svc: <F-CONTENT>.*</F-CONTENT>$', [2, 3, 1]],
  ])('should hand on what %s takes, with a newline', (prefregex, hits) => {
    const failregex = ['^bad <HOST>$', '^bad <HOST>\\s*$', 'bad <HOST> end$'];
    const log = ['bad 192.0.2.1', 'bad 192.0.2.2 end', 'bad 192.0.2.3 ', 'bad 192.0.2.4', ''];
    const { run } = runOver(
      { prefregex, failregex },
      log.map((line) => `svc: ${line}`),
    );
    expect(run.failregexHits).toEqual(hits);
  });

  it.each<[Fail2banVersion, string[]]>([
    ['1.0', []],
    ['1.1.0', []],
    ['1.1', ['1 1 1.2.3.4']],
  ])('should keep its address in %s where the optional one of the failregex took no part', (fail2ban, found) => {
    expect(
      runOver(
        { prefregex: '^<ADDR> <F-CONTENT>.+</F-CONTENT>$', failregex: ['^bad(?: from <ADDR>)?'] },
        ['1.2.3.4 bad'],
        { fail2ban },
      ).found,
    ).toEqual(found);
  });

  it('should count a line again that was ignored before it was searched', () => {
    const { run } = runOver(
      { prefregex: 'svc', failregex: ['a <HOST>', 'b <HOST>', 'c <HOST>', 'd <HOST>'], ignoreregex: ['root'] },
      ['svc', 'root', 'x', 'root'],
    );
    expect(run.prefregexHits).toBe(2);
  });
});

describe('several lines at once', () => {
  const subject = { failregex: ['^start$<SKIPLINES>^end <HOST>$'], maxLines: 3 };

  it('should match over lines, leave skipped ones and count earlier lines as matched', () => {
    const { run, found, verdicts, lines, missed } = runOver(subject, ['start', 'other', 'end 1.2.3.4', 'x']);
    expect(found).toEqual(['3 1 1.2.3.4']);
    expect(lines).toEqual([['start', 'end 1.2.3.4']]);
    expect(verdicts).toBe('..M.');
    expect(run.statistics.counts).toEqual({ total: 4, ignored: 0, matched: 2, missed: 2 });
    expect(missed).toEqual(['other', 'x']);
  });

  it.each<[string, Subject]>([
    ['two lines', { failregex: ['^begin (?P<n>\\d)\\n^failed (?P=n) <HOST>$'], maxLines: 2 }],
    ['lines between', { failregex: ['^begin \\d$<SKIPLINES>^failed \\d <HOST>$', '^alone <HOST>$'], maxLines: 3 }],
    ['blanks over lines', { failregex: ['^begin (?P<n>\\d)\\s+failed (?P=n) <HOST>\\s*$'], maxLines: 3 }],
    ['a look over lines', { failregex: ['failed \\d <HOST>(?=\\n.*other)'], maxLines: 3 }],
    [
      'more lines between',
      {
        failregex: ['^begin 1$<SKIPLINES>^failed \\d <HOST>\\s*$', '^begin 2\\s*<SKIPLINES>^alone <HOST>$'],
        maxLines: 6,
      },
    ],
    [
      'a line or two',
      { failregex: ['^begin \\d(?:\\nfailed \\d|\\nother\\n)\\s?.*<HOST>$', 'other\\nfailed <HOST>'], maxLines: 4 },
    ],
    ['what any line holds', { failregex: ['<HOST>$', '^begin <F-ID>\\d</F-ID>$'], maxLines: 2 }],
    ['exceptions behind', { failregex: ['^failed \\d <HOST>$'], ignoreregex: ['failed 1', 'begin'], maxLines: 3 }],
    [
      'exceptions before',
      {
        failregex: ['^failed 0 <HOST>$', '^failed 1 <HOST>$', '^failed 2 <HOST>$', '^alone <HOST>$'],
        ignoreregex: ['begin 1'],
        maxLines: 2,
      },
    ],
    [
      'a part that prefregex takes',
      { prefregex: '^failed <F-CONTENT>.+</F-CONTENT>$', failregex: ['^\\d <HOST>$'], maxLines: 3 },
    ],
    [
      'dates, and lines on which fail2ban fails',
      { failregex: ['^begin \\d\\n^failed \\d <HOST>$'], datepattern: ['^%Y-%m '], maxLines: 2 },
    ],
  ])('should find in any blocks what it finds line by line: %s', (_, subject) => {
    const random = createRandom(subject.failregex[0]!.length);
    const words = ['begin 1', 'begin 2', 'failed 1 192.0.2.1', 'failed 2 192.0.2.7', 'alone 192.0.2.5', 'other', 'é 1'];
    const log = Array.from(
      { length: 100 },
      () => `${subject.datepattern && random.chance(10) ? '2023-11 ' : ''}${random.pick(words)}`,
    );
    for (const checkAll of [true, false]) {
      const { run, ...plain } = runOver(subject, log, { checkAll, blockSize: 1 });
      expect(plain.found.length).toBeGreaterThan(1);
      expect(run.crashCount > 0).toBe(subject.datepattern !== undefined);
      for (const blockSize of [3, 100]) {
        const { run: other, ...found } = runOver(subject, log, { checkAll, blockSize });
        expect(found).toEqual(plain);
        expect(countsOf(other)).toEqual(countsOf(run));
      }
    }
  });

  it('should find lines that come together when those between are taken', () => {
    const joined = {
      failregex: ['^begin \\d\\nfailed \\d <HOST>$', '^other$<SKIPLINES>^alone <HOST>$'],
      maxLines: 5,
    };
    const log = ['begin 1', 'other', 'failed 1 192.0.2.1', 'alone 192.0.2.5', 'x', 'y', 'z'];
    expect(runOver(joined, log).found).toEqual(['4 2 192.0.2.5', '5 1 192.0.2.1']);
  });

  it('should see no further back than maxlines, and across blocks', () => {
    expect(runOver(subject, ['start', 'a', 'b', 'end 1.2.3.4']).found).toEqual([]);
    expect(runOver(subject, ['start', 'a', 'end 1.2.3.4'], { blockSize: 1 }).found).toEqual(['3 1 1.2.3.4']);
  });

  it('should ask ignoreregex of the matched lines only', () => {
    expect(runOver({ ...subject, ignoreregex: ['other'] }, ['start', 'other', 'end 1.2.3.4']).verdicts).toBe('..M');
    expect(runOver({ ...subject, ignoreregex: ['start'] }, ['start', 'other', 'end 1.2.3.4']).verdicts).toBe('..I');
  });
});

describe('connections', () => {
  const failregex = [
    '^<F-MLFID>\\d+</F-MLFID> <F-NOFAIL>conn</F-NOFAIL> <ADDR>',
    '^<F-MLFID>\\d+</F-MLFID> bad <F-USER>\\w*</F-USER>',
    '^<F-MLFID>\\d+</F-MLFID> <F-NOFAIL>try</F-NOFAIL> <F-USER>\\w+</F-USER>',
    '^<F-MLFID>\\d+</F-MLFID> <F-MLFGAINED>gained</F-MLFGAINED> <F-USER>\\w+</F-USER>',
    '^<F-MLFID>\\d+</F-MLFID> <F-MLFFORGET><F-MLFGAINED>over</F-MLFGAINED></F-MLFFORGET>',
  ];
  /** As the server counts: the first regex only, nothing pending. */
  const server: Options = { checkAll: false, ignorePending: true };

  it.each<[string, string[], string[], string[][]]>([
    ['an address, then a failure', ['1 conn 1.1.1.1', '1 bad joe'], ['2 2 1.1.1.1'], [['1 conn 1.1.1.1', '1 bad joe']]],
    ['a failure, then an address', ['1 bad joe', '1 conn 1.1.1.1'], ['2 1 1.1.1.1'], [['1 bad joe', '1 conn 1.1.1.1']]],
    [
      'two failures, then an address',
      ['1 bad joe', '1 bad joe', '1 conn 1.1.1.1'],
      ['3 1 1.1.1.1'],
      [['1 bad joe', '1 bad joe', '1 conn 1.1.1.1']],
    ],
    ['success of the one user', ['1 conn 1.1.1.1', '1 gained joe'], [], []],
    [
      'failure, then success of the same user',
      ['1 conn 1.1.1.1', '1 bad joe', '1 gained joe'],
      ['2 2 1.1.1.1'],
      [['1 conn 1.1.1.1', '1 bad joe']],
    ],
    [
      'failure, then success of another user',
      ['1 conn 1.1.1.1', '1 bad joe', '1 gained bob'],
      ['2 2 1.1.1.1', '3 4 1.1.1.1'],
      [['1 conn 1.1.1.1', '1 bad joe'], ['1 gained bob']],
    ],
    [
      'two users that are no failure by themselves',
      ['1 conn 1.1.1.1', '1 try joe', '1 try bob'],
      ['3 3 1.1.1.1'],
      [['1 conn 1.1.1.1', '1 try joe', '1 try bob']],
    ],
    ['failure, then the end', ['1 bad joe', '1 over', '1 conn 1.1.1.1'], [], []],
    ['other connections', ['1 bad joe', '2 conn 1.1.1.1'], [], []],
  ])('should report %s', (_, log, found, lines) => {
    const outcome = runOver({ failregex }, log, server);
    expect(outcome.found).toEqual(found);
    expect(outcome.lines).toEqual(lines);
  });

  it('should report pending failures without an id to fail2ban-regex', () => {
    const { found, verdicts } = runOver({ failregex }, ['1 try joe', '1 conn 1.1.1.1']);
    expect(found).toEqual(['1 3 null', '2 1 1.1.1.1']);
    expect(verdicts).toBe('IM');
  });

  it('should forget the oldest of more than a hundred', () => {
    const log = [
      '0 bad joe',
      ...Array.from({ length: 100 }, (_, i) => `${i + 1} bad joe`),
      '0 conn 1.1.1.1',
      '100 conn 1.1.1.1',
    ];
    expect(runOver({ failregex }, log, server).found).toEqual(['103 1 1.1.1.1']);
  });

  it('should ignore a line with nofail and without connection', () => {
    expect(
      runOver({ failregex: ['<F-NOFAIL>conn</F-NOFAIL> <ADDR>', '<F-NOFAIL></F-NOFAIL>bad <ADDR>'] }, [
        'conn 1.1.1.1',
        'bad 1.1.1.1',
      ]).verdicts,
    ).toBe('IM');
  });
});

describe('what fail2ban does not survive', () => {
  it.each([
    ['a group of the name matches', '(?P<matches>x) <ADDR>', 'x 1.1.1.1', 'TypeError'],
    ['a cidr that is no number', '<F-CIDR>x</F-CIDR> <ADDR>', 'x 1.1.1.1', 'ValueError'],
    [
      'a group of the name users',
      '<F-MLFID>x</F-MLFID> <F-USERS>y</F-USERS> <F-USER>z</F-USER>',
      'x y z',
      'AttributeError',
    ],
  ])('should be told of a line: %s', (_, regex, line, exception) => {
    const { run, verdicts } = runOver({ failregex: [regex] }, ['a', line]);
    expect(run.crashes).toEqual([{ line: 2, message: expect.stringContaining(exception) as string }]);
    expect([run.crashCount, verdicts]).toEqual([1, '..']);
  });

  it('should be told of a date', () => {
    const { run } = runOver({ failregex: ['<ADDR>'], datepattern: ['^%Y-%m'] }, ['2023-11 1.1.1.1']);
    expect(run.crashes[0]!.message).toContain('TypeError');
  });
});
