import { describe, expect, it } from 'vitest';
import { createDateDetector } from '../dates/detector.ts';
import { compileFilter, type CompiledFilter } from '../matching/compile-filter.ts';
import { splitLines, type LineBlock } from '../matching/line-block.ts';
import { createMatchRun, type MatchRun } from '../matching/match-run.ts';
import { MappedText } from '../text/mapped-text.ts';
import { countLog } from './count-log.ts';
import { createSearchThread, type SearchedBlock, type ToSearchThread } from './search-thread.ts';
import { createSearchThreads, type SearchThread } from './search-threads.ts';

const options = { useDns: 'warn', fail2ban: '1.0', python: '3.11' } as const;
const now = Date.UTC(2026, 6, 11, 6) / 1000;

const flood = compile(['client <HOST>#\\d+: query: (?:a|b)', 'query: b <HOST>'], ['client 10\\.0\\.0\\.3#']);
const sessions = compile(
  ['^<F-NOFAIL>pending</F-NOFAIL> <HOST>', '^failed for <F-USER>\\S+</F-USER>', '^<F-MLFFORGET>closed</F-MLFFORGET>'],
  [],
  '^<F-MLFID>\\s*\\S+ app\\[\\d+\\]:</F-MLFID> <F-CONTENT>.+</F-CONTENT>$',
);

function compile(failregex: readonly string[], ignoreregex: readonly string[], prefregex?: string): CompiledFilter {
  const text = (regex: string): MappedText => MappedText.builtin(regex, 'test');
  const { filter, problems } = compileFilter({ failregex: failregex.map(text), ignoreregex: ignoreregex.map(text), ...(prefregex ? { prefregex: text(prefregex) } : {}) }, { ...options, maxLines: 1 });
  expect(problems).toEqual([]);
  return filter;
}

function createRun(filter: CompiledFilter): MatchRun {
  const created = createDateDetector({ fail2ban: '1.0', python: '3.11', now: () => now, localZone: 'UTC' });
  if (!created.ok) throw new Error(created.error.message);
  return createMatchRun({ filter, dates: created.detector, fail2ban: '1.0', checkAll: true, now: () => now, kept: { limit: 5, all: new Set(), none: new Set() } });
}

function* log(line: (i: number) => string): Generator<LineBlock> {
  const sizes = [1, 40, 7, 300, 2, 90, 150, 10, 80, 60];
  for (let block = 0, number = 1; block < 30; block++) {
    const count = sizes[block % sizes.length]!;
    const text = Array.from({ length: count }, (_, i) => `Jul 11 05:40:${String((number + i) % 60).padStart(2, '0')} ${line(number + i)}\n`).join('');
    yield splitLines(text, { firstNumber: number, isAscii: !/[^\0-\x7f]/.test(text) });
    number += count;
  }
}

async function* later(blocks: Iterable<LineBlock>): AsyncGenerator<LineBlock> {
  yield* blocks;
}

/** A thread that answers some turns later, message after message as real ones do; it dies at block number `deathAt`. */
function createThread(deathAt: number): SearchThread {
  let hear: (block: SearchedBlock) => void = () => {};
  let die: (reason: string) => void = () => {};
  let blocks = 0;
  let isDead = false;
  let idle = Promise.resolve();
  const take = createSearchThread((block) => hear(structuredClone(block)));
  const work = (message: ToSearchThread): void => {
    if (isDead) return;
    isDead = 'block' in message && ++blocks === deathAt;
    if (isDead) die('test');
    else take(message);
  };
  return {
    post(message) {
      const copy = structuredClone(message);
      idle = idle.then(() => new Promise<void>((done) => setTimeout(done, blocks % 4))).then(() => work(copy));
    },
    kill: () => (isDead = true),
    get isRunning() {
      return !isDead;
    },
    onMessage: (handler) => (hear = handler),
    onCrash: (handler) => (die = handler),
  };
}

const summary = ({ statistics, failregexHits, ignoreregexHits, prefregexHits, overruns, crashes }: MatchRun): object => ({
  counts: statistics.counts, lines: statistics.lines, failregexHits, ignoreregexHits, prefregexHits, overruns, crashes,
});

describe('countLog', () => {
  it.each<[string, CompiledFilter, (i: number) => string]>([
    ['plain hits and ignored lines', flood, (i) => `client 10.0.0.${i % 5}#${i}: query: ${'abc'[i % 3]} 10.9.9.9`],
    ['lines of connections that end in another block', sessions, (i) => `srv app[${Math.floor(i / 40) * 7 + (i % 7)}]: ${['pending 10.1.1.1', 'failed for root', 'failed for joe', 'closed', 'other'][(i * 3) % 5]}`],
    ['other letters', sessions, (i) => `srv app[${i % 9}]: ${i % 50 === 0 ? 'failed for jürgen😀' : 'pending 10.1.1.1'}`],
  ])('should count with threads as without: %s', async (_, filter, line) => {
    const alone = createRun(filter);
    await countLog(later(log(line)), alone, () => undefined);
    expect(alone.failregexHits[0]).toBeGreaterThan(100);
    for (const deathAt of [Infinity, 1, 4]) {
      const shared = createRun(filter);
      const threads = createSearchThreads(() => createThread(deathAt), 2, filter, { ...options, checkAll: true, regexMilliseconds: 1000 });
      let blocks = 0;
      await countLog(later(log(line)), shared, () => (++blocks > 2 ? threads : undefined));
      threads.close();
      expect(summary(shared)).toEqual(summary(alone));
    }
  });

  it('should end with the error that reading a log ends with', async () => {
    async function* broken(): AsyncGenerator<LineBlock> {
      yield* log((i) => `client 10.0.0.1#${i}: query: a`);
      throw new Error('gone');
    }
    const threads = createSearchThreads(() => createThread(Infinity), 1, flood, { ...options, checkAll: true, regexMilliseconds: 1000 });
    await expect(countLog(broken(), createRun(flood), () => threads)).rejects.toThrow('gone');
    threads.close();
  });
});
