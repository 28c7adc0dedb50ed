import type { KillableThread } from '../host/match-worker.ts';
import { bytesOf } from '../matching/line-block.ts';
import type { DatedBlock } from '../matching/date-stage.ts';
import { unpackResults } from '../matching/packed-results.ts';
import type { LineResult } from '../matching/search-run.ts';
import type { BlockToSearch, FilterToSearch, SearchedBlock, SearchOverrun, ToSearchThread } from './search-thread.ts';

export type SearchThread = KillableThread<ToSearchThread, SearchedBlock>;

/** Threads that search blocks of lines beside the main one. */
export interface SearchThreads {
  /** Begins to search a block. Undefined where no thread is free: search it yourself. The promise gives undefined where the thread has died. */
  search(block: DatedBlock): Promise<SearchedLines | undefined> | undefined;
  close(): void;
}

export interface SearchedLines {
  readonly results: readonly LineResult[];
  readonly overruns: readonly SearchOverrun[];
}

/** One block is searched, the next one waits, so that no thread ever waits for us. */
const blocksInFlight = 2;

export function createSearchThreads(start: () => SearchThread, count: number, filter: FilterToSearch): SearchThreads {
  const threads = Array.from({ length: count }, () => createPort(start(), filter));
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
function createPort(thread: SearchThread, filter: FilterToSearch): Port {
  let waiting: ((lines: SearchedLines | undefined) => void)[] = [];
  let isDead = false;
  thread.onMessage(({ results, overruns }) => waiting.shift()?.({ results: unpackResults(results), overruns }));
  thread.onCrash(() => {
    isDead = true;
    for (const answer of waiting) answer(undefined);
    waiting = [];
  });
  thread.post({ filter });
  return {
    load: () => (isDead ? Infinity : waiting.length),
    search(block) {
      const content = block.isAscii ? bytesOf(block).slice() : block.text;
      thread.post({ block: toBlock(block, content) }, typeof content === 'string' ? [] : [content.buffer]);
      return new Promise((done) => waiting.push(done));
    },
    close: () => thread.kill(),
  };
}

function toBlock({ isAscii, count, starts, ends, numbers, cutStarts, cutEnds, crashes }: DatedBlock, content: string | Uint8Array): BlockToSearch {
  return { content, isAscii, count, starts, ends, numbers, cutStarts, cutEnds, crashes: [...crashes.keys()] };
}
