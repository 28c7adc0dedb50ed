import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DatedBlock } from '../matching/date-stage.ts';
import type { LineBlock } from '../matching/line-block.ts';
import type { MatchRun } from '../matching/match-run.ts';
import type { SearchedLines, SearchThreads } from './search-threads.ts';

/** A block whose search is begun; judged once all before it are. */
interface Begun {
  readonly block: DatedBlock;
  readonly search: Promise<void>;
  found: SearchedLines | undefined;
}

/** So many blocks wait for an earlier one at most: they take memory. */
const maxWaiting = 12;

/**
 * Runs a log's blocks through a run. With threads the blocks are searched side by side, here too where no thread is free; dates are found and lines
 * judged here, block after block, so that all is counted as without threads. `threads` is asked for each block.
 */
export async function countLog(blocks: AsyncIterable<LineBlock>, run: MatchRun, threads: () => SearchThreads | undefined): Promise<void> {
  const queue: Begun[] = [];
  const searchHere = (block: DatedBlock): SearchedLines => ({ results: [...run.search(block)], overruns: [] });
  const judge = (): void => {
    for (let first = queue[0]; first?.found; first = queue[0]) {
      run.addSearched(first.block, first.found.results, first.found.overruns);
      queue.shift();
    }
  };
  const begin = (block: DatedBlock, answer: Promise<SearchedLines | undefined>): Begun => {
    const begun: Begun = { block, found: undefined, search: answer.then((found) => void (begun.found = found ?? searchHere(block))) };
    return begun;
  };

  for await (const lines of blocks) {
    const block = run.readDates(lines);
    const answer = threads()?.search(block);
    if (answer) queue.push(begin(block, answer));
    else if (queue.length === 0) run.addDated(block);
    else queue.push({ block, search: Promise.resolve(), found: searchHere(block) });
    if (queue.length === 0) continue;
    // Lets the threads' answers in.
    await nextTurn();
    if (queue.length > maxWaiting) await queue[0]!.search;
    judge();
  }
  while (queue.length > 0) {
    await queue[0]!.search;
    judge();
  }
}
