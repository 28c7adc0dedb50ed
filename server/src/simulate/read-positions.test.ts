import { expect, it } from 'vitest';
import type { DatedBlock } from '../matching/date-stage.ts';
import { ReadPositions } from './read-positions.ts';

const block = (...numbers: number[]) =>
  ({ numbers: Int32Array.from(numbers), count: numbers.length }) as unknown as DatedBlock;
const clocks = (...seconds: number[]) => Float64Array.from(seconds);

it('should tell the last line before each moment', () => {
  const positions = new ReadPositions([5, 20, 21, 99]);
  positions.see(block(1, 2, 4), clocks(10, 11, 20), undefined);
  positions.see(block(5, 6), clocks(20, 30), undefined);
  expect(positions.lines).toEqual([0, 3, 5, 6]);
});

it('should take back what an odd date made it believe', () => {
  const positions = new ReadPositions([5, 20]);
  positions.see(block(1, 2), clocks(10, 9000), undefined);
  positions.see(block(3, 4), clocks(11, 25), { from: 1, clock: 10 });
  expect(positions.lines).toEqual([0, 3]);
});
