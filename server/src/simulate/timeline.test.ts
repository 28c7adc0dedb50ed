import { expect, it } from 'vitest';
import { AttemptList } from './attempts.ts';
import { createTimeline, type JailAttempts } from './timeline.ts';

/** `attempts`: clock and line of each; all of one address. */
function listOf(jail: number, log: number, ...attempts: [clock: number, line: number][]): JailAttempts {
  const list = new AttemptList();
  for (const [clock, line] of attempts) list.add(clock, clock, 0, line);
  return { jail, log, attempts: list };
}

it('should merge logs by the clock, and the jails of one log line by line', () => {
  const { jails, clocks, starts } = createTimeline(
    [listOf(0, 0, [1, 1], [1, 3], [2, 4]), listOf(1, 0, [1, 1], [1, 2], [2, 4]), listOf(0, 1, [0, 1], [2, 2])],
    1,
  );
  expect([...clocks]).toEqual([0, 1, 1, 1, 1, 2, 2, 2]);
  expect([...jails]).toEqual([0, 0, 1, 1, 0, 0, 1, 0]);
  expect([...starts]).toEqual([0, 8]);
});
