import { timeInSeconds } from '../config/time-value.ts';
import { triedSettings, type TriedSetting } from '../simulate/setting-steps.ts';
import type { WhatIfGrid } from '../simulate/what-if.ts';
import { UsageError } from './command.ts';

/** A range has so many steps at most. */
const mostSteps = 8;
const mostCells = 400;

/** Reads `maxretry=3..10,findtime=1m|10m|1h`. Undefined where nothing is asked. Throws UsageError. */
export function parseWhatIf(text: string | undefined): WhatIfGrid | undefined {
  if (text === undefined) return undefined;
  const grid: Record<TriedSetting, readonly number[]> = { maxretry: [], findtime: [], bantime: [] };
  for (const part of text.split(',')) {
    const [, name, values] = /^\s*(\w+)\s*=\s*(.+?)\s*$/.exec(part) ?? [];
    const known = triedSettings.find((known) => known === name);
    if (!known || values === undefined)
      throw new UsageError(
        `--what-if ${part}: give maxretry=3..10, findtime=1m..1h, bantime=10m|1h|1d or several of them`,
      );
    grid[known] = known === 'maxretry' ? valuesOf(part, values, wholeNumber) : valuesOf(part, values, timeInSeconds);
  }
  const cells = triedSettings.reduce((product, name) => product * Math.max(1, grid[name].length), 1);
  if (cells > mostCells) throw new UsageError(`--what-if: ${cells} combinations are too many (at most ${mostCells})`);
  return grid;
}

function wholeNumber(text: string): number | undefined {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}

function valuesOf(part: string, text: string, read: (text: string) => number | undefined): number[] {
  const numberOf = (written: string): number => {
    const value = read(written.trim());
    if (value === undefined || (value <= 0 && value !== -1))
      throw new UsageError(`--what-if ${part}: '${written}' is no value for it`);
    return value;
  };
  const ends = text.split('..');
  if (ends.length === 1) return text.split('|').map(numberOf);
  const [first, last] = ends.map(numberOf) as [number, number];
  if (ends.length !== 2 || first > last || first < 0) throw new UsageError(`--what-if ${part}: give a range as 3..10`);
  return steps(first, last, read === wholeNumber);
}

/** Up to eight values from `first` to `last`: whole numbers evenly, times each the same factor longer than the one before. */
function steps(first: number, last: number, isWhole: boolean): number[] {
  const count = isWhole ? Math.min(mostSteps, last - first + 1) : mostSteps;
  if (count === 1 || first === last) return [first];
  const at = (i: number): number =>
    isWhole ? first + ((last - first) * i) / (count - 1) : rounded(first * (last / first) ** (i / (count - 1)));
  return [
    ...new Set(Array.from({ length: count }, (_, i) => (i === count - 1 ? last : i === 0 ? first : Math.round(at(i))))),
  ];
}

/** Whole minutes from two minutes on, whole hours from two hours on. */
function rounded(seconds: number): number {
  const unit = seconds < 120 ? 1 : seconds < 7200 ? 60 : 3600;
  return Math.round(seconds / unit) * unit;
}
