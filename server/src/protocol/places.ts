/** Addresses are URIs as text; lines and characters count from 0 in UTF-16 units, as LSP counts them. */

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Location {
  readonly uri: string;
  readonly range: Range;
}

/** What is run over a log: a filter file, or one jail of a jail file. */
export interface Subject {
  readonly uri: string;
  /** The jail's section; absent for a filter file. */
  readonly jail?: string;
}

/** A piece of one log line, `[start, end)` in UTF-16 units. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}
