import { lastLinePart } from '../pyre/analysis/last-line.ts';
import { requiredFactor } from '../pyre/analysis/required-factor.ts';
import type { CompiledRegex } from './compile-filter.ts';
import type { DatedBlock } from './date-stage.ts';
import { createLinePrefilter, type LinePrefilter } from './line-prefilter.ts';

/** Tells which lines a regex must be searched in together with the ones before them, line after line. */
export interface BufferPrefilter {
  begin(block: DatedBlock): void;
  /**
   * False where no regex matches in the lines up to `line` of the block, if none did in those that were searched together before it came. `first`: with which line of
   * the block they begin; undefined where they are not just the last ones.
   */
  mayMatch(line: number, first: number | undefined): boolean;
}

/** A match that is new needs something of the last line, where that can be told, else something of any of them. */
export function createBufferPrefilter(regexes: readonly CompiledRegex[]): BufferPrefilter {
  const parts = regexes.map(({ pattern }) => {
    const part = lastLinePart(pattern);
    return part && requiredFactor(part) ? part : undefined;
  });
  const ofLast = parts.flatMap((pattern) => (pattern ? [{ pattern }] : []));
  const ofAny = regexes.filter((_, i) => !parts[i]);
  const lasts = new NextMarked(ofLast.length > 0 ? createLinePrefilter(ofLast) : undefined);
  const anys = new NextMarked(ofAny.length > 0 ? createLinePrefilter(ofAny) : undefined);
  return {
    begin: (block) => {
      lasts.begin(block);
      anys.begin(block);
    },
    mayMatch: (line, first) =>
      lasts.from(line) === line || (ofAny.length > 0 && (first === undefined || anys.from(first) <= line)),
  };
}

/** The next line with candidates, for one line after the other. */
class NextMarked {
  private next = -1;

  constructor(private readonly prefilter: LinePrefilter | undefined) {}

  begin(block: DatedBlock): void {
    this.prefilter?.begin(block);
    this.next = -1;
  }

  /** From this line on; infinite for no prefilter. */
  from(line: number): number {
    if (!this.prefilter) return Infinity;
    if (this.next < line) this.next = this.prefilter.next(line);
    return this.next;
  }
}
