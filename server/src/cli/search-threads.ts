import type { KillableThread } from '../host/match-worker.ts';
import { bytesOf } from '../matching/line-block.ts';
import type { DatedBlock } from '../matching/date-stage.ts';
import type { CompiledFilter } from '../matching/compile-filter.ts';
import { unpackResults } from '../matching/packed-results.ts';
import type { Overrun } from '../matching/search-block.ts';
import type { LineResult } from '../matching/search-run.ts';
import { allRegexes, type BlockToSearch, type FilterToSearch, type SearchedBlock, type ToSearchThread } from './search-thread.ts';

export type SearchThread = KillableThread<ToSearchThread, SearchedBlock>;

/** Threads that search blocks of lines beside the main one. */
export interface SearchThreads {
  /** Begins to search a block. Undefined where no thread is free: search it yourself. The promise gives undefined where the thread has died. */
  search(block: DatedBlock): Promise<SearchedLines | undefined> | undefined;
  close(): void;
}

export interface SearchedLines {
  readonly results: readonly LineResult[];
  readonly overruns: readonly Overrun[];
}

/** One block is searched, the next one waits, so that no thread ever waits for us. */
const blocksInFlight = 2;

export type SearchOptions = Omit<FilterToSearch, 'prefregex' | 'failregex' | 'ignoreregex'>;

export function createSearchThreads(start: () => SearchThread, count: number, filter: CompiledFilter, options: SearchOptions): SearchThreads {
  const texts = (role: 'failregex' | 'ignoreregex'): string[] => filter[role].map(({ configured }) => configured.text);
  const toSearch = { ...options, prefregex: filter.prefregex?.configured.text, failregex: texts('failregex'), ignoreregex: texts('ignoreregex') };
  const threads = Array.from({ length: count }, () => createPort(start(), toSearch, allRegexes(filter)));
  return {
    search(block) {
      const [freest] = [...threads].sort((a, b) => a.load() - b.load());
      return freest && freest.load() < blocksInFlight ? freest.search(block) : undefined;
    },
    close: () => threads.forEach((thread) => thread.close()),
  };
}

interface Port {
  /** How many blocks it has in hand; Infinity where it is dead. */
  load(): number;
  search(block: DatedBlock): Promise<SearchedLines | undefined>;
  close(): void;
}

/** Answers come in the order of the blocks. */
function createPort(thread: SearchThread, filter: FilterToSearch, regexes: ReturnType<typeof allRegexes>): Port {
  let waiting: ((lines: SearchedLines | undefined) => void)[] = [];
  let isDead = false;
  thread.onMessage(({ results, overruns }) => waiting.shift()?.({ results: unpackResults(results), overruns: overruns.map((overrun) => ({ ...overrun, regex: regexes[overrun.regex]! })) }));
  thread.onCrash(() => {
    isDead = true;
    for (const answer of waiting) answer(undefined);
    waiting = [];
  });
  thread.post({ filter });
  return {
    load: () => (isDead ? Infinity : waiting.length),
    search(block) {
      // A copy: what is handed over is gone here.
      const content = block.isAscii ? new Uint8Array(bytesOf(block)) : block.text;
      thread.post({ block: toBlock(block, content) }, typeof content === 'string' ? [] : [content.buffer]);
      return new Promise((done) => waiting.push(done));
    },
    close: () => thread.kill(),
  };
}

function toBlock({ isAscii, count, starts, ends, numbers, cutStarts, cutEnds, crashes }: DatedBlock, content: string | Uint8Array): BlockToSearch {
  return { content, isAscii, count, starts, ends, numbers, cutStarts, cutEnds, crashes: [...crashes.keys()] };
}
