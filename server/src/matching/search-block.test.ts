import { describe, expect, it } from 'vitest';
import { now, runOver, text, type Subject } from '../../testing/run-over.ts';
import { SearchBudgetExceeded, type Searcher } from '../translate/searcher.ts';
import { compileFilter } from './compile-filter.ts';
import { createDateStage } from './date-stage.ts';
import { splitLines } from './line-block.ts';
import { createMatchRun } from './match-run.ts';
import type { Deadline } from './search-block.ts';

/** Takes too long in each text with `evil`. */
function hangingAtEvil(searcher: Searcher): Searcher {
  return {
    ...searcher,
    testAscii: (subject) => {
      if (subject.includes('evil')) throw new SearchBudgetExceeded(1);
      return searcher.testAscii(subject);
    },
  };
}

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
    const hanging = hangingAtEvil(searcher);
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

  it.each<[what: string, lines: readonly string[], hits: number, overruns: string[], guarded: number]>([
    ['once, where all are searched soon', ['a 1.1.1.1', 'b 1.1.1.2', 'aab 1.1.1.3'], 3, [], 1],
    [
      'and each by itself from the one on that takes long',
      ['aab 1.1.1.1', 'evil aab 1.1.1.2', 'b 1.1.1.3'],
      2,
      ['2 skipped'],
      4,
    ],
  ])('should guard several blocks %s', (_, lines, hits, overruns, guarded) => {
    const { filter } = compileFilter(
      { failregex: [text('b? <ADDR>')], ignoreregex: [] },
      { useDns: 'warn', fail2ban: '1.1', python: '3.11', maxLines: 1 },
    );
    const [regex] = filter.failregex;
    const { searcher } = regex!;
    const hanging = hangingAtEvil(searcher);
    let guards = 0;
    const counted: number[] = [];
    const run = createMatchRun({
      filter: { ...filter, failregex: [{ ...regex!, searcher: hanging, tester: hanging }] },
      dates: { read: () => ({ kind: 'none', start: 0, end: 0, seconds: NaN }) },
      fail2ban: '1.1',
      checkAll: true,
      now: () => now,
      observer: { line: (line) => void counted.push(line) },
      deadline: { guard: (work) => (guards++, work(), true), milliseconds: 1, fallback: () => undefined },
    });
    const stage = createDateStage({ read: () => ({ kind: 'none', start: 0, end: 0, seconds: NaN }) }, () => now);
    run.addAllDated(lines.map((line, i) => stage.read(splitLines(`${line}\n`, { firstNumber: i + 1, isAscii: true }))));
    expect(run.failregexHits).toEqual([hits]);
    expect(counted).toEqual([1, 2, 3]);
    expect(run.overruns.map(({ line, then }) => `${line} ${then}`)).toEqual(overruns);
    expect(guards).toBe(guarded);
  });
});
