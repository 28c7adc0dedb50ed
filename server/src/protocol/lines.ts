/** What lines are made of, and why they do or do not match. */
import type { Location, Piece } from './places.ts';
import type { LineStatus } from './runs.ts';

/** The missed lines of one shape of a run's `Breakdown`; the first 500 of them can be listed. */
export interface ShapeName {
  readonly shape: string;
}

/** What the lines of a run are made of. */
export interface Breakdown {
  readonly run: number;
  /** What the missed lines have in common, the most frequent first: `412 × sshd[‹n›]: Connection closed by ‹addr›`. */
  readonly shapes: readonly (ShapeName & {
    readonly count: number;
    /** Its first line, without its date. */
    readonly example: string;
  })[];
  /** Shapes, and lines of shapes, for which there was no room here. */
  readonly others: { readonly shapes: number; readonly lines: number };
  /** What the named groups of each failregex took; empty where several lines are searched at once. */
  readonly groups: readonly (GroupSummary & {
    /** From 1. */
    readonly failregex: number;
  })[];
}

/** What a named group took in a run. */
export interface GroupSummary {
  readonly name: string;
  /** The most frequent first. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** How many different values there are beside these; at the least, where `isBounded`. */
  readonly more: number;
  readonly isBounded: boolean;
}

/** The stages that fail2ban takes a line through, in its order; of the failregexes the nearest first. */
export interface LineReasons {
  readonly run: number;
  readonly version: number | null;
  readonly status: LineStatus;
  readonly stages: readonly ReasonStage[];
}

export interface ReasonStage {
  /** `date`, `searched`, `mode`, `log`, `maxlines`, `prefregex`, `failregex 1` … */
  readonly name: string;
  readonly words: string;
  /** True where the line gets stuck here. */
  readonly isObstacle: boolean;
  /** Where the part at fault, or else the regex, is written. */
  readonly location: Location | null;
}

/** One edit of a regex, with the lines that all logs of the run gained and lost when it was run. */
export interface LineFix {
  readonly title: string;
  /** What gives way to `newText`; empty where that is put in. */
  readonly place: Location;
  readonly newText: string;
  readonly gains: number;
  readonly losses: number;
}

/** What one part of a regex takes in some lines of a log. */
export interface PartMarks {
  readonly run: number;
  readonly version: number | null;
  /** Where the part is written. */
  readonly location: Location;
  readonly pieces: readonly { readonly line: number; readonly piece: Piece }[];
}
