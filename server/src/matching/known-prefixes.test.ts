import { describe, expect, it } from 'vitest';
import { now, text } from '../../testing/run-over.ts';
import { SearchBudgetExceeded, type Searcher } from '../translate/searcher.ts';
import { compileFilter, type CompiledFilter } from './compile-filter.ts';
import { createDateStage, type DatedBlock } from './date-stage.ts';
import { splitLines } from './line-block.ts';
import { createMatchRun, type MatchRun } from './match-run.ts';

const noDates = { read: () => ({ kind: 'none', start: 0, end: 0, seconds: NaN }) as const };

function blockOf(lines: readonly string[]): DatedBlock {
  return createDateStage(noDates, () => now).read(
    splitLines(`${lines.join('\n')}\n`, { firstNumber: 1, isAscii: true }),
  );
}

function filterOf(prefregex: string, failregex: readonly string[]): CompiledFilter {
  return compileFilter(
    { prefregex: text(prefregex), failregex: failregex.map(text), ignoreregex: [] },
    { useDns: 'warn', fail2ban: '1.1', python: '3.11', maxLines: 1 },
  ).filter;
}

function countIn(block: DatedBlock, filter: CompiledFilter, prefixKey: string): MatchRun {
  const run = createMatchRun({
    filter,
    dates: noDates,
    fail2ban: '1.1',
    checkAll: true,
    now: () => now,
    deadline: { guard: (work) => (work(), true), milliseconds: 1, fallback: () => undefined },
    prefixKey,
  });
  run.addDated(block);
  return run;
}

/** The filter with a prefregex that counts its searches. */
function counting(filter: CompiledFilter, search: (subject: string) => void): CompiledFilter {
  const { searcher } = filter.prefregex!;
  const wrap = <Args extends unknown[], Result>(find: (subject: string, ...args: Args) => Result) =>
    ((subject, ...args) => {
      search(subject);
      return find.call(searcher, subject, ...args);
    }) as typeof find;
  const counted: Searcher = {
    ...searcher,
    search: wrap(searcher.search),
    searchAscii: wrap(searcher.searchAscii),
    test: wrap(searcher.test),
    testAscii: wrap(searcher.testAscii),
    ...(searcher.texts ? { texts: wrap(searcher.texts) } : {}),
    ...(searcher.boundsAscii ? { boundsAscii: wrap(searcher.boundsAscii) } : {}),
  };
  return { ...filter, prefregex: { ...filter.prefregex!, searcher: counted, tester: counted } };
}

describe('what prefregex came to', () => {
  const prefregex = '^\\w+: <F-CONTENT>.+</F-CONTENT>$';
  const lines = ['x: fail 1.1.1.1', 'x: gone 1.1.1.2', '-: fail 1.1.1.3', 'y: fail 1.1.1.4'];

  it('should be searched once, whatever the failregexes are', () => {
    const block = blockOf(lines);
    let searches = 0;
    const count = (source: string, failregex: string): unknown[] => {
      searches = 0;
      const run = countIn(
        block,
        counting(filterOf(source, [failregex]), () => void searches++),
        source,
      );
      return [run.failregexHits, run.prefregexHits, searches];
    };
    expect(count(prefregex, '^fail <ADDR>')).toEqual([[2], 3, 4]);
    expect(count(prefregex, '^gone <ADDR>')).toEqual([[1], 3, 0]);
    expect(count('^x: <F-CONTENT>.+</F-CONTENT>$', '^fail <ADDR>')).toEqual([[1], 2, 2]);
  });

  it('should be searched anew where it says more than what is left of the line', () => {
    const block = blockOf(lines);
    const source = '^<F-USER>\\w+</F-USER>: <F-CONTENT>.+</F-CONTENT>$';
    let searches = 0;
    const filter = counting(filterOf(source, ['^fail <ADDR>']), () => void searches++);
    countIn(block, filter, source);
    countIn(block, filter, source);
    expect(searches).toBe(8);
  });

  it('should be found in what stands before the end of the line, too', () => {
    const source = '^\\w+: <F-CONTENT>.+</F-CONTENT> end$';
    const block = blockOf(['x: fail 1.1.1.1 end', 'x: fail 1.1.1.2']);
    const filter = filterOf(source, ['^fail <ADDR>$']);
    for (let i = 0; i < 2; i++) expect(countIn(block, filter, source).failregexHits).toEqual([1]);
  });

  it('should not be known of a line on which it was given up', () => {
    const block = blockOf(lines);
    const hang = counting(filterOf(prefregex, ['^fail <ADDR>']), (subject) => {
      if (subject.includes('1.1.1.1')) throw new SearchBudgetExceeded(1);
    });
    for (let i = 0; i < 2; i++) {
      const run = countIn(block, hang, prefregex);
      expect([run.failregexHits, run.overruns.map(({ line, then }) => `${line} ${then}`)]).toEqual([
        [1],
        ['1 skipped'],
      ]);
    }
    expect(countIn(block, filterOf(prefregex, ['^fail <ADDR>']), prefregex).failregexHits).toEqual([2]);
  });
});
