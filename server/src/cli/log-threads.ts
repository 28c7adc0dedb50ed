import type { RunState } from '../matching/run-state.ts';

/** A part of a log file, in bytes; both offsets are begins of lines. */
export interface LogPart {
  /** The file, as the command's arguments name it. */
  readonly log: string;
  readonly from: number;
  /** Undefined: the log's end. */
  readonly to: number | undefined;
  /** Where the lines begin that are read first. */
  readonly warmFrom: number;
  /** Of the file (`LogUnderTest.stamp`). */
  readonly stamp: string | undefined;
}

/** How a thread came into its part and out of it. Lines are numbered from those on that are read before it. */
export interface PartEnds {
  readonly stateBefore: RunState;
  /** Undefined where the lines behind it could change what was found in it. */
  readonly stateAfter: RunState | undefined;
  /** See `MatchRun`. */
  readonly askedConnections: ReadonlySet<string> | undefined;
  /** So many lines stand before the part, and before what follows it. */
  readonly linesBefore: number;
  readonly linesAfter: number;
}

export interface LogThread<Found> {
  /** Undefined where the thread is not sure of what it found, or came to a bad end. */
  readonly found: Promise<Found | undefined>;
  stop(): void;
}

/** Threads that run the same command again, each over a part of one of its logs (`CliHost.part`). */
export interface LogThreads {
  /** So many run at the same time, this one among them. */
  readonly most: number;
  /** Bytes of a part, and of the lines that are read before it. */
  readonly leastBytes: number;
  readonly warmBytes: number;
  /** So many bytes are read before a thread is ready: the first part is longer by them. */
  readonly lateBytes: number;
  start<Found>(part: LogPart): LogThread<Found>;
}
