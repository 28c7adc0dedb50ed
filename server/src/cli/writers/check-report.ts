import type { Finding, Rule } from '../../lint/rule.ts';
import type { Position } from '../../text/line-index.ts';

/** What `check` found, ready to write. */
export interface CheckReport {
  readonly findings: readonly PlacedFinding[];
  /** How many files were looked at. */
  readonly fileCount: number;
  /** Files that safe fixes changed. */
  readonly fixed: readonly string[];
  readonly rules: readonly Rule[];
  /** `--log` as it was given. */
  readonly log?: string | undefined;
}

/** A finding with the name of its file as the user wrote it, and its range. */
export interface PlacedFinding extends Omit<Finding, 'place' | 'related'> {
  readonly file: string;
  readonly range: Range;
  /** The line on which it begins. */
  readonly line: string;
  readonly related: readonly { readonly file: string; readonly range: Range; readonly message: string }[];
}

/** Counted from 0, characters in UTF-16, as in LSP. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}
