import type { Fix } from '../../explain/fixes.ts';
import type { Origin } from '../../text/mapped-text.ts';
import type { DateProof } from '../../explain/date-advice.ts';
import type { LineExplanation } from '../../explain/explain-line.ts';
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

export interface ExplainDetails {
  readonly filter: CompiledFilter;
  placeOf(origin: Origin): LinePosition;
  /** By `fixKey`; none for a fix that was not measured. */
  readonly effects: ReadonlyMap<string, FixEffect>;
  /** The datepattern in force, where one is set. */
  readonly datepattern: string | undefined;
  /** A datepattern that dates more lines, and the lines that the filter gains and loses with it. */
  readonly dateProof: (DateProof & FixEffect) | undefined;
  /** Lines that were asked for and are beyond the limit. */
  readonly leftOut: number;
}

/** A fix of one failregex (from 0), or of the prefregex. */
export function fixKey(regex: number | 'prefregex', { configured }: Fix): string {
  return `${regex} ${configured.text}`;
}
