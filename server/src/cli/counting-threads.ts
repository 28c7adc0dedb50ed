import type { KeptTexts } from '../matching/line-statistics.ts';
import type { SampledMatch } from '../matching/looked-up-ids.ts';
import type { RunCounts } from '../matching/match-run.ts';
import type { LogBlocks } from '../matching/read-blocks.ts';
import type { RunState } from '../matching/run-state.ts';

/** A part of a log file, in bytes; both offsets are begins of lines. */
export interface LogPart {
  readonly from: number;
  /** Undefined: the log's end. */
  readonly to: number | undefined;
  /** Where the lines begin that are read first. */
  readonly warmFrom: number;
  /** Of the file (`LogUnderTest.stamp`). */
  readonly stamp: string | undefined;
}

/** What a thread found in its part. Lines are numbered from those on that are read before it. */
export interface CountedPart {
  readonly stateBefore: RunState;
  readonly stateAfter: RunState;
  /** See `MatchRun`. */
  readonly askedConnections: ReadonlySet<string> | undefined;
  /** So many lines stand before the part, and before what follows it. */
  readonly linesBefore: number;
  readonly linesAfter: number;
  readonly counts: RunCounts;
  readonly texts: KeptTexts;
  /** Hits of each date template, in the order of both states. */
  readonly dateHits: readonly number[];
  readonly idMatches: readonly SampledMatch[];
  readonly droppedLine: LogBlocks['droppedLine'];
}

export interface CountingThread {
  /** Undefined where the thread is not sure of its counts, or came to a bad end. */
  readonly counted: Promise<CountedPart | undefined>;
  stop(): void;
}

export interface CountingThreads {
  /** So many run at the same time, this one among them. */
  readonly most: number;
  /** Bytes of a part, and of the lines that are read before it. */
  readonly leastBytes: number;
  readonly warmBytes: number;
  count(part: LogPart): CountingThread;
}
