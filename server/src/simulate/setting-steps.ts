import { shortDuration } from './words.ts';

/** The settings of a jail that people try. */
export const triedSettings = ['maxretry', 'findtime', 'bantime'] as const;
export type TriedSetting = (typeof triedSettings)[number];

/** As a jail has it: `5`, `10m`; `for ever` for a bantime of -1. */
export function settingText(setting: TriedSetting, value: number): string {
  return setting === 'maxretry' ? String(value) : shortDuration(value);
}

/** Times that people write, in seconds. */
const usualTimes = [
  1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800, 1209600, 2419200,
];

/** The next lower and the next higher value of a setting, as far as there is one; -1, of bantime, is for ever. */
export function stepsAround(setting: TriedSetting, value: number): number[] {
  if (setting === 'maxretry') return [value - 1, value + 1].filter((retries) => retries > 0);
  const isForever = setting === 'bantime' && value < 0;
  const below = usualTimes.findLast((time) => isForever || time < value);
  const above =
    usualTimes.find((time) => !isForever && time > value) ?? (setting === 'bantime' && !isForever ? -1 : undefined);
  return [below, above].filter((time) => time !== undefined);
}

/** So many values are tried of one setting. */
const triedValues = 8;

/** A setting's own value among the usual ones next to it, in order; for ever, of bantime, last. */
export function valuesAround(setting: TriedSetting, value: number): number[] {
  const values = [value];
  while (values.length < triedValues) {
    const [first, last] = [values[0]!, values.at(-1)!];
    const below = stepsAround(setting, first).find((step) => isBelow(step, first));
    const above = stepsAround(setting, last).find((step) => isBelow(last, step));
    if (below === undefined && above === undefined) break;
    if (below !== undefined) values.unshift(below);
    if (above !== undefined && values.length < triedValues) values.push(above);
  }
  return values;
}

/** For ever is above all. */
function isBelow(a: number, b: number): boolean {
  return a >= 0 && (b < 0 || a < b);
}
