import { expect, it } from 'vitest';
import { createProgress } from './progress.ts';

function shown(
  errIsTerminal: boolean,
  steps: readonly (readonly [time: number, done: number, of: number | undefined])[],
): string[] {
  let time = 0;
  const out: string[] = [];
  const progress = createProgress({ errIsTerminal, errAsIs: (text) => void out.push(text.trim()), now: () => time });
  for (const [at, done, of] of steps) {
    time = at;
    progress.show(done, of);
  }
  progress.clear();
  return out;
}

it('should show nothing before a second has passed, then a bar at most every tenth of one', () => {
  expect(
    shown(true, [
      [500, 1, 4],
      [1000, 2, 4],
      [1050, 3, 4],
      [1100, 3, 4],
    ]),
  ).toEqual([`[${'#'.repeat(15)}${' '.repeat(15)}]  50%`, `[${'#'.repeat(23)}${' '.repeat(7)}]  75%`, '']);
});

it('should tell how much was read where the whole is not known', () => {
  expect(shown(true, [[2000, 3_200_000, undefined]])).toEqual(['3 MB read', '']);
});

it('should be silent where nobody looks', () => {
  expect(shown(false, [[5000, 1, 4]])).toEqual([]);
});
