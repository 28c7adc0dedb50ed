import type { ForeignLog } from '../../explain/foreign-log.ts';
import type { Fix } from '../../explain/fixes.ts';
import type { Origin } from '../../text/mapped-text.ts';
import type { DateProof } from '../../explain/date-advice.ts';
import type { LineExplanation } from '../../explain/explain-line.ts';
import type { NeededLines } from '../../explain/needed-lines.ts';
import type { CompiledFilter } from '../../matching/compile-filter.ts';
import type { LinePosition } from './resolve.ts';

/** One explained line, as the writers get it. */
export interface ExplainedLine {
  readonly explanation: LineExplanation;
  /** The date template that took the line's date, where one did. */
  readonly template: string | undefined;
}

/** Lines that a fix gains and loses, over the whole log. */
export interface FixEffect {
  readonly gains: number;
  readonly losses: number;
}

/** The filter in another of its modes, run over the whole log. */
export interface ModeEffect extends FixEffect {
  readonly mode: string;
  /** As FILTER would be written for it. */
  readonly argument: string;
  /** The lines that it matches. */
  readonly matched: ReadonlySet<number>;
}

export interface ExplainDetails {
  readonly filter: CompiledFilter;
  placeOf(origin: Origin): LinePosition;
  /** By `fixKey`, `bothFixesKey` and `linesKey`; none for a fix that was not measured. */
  readonly effects: ReadonlyMap<string, FixEffect>;
  /** Other modes of the filter with which more lines match; what changes the least first. */
  readonly modes: readonly ModeEffect[];
  /** Where no line of the log holds much of what the regexes look for. */
  readonly foreign: ForeignLog | undefined;
  /** The datepattern in force, where one is set. */
  readonly datepattern: string | undefined;
  /** A datepattern that dates more lines, and the lines that the filter gains and loses with it. */
  readonly dateProof: (DateProof & FixEffect) | undefined;
  /** Lines that were asked for and are beyond the limit. */
  readonly leftOut: number;
}

/** Of `effects`: `maxlines` set to what a line needs. */
export function linesKey({ lines }: NeededLines): string {
  return `maxlines ${lines}`;
}

/** A fix of one failregex (from 0), or of the prefregex. */
export function fixKey(regex: number | 'prefregex', { configured }: Fix): string {
  return `${regex} ${configured.text}`;
}

/** The fix of prefregex, and that of the failregex (from 0) behind it: the line needs both. */
export interface BothFixes {
  readonly prefregex: Fix;
  readonly index: number;
  readonly failregex: Fix;
}

/** Undefined where a line does not need two fixes, or one of them is not known. */
export function bothFixesOf({ prefregex, behindPrefregex }: LineExplanation): BothFixes | undefined {
  const first = prefregex && 'cause' in prefregex ? prefregex.fix : undefined;
  const { index, miss } = behindPrefregex?.[0] ?? {};
  return first && index !== undefined && miss?.fix ? { prefregex: first, index, failregex: miss.fix } : undefined;
}

export function bothFixesKey({ prefregex, index, failregex }: BothFixes): string {
  return `${fixKey('prefregex', prefregex)}\n${fixKey(index, failregex)}`;
}

/** The other modes in which the filter would match a line that it does not match as it is. */
export function modesFor({ line, verdict }: LineExplanation, { modes }: ExplainDetails): readonly ModeEffect[] {
  return verdict === 'matched' ? [] : modes.filter(({ matched }) => matched.has(line));
}
