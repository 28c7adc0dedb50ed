import { AddressLife, type LifeOptions } from './address-life.ts';
import type { JailRules } from './jail-rules.ts';
import { ignoredIn, live } from './simulate.ts';
import type { Timeline } from './timeline.ts';

/** Other settings to try, all combinations of them; an empty list: as the jail has it. Times in seconds. */
export interface WhatIfGrid {
  readonly maxretry: readonly number[];
  readonly findtime: readonly number[];
  readonly bantime: readonly number[];
}

export interface WhatIfCell {
  /** null: as each jail has it. */
  readonly maxretry: number | null;
  readonly findtime: number | null;
  readonly bantime: number | null;
  readonly banned: number;
  readonly bans: number;
  readonly dropped: number;
  /** Banned addresses that look like mistakes. */
  readonly mistakes: number;
}

export interface WhatIf {
  readonly cells: readonly WhatIfCell[];
}

/**
 * Lives through all attempts once for each combination. `isMistake`: what a ban of this address would be. `tried`: the only jail with other settings, by its number;
 * undefined for all but those that read the server's own log.
 */
export function askWhatIf(
  timeline: Timeline,
  ids: readonly string[],
  options: Omit<LifeOptions, 'onBan'>,
  grid: WhatIfGrid,
  isMistake: (address: number) => boolean,
  tried?: number,
): WhatIf {
  const isTried = (jail: number): boolean => (tried === undefined ? !options.noticeReaders?.[jail] : jail === tried);
  const cells = combinations(grid).map((settings) => {
    const jails = options.jails.map((jail, i) => (isTried(i) ? withSettings(jail, settings) : jail));
    return {
      ...settings,
      banned: 0,
      bans: 0,
      dropped: 0,
      mistakes: 0,
      life: new AddressLife({ ...options, jails }),
      // So many attempts can lead to no ban.
      harmless: Math.min(...jails.map(({ maxretry }) => maxretry)) - 1,
    };
  });
  const harmless = Math.min(...cells.map((cell) => cell.harmless));
  /** What was dropped is not read again after a restart. */
  const told = timeline.dates ? new Uint8Array(timeline.count) : undefined;
  for (let address = 0; address < ids.length; address++) {
    const attempts = timeline.starts[address + 1]! - timeline.starts[address]!;
    if (attempts <= harmless || attempts === 0) continue;
    const ignored = ignoredIn(options.jails, ids[address]!);
    for (const cell of cells) {
      if (attempts <= cell.harmless) continue;
      live(cell.life, timeline, address, ignored, told);
      let bans = 0;
      for (const memory of cell.life.memories) {
        bans += memory.bans;
        cell.dropped += memory.dropped;
      }
      if (bans === 0) continue;
      cell.bans += bans;
      cell.banned++;
      if (isMistake(address)) cell.mistakes++;
    }
  }
  return {
    cells: cells.map(({ maxretry, findtime, bantime, banned, bans, dropped, mistakes }) => ({
      maxretry,
      findtime,
      bantime,
      banned,
      bans,
      dropped,
      mistakes,
    })),
  };
}

type Settings = Pick<WhatIfCell, 'maxretry' | 'findtime' | 'bantime'>;

function combinations({ maxretry, findtime, bantime }: WhatIfGrid): Settings[] {
  const orNull = (values: readonly number[]): readonly (number | null)[] => (values.length === 0 ? [null] : values);
  return orNull(maxretry).flatMap((retries) =>
    orNull(findtime).flatMap((within) =>
      orNull(bantime).map((length) => ({ maxretry: retries, findtime: within, bantime: length })),
    ),
  );
}

function withSettings(jail: JailRules, { maxretry, findtime, bantime }: Settings): JailRules {
  return {
    ...jail,
    maxretry: maxretry ?? jail.maxretry,
    findtime: findtime ?? jail.findtime,
    bantime: bantime ?? jail.bantime,
  };
}
