import type { DatedBlock } from '../matching/date-stage.ts';
import type { TakenBack } from './log-clock.ts';

/** How far a log was read when each of some moments came. */
export class ReadPositions {
  /** For each moment that came: the number of the first line that was read after it, and where that stands. */
  private readonly passed: { readonly line: number; readonly block: number; readonly index: number }[] = [];
  private blocks = 0;
  private last = 0;

  /** `moments`: in order. */
  constructor(private readonly moments: readonly number[]) {}

  /** The next block; `clocks` and `takenBack`: as the log's clock gives them. */
  see({ numbers, count }: DatedBlock, clocks: Float64Array, takenBack: TakenBack | undefined): void {
    if (takenBack) this.takeBack(takenBack);
    for (let index = 0; index < count && this.passed.length < this.moments.length; index++)
      while (clocks[index]! >= this.moments[this.passed.length]!)
        this.passed.push({ line: numbers[index]!, block: this.blocks, index });
    this.blocks++;
    if (count > 0) this.last = numbers[count - 1]!;
  }

  private takeBack({ from, clock }: TakenBack): void {
    const { passed } = this;
    for (let at = passed.length - 1; at >= 0; at--) {
      const { block, index } = passed[at]!;
      if (block !== this.blocks - 1 || index < from || clock >= this.moments[at]!) return;
      passed.pop();
    }
  }

  /** By moment: the last line that was read before it; 0 for none. */
  get lines(): readonly number[] {
    return this.moments.map((_, i) => (this.passed[i] ? this.passed[i].line - 1 : this.last));
  }
}
