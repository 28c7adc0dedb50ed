import { expect, it } from 'vitest';
import { stepsAround, valuesAround, type TriedSetting } from './setting-steps.ts';

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

it.each<[TriedSetting, number, number[]]>([
  ['maxretry', 5, [1, 2, 3, 4, 5, 6, 7, 8]],
  ['maxretry', 1, [1, 2, 3, 4, 5, 6, 7, 8]],
  ['findtime', 600, [30, 60, 120, 300, 600, 1200, 1800, 3600]],
  ['findtime', 2419200, [7200, 14400, 21600, 43200, 86400, 172800, 604800, 1209600, 2419200].slice(1)],
  ['bantime', -1, [14400, 21600, 43200, 86400, 172800, 604800, 1209600, 2419200, -1].slice(1)],
])('should try values around %s = %d', (setting, value, values) =>
  expect(valuesAround(setting, value)).toEqual(values),
);
