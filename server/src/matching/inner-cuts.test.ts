import { describe, expect, it } from 'vitest';
import { createDateStage } from './date-stage.ts';
import { innerCuts } from './inner-cuts.ts';
import { splitLines } from './line-block.ts';

describe('innerCuts', () => {
  /** `D` stands for a date. */
  const cutsOf = (lines: readonly string[]): readonly number[] => {
    const stage = createDateStage(
      {
        read: (text, start, end) => {
          const at = text.slice(start, end).indexOf('D');
          return at === -1
            ? { kind: 'none', start, end: start, seconds: NaN }
            : { kind: 'time', start: start + at, end: start + at + 1, seconds: 1 };
        },
      },
      () => 1,
    );
    const text = `${lines.join('\n')}\n`;
    return innerCuts(stage.read(splitLines(text, { firstNumber: 1, isAscii: true })));
  };

  it('should name lines whose date stands between other characters', () => {
    expect(cutsOf(['D at the start', 'in D the middle', '# D comment', 'at the end D', 'no date', 'aDb'])).toEqual([
      1, 4,
    ]);
    expect(cutsOf(['D at the start'])).toEqual([]);
  });
});
