import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../scripts/conformance/random.ts';
import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { createDateDetector } from '../dates/detector.ts';
import { MappedText } from '../text/mapped-text.ts';
import { SearchBudgetExceeded, type Searcher } from '../translate/searcher.ts';
import { compileFilter } from './compile-filter.ts';
import { splitLines } from './line-block.ts';
import type { LineKeeper, Verdict } from './line-statistics.ts';
import { createMatchRun, type MatchObserver, type MatchRun } from './match-run.ts';
import type { Deadline } from './search-block.ts';

interface Subject {
  readonly prefregex?: string;
  readonly failregex: readonly string[];
  readonly ignoreregex?: readonly string[];
  readonly maxLines?: number;
  readonly datepattern?: readonly string[];
}

interface Options {
  readonly checkAll?: boolean;
  readonly ignorePending?: boolean;
  readonly fail2ban?: Fail2banVersion;
  readonly deadline?: Deadline;
  /** Lines in a block. */
  readonly blockSize?: number;
}

interface Outcome {
  readonly run: MatchRun;
  /** `line regex id` of every failure. */
  readonly found: string[];
  readonly verdicts: string;
  readonly lines: string[][];
  readonly missed: readonly string[];
  /** Of each line: those that were searched with it. */
  readonly together: readonly string[];
}

const now = 1700000000;
const letters: Record<Verdict, string> = { matched: 'M', ignored: 'I', missed: '.' };
const text = (regex: string) => MappedText.builtin(regex, 'test');

/** Runs a filter over lines; no date is looked for unless a datepattern says so. */
function runOver(
  subject: Subject,
  log: readonly string[],
  { checkAll = true, ignorePending, fail2ban = '1.1', deadline, blockSize = 1000 }: Options = {},
): Outcome {
  const { filter, problems } = compileFilter(
    {
      ...(subject.prefregex === undefined ? {} : { prefregex: text(subject.prefregex) }),
      failregex: subject.failregex.map(text),
      ignoreregex: (subject.ignoreregex ?? []).map(text),
    },
    { useDns: 'warn', fail2ban, python: '3.11', maxLines: subject.maxLines ?? 1 },
  );
  expect(problems.map(({ message }) => message)).toEqual([]);
  const found: string[] = [];
  const lines: string[][] = [];
  const together: string[] = [];
  let verdicts = '';
  const start = (observer: MatchObserver, keeper: LineKeeper): MatchRun => {
    const dates = createDateDetector({
      patterns: subject.datepattern ?? ['{NONE}'],
      fail2ban,
      python: '3.11',
      now: () => now,
      localZone: 'UTC',
    });
    if (!dates.ok) throw new Error(dates.error.message);
    return createMatchRun({
      filter,
      dates: dates.detector,
      fail2ban,
      checkAll,
      ...(ignorePending === undefined ? {} : { ignorePending }),
      now: () => now,
      kept: { limit: 20, all: new Set(), none: new Set(), keeper },
      observer,
      ...(deadline ? { deadline } : {}),
    });
  };
  const feed = (run: MatchRun): MatchRun => {
    for (let i = 0; i < log.length; i += blockSize) {
      const block = log
        .slice(i, i + blockSize)
        .map((line) => `${line}\n`)
        .join('');
      run.add(splitLines(block, { firstNumber: i + 1, isAscii: !/[^\0-\x7f]/.test(block) }));
    }
    return run;
  };
  const kept = createLists();
  const run = feed(
    start(
      {
        finding: (line, { regex, id, data }) => {
          found.push(`${line} ${regex + 1} ${id}`);
          lines.push((data.get('matches') as { after: string }[] | undefined)?.map(({ after }) => after) ?? []);
        },
        line: (_, verdict, _block, _index, _outcome, searched = []) => {
          verdicts += letters[verdict];
          together.push(searched.map(({ after }) => after).join('|'));
        },
      },
      kept.keeper,
    ),
  );
  // Where nobody asks for the failures another way is gone; it must count the same.
  let counted = '';
  const keptAgain = createLists();
  const counting = feed(start({ line: (_, verdict) => void (counted += letters[verdict]) }, keptAgain.keeper));
  if (!deadline)
    expect([counted, keptAgain.lists, ...countsOf(counting)]).toEqual([verdicts, kept.lists, ...countsOf(run)]);
  return { run, found, verdicts, lines, missed: kept.lists.missed, together };
}

function createLists(): { keeper: LineKeeper; lists: Readonly<Record<Verdict, string[]>> } {
  const lists: Record<Verdict, string[]> = { matched: [], ignored: [], missed: [] };
  const keeper: LineKeeper = {
    add: (verdict, line) => void lists[verdict].push(line),
    takeBack: (line) => {
      const at = lists.missed.indexOf(line);
      if (at !== -1) lists.missed.splice(at, 1);
    },
  };
  return { keeper, lists };
}

function countsOf({ statistics, failregexHits, ignoreregexHits, prefregexHits, crashCount }: MatchRun): unknown[] {
  return [statistics.counts, failregexHits, ignoreregexHits, prefregexHits, crashCount];
}

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

describe('a deadline', () => {
  /** Stops every search of a text that holds `evil`, as the tracing matcher does when it has had enough. */
  const stopping = (fallsBack: 're2' | 'automaton' | undefined): { subject: Subject; deadline: Deadline } => ({
    subject: { failregex: ['(?:(a+)+)\\1b <ADDR>', 'from <ADDR>'] },
    deadline: {
      guard: (work) => {
        work();
        return true;
      },
      milliseconds: 1,
      fallback: ({ searcher }) =>
        fallsBack
          ? {
              ...searcher,
              engine: fallsBack,
              search: () => null,
              searchAscii: () => null,
              test: () => false,
              testAscii: () => false,
              texts: () => null,
            }
          : undefined,
    },
  });

  it('should blame no regex of a filter that has none, on a machine that is busy', () => {
    let guarded = 0;
    const { deadline } = stopping(undefined);
    const busy: Deadline = { ...deadline, guard: (work) => guarded++ > 1 && (work(), true) };
    const { run, verdicts } = runOver({ failregex: [] }, ['a', 'b'], { deadline: busy });
    expect([verdicts, run.overruns]).toEqual(['..', []]);
  });

  it('should let Ctrl+C stop only what took long before, and go on there', () => {
    const guarded: [number, boolean | undefined][] = [];
    const guardOf =
      (isSlow: () => boolean): Deadline['guard'] =>
      (work, milliseconds, isLong) => {
        guarded.push([milliseconds, isLong]);
        return !isSlow() && (work(), true);
      };
    const { deadline } = stopping(undefined);
    const lines = ['from 192.0.2.1', 'from 192.0.2.2'];
    const quick: Deadline = { ...deadline, milliseconds: 1000, guard: guardOf(() => false) };
    expect(runOver({ failregex: ['from <ADDR>'] }, lines, { deadline: quick }).verdicts).toBe('MM');
    expect(guarded.every(([milliseconds, isLong]) => milliseconds === 100 && !isLong)).toBe(true);
    guarded.length = 0;
    const slow: Deadline = { ...quick, guard: guardOf(() => guarded.length <= 2) };
    expect(runOver({ failregex: ['from <ADDR>'] }, lines, { deadline: slow }).verdicts).toBe('MM');
    expect(guarded.slice(0, 3)).toEqual([
      [100, undefined],
      [100, undefined],
      [1000, true],
    ]);
  });

  it.each<['re2' | 'automaton' | undefined, string[]]>([
    ['re2', ['1 re2']],
    ['automaton', ['1 automaton']],
    [undefined, ['1 skipped', '3 skipped', '4 stopped']],
  ])('should leave a regex that overruns to another engine, or alone (has one: %s)', (fallsBack, overruns) => {
    const { subject, deadline } = stopping(fallsBack);
    const { filter } = compileFilter(
      { failregex: subject.failregex.map(text), ignoreregex: [] },
      { useDns: 'warn', fail2ban: '1.1', python: '3.11', maxLines: 1 },
    );
    const slow = (find: (subject: string) => never) => ({
      ...filter.failregex[0]!.searcher,
      search: find,
      searchAscii: find,
      test: find,
      testAscii: find,
      texts: find,
    });
    const searcher = slow(() => {
      throw new SearchBudgetExceeded(1);
    });
    const evil = { ...filter.failregex[0]!, searcher, tester: searcher };
    const run = createMatchRun({
      filter: { ...filter, failregex: [evil, filter.failregex[1]!] },
      dates: { read: () => ({ kind: 'none', start: 0, end: 0, seconds: NaN }) },
      fail2ban: '1.1',
      checkAll: true,
      now: () => now,
      deadline,
    });
    run.add(
      splitLines('aab from 1.1.1.1\nfrom 1.1.1.1\nb from 1.1.1.1\naab from 1.1.1.1\naab from 1.1.1.1\n', {
        firstNumber: 1,
        isAscii: true,
      }),
    );
    expect(run.failregexHits).toEqual([0, 5]);
    expect(run.overruns.map(({ line, then }) => `${line} ${then}`)).toEqual(overruns);
  });

  it.each<[what: string, regex: string, isExact: boolean, isStalled: boolean, guarded: number[], overruns: string[]]>([
    ['soon, where its loops hang', '(?:a+)+b <ADDR>', true, false, [100, 100, 100], ['2 automaton']],
    [
      'in its time, where no other engine is exact',
      '(?:a+)+b <ADDR>',
      false,
      false,
      [100, 100, 1000, 100],
      ['2 skipped'],
    ],
    ['in its time, where its loops come to an end', 'a+b <ADDR>', true, false, [100, 100, 1000, 100], ['2 automaton']],
    ['not at all, where the machine took the time', '(?:a+)+b <ADDR>', true, true, [100, 100, 100], []],
  ])('should stop a regex %s', (_, regex, isExact, isStalled, guarded, overruns) => {
    const { filter } = compileFilter(
      { failregex: [text(regex)], ignoreregex: [] },
      { useDns: 'warn', fail2ban: '1.1', python: '3.11', maxLines: 1 },
    );
    const [own] = filter.failregex;
    const { searcher } = own!;
    const hanging: Searcher = {
      ...searcher,
      testAscii: (subject) => {
        if (subject.includes('evil') && !isStalled) throw new SearchBudgetExceeded(1);
        return searcher.testAscii(subject);
      },
    };
    const times: number[] = [];
    const guard: Deadline['guard'] = (work, milliseconds) => {
      times.push(milliseconds);
      if (isStalled && times.length === 1) return false;
      try {
        work();
        return true;
      } catch {
        return false;
      }
    };
    const fallback = (): Searcher | undefined => (isExact ? { ...searcher, engine: 'automaton' } : undefined);
    const run = createMatchRun({
      filter: { ...filter, failregex: [{ ...own!, searcher: hanging, tester: hanging }] },
      dates: { read: () => ({ kind: 'none', start: 0, end: 0, seconds: NaN }) },
      fail2ban: '1.1',
      checkAll: true,
      now: () => now,
      deadline: { guard, milliseconds: 1000, fallback },
    });
    run.add(splitLines('aab 1.1.1.1\nevil aab 1.1.1.1\n', { firstNumber: 1, isAscii: true }));
    expect(run.overruns.map(({ line, then }) => `${line} ${then}`)).toEqual(overruns);
    expect(run.failregexHits).toEqual([isExact ? 2 : 1]);
    expect(times).toEqual(guarded);
  });

  it('should leave a line alone in which the other engine overruns, too, and go on with that engine', () => {
    const { filter } = compileFilter(
      { failregex: [text('(?:a+)+b <ADDR>')], ignoreregex: [] },
      { useDns: 'warn', fail2ban: '1.1', python: '3.11', maxLines: 1 },
    );
    const [regex] = filter.failregex;
    const { searcher } = regex!;
    /** Hangs at every `evil`. */
    const hanging: Searcher = {
      ...searcher,
      testAscii: (subject) => {
        if (subject.includes('evil')) throw new SearchBudgetExceeded(1);
        return searcher.testAscii(subject);
      },
    };
    const safe: Searcher = {
      ...hanging,
      engine: 'automaton',
      testAscii: (subject) => subject.includes('1.1') && hanging.testAscii(subject),
    };
    const run = createMatchRun({
      filter: { ...filter, failregex: [{ ...regex!, searcher: hanging, tester: hanging }] },
      dates: { read: () => ({ kind: 'none', start: 0, end: 0, seconds: NaN }) },
      fail2ban: '1.1',
      checkAll: true,
      now: () => now,
      deadline: { guard: (work) => (work(), true), milliseconds: 1, fallback: () => safe },
    });
    const lines = ['aab 1.1.1.1', 'evil aab 1', 'evil aab 1.1.1.1', 'aab 1.1.1.1', 'evil aab 1', 'aab 1.1.1.1'];
    run.add(splitLines(`${lines.join('\n')}\n`, { firstNumber: 1, isAscii: true }));
    expect(run.failregexHits).toEqual([3]);
    expect(run.overruns.map(({ line, then }) => `${line} ${then}`)).toEqual(['2 automaton', '3 skipped']);
  });
});
