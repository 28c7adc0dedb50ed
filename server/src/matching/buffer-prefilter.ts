import { lastLinePart } from '../pyre/analysis/last-line.ts';
import { requiredFactor } from '../pyre/analysis/required-factor.ts';
import type { CompiledRegex } from './compile-filter.ts';
import type { DatedBlock } from './date-stage.ts';
import { createLinePrefilter, type LinePrefilter } from './line-prefilter.ts';

/** Tells which lines a regex must be searched in together with the ones before them, line after line. */
export interface BufferPrefilter {
  begin(block: DatedBlock): void;
  /**
   * The first line from `line` on that a regex may match in together with those before it, if none did in those that were searched together before. `first`: the line of
   * the block with which those of `line` begin; undefined where they are not just the last ones.
   */
  next(line: number, first: number | undefined): number;
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
    next: (line, first) => {
      const last = lasts.from(line);
      if (ofAny.length === 0) return last;
      return first === undefined ? line : Math.min(last, Math.max(line, anys.from(first)));
    },
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
