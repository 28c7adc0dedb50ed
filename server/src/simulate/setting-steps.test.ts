import { expect, it } from 'vitest';
import { stepsAround, type TriedSetting } from './setting-steps.ts';

it.each<[TriedSetting, number, number[]]>([
  ['maxretry', 5, [4, 6]],
  ['maxretry', 1, [2]],
  ['findtime', 600, [300, 1200]],
  ['findtime', 700, [600, 1200]],
  ['findtime', 1, [5]],
  ['findtime', 9999999, [2419200]],
  ['bantime', 3600, [1800, 7200]],
  ['bantime', 2419200, [1209600, -1]],
  ['bantime', -1, [2419200]],
])('should step from %s = %d to the values around it', (setting, value, steps) =>
  expect(stepsAround(setting, value)).toEqual(steps),
);
