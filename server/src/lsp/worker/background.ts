import { setImmediate as nextTurn, setTimeout as after } from 'node:timers/promises';
import type { Guard } from '../../matching/search-block.ts';
import type { PreparedLogs } from './prepared-log.ts';

/** What work over whole logs needs that lets runs go first. */
export interface BackgroundTools {
  readonly logs: PreparedLogs;
  readonly guard: Guard;
  /** Whether nobody waits for the answer any more. */
  isLeft(): boolean;
  /** Whether a run needs the thread. */
  isBusy(): boolean;
  /** What follows, up to the next wait, may take long. */
  turn(): void;
}

/** Milliseconds after which the thread hears its messages, and between two looks at whether it is free. */
const turnMilliseconds = 8;
const busyMilliseconds = 20;

/** To be waited for between two stretches of work: lets messages be heard, and runs go first. */
export function createPauses({ isBusy, isLeft }: BackgroundTools): () => Promise<void> {
  let lastTurn = Date.now();
  return async () => {
    if (Date.now() - lastTurn < turnMilliseconds && !isBusy()) return;
    await nextTurn();
    while (isBusy() && !isLeft()) await after(busyMilliseconds);
    lastTurn = Date.now();
  };
}
