import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DatedBlock } from '../matching/date-stage.ts';
import type { LineBlock } from '../matching/line-block.ts';
import type { MatchRun } from '../matching/match-run.ts';
import type { LineResult } from '../matching/search-run.ts';
import type { SearchOverrun } from './search-thread.ts';
import type { SearchedLines, SearchThreads } from './search-threads.ts';

/** A block whose searches are begun; judged once all before it are. */
interface Begun {
  readonly block: DatedBlock;
  readonly answer: Promise<void>;
  results: readonly LineResult[] | undefined;
}

/** So many blocks wait for an earlier one at most: they take memory. */
const maxWaiting = 12;

/**
 * Runs a log's blocks through a run. With `threads` they are searched side by side, here too where no thread is free; their dates are found
 * and their lines judged here, one after the other, so that all is counted as without. `noteOverruns` hears of the threads' overruns.
 */
export async function countLog(blocks: AsyncIterable<LineBlock>, run: MatchRun, threads: SearchThreads | undefined, noteOverruns: (overruns: readonly SearchOverrun[]) => void): Promise<void> {
  const queue: Begun[] = [];
  const judge = (): void => {
    while (queue[0]?.results) run.addSearched(queue[0].block, queue.shift()!.results!);
  };
  const begin = (block: DatedBlock, answer: Promise<SearchedLines | undefined>): void => {
    const begun: Begun = { block, results: undefined, answer: answer.then((lines) => {
      begun.results = lines?.results ?? [...run.search(block)];
      if (lines) noteOverruns(lines.overruns);
    }) };
    queue.push(begun);
  };

  for await (const lines of blocks) {
    const block = run.readDates(lines);
    const answer = threads?.search(block);
    if (answer) begin(block, answer);
    else if (queue.length === 0) run.addDated(block);
    else queue.push({ block, results: [...run.search(block)], answer: Promise.resolve() });
    if (queue.length === 0) continue;
    // Lets the threads' answers in.
    await nextTurn();
    if (queue.length > maxWaiting) await queue[0]!.answer;
    judge();
  }
  while (queue.length > 0) {
    await queue[0]!.answer;
    judge();
  }
}
