import type { LifeOptions } from './address-life.ts';
import { countsSuffice, createBanCounter } from './ban-counts.ts';
import type { JailMemory } from './jail-memory.ts';
import type { JailRules } from './jail-rules.ts';
import { createIgnoredTest, createLive, dependOnEachOther, liveAll, type LifeInput, type Lived } from './live-all.ts';
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
  const ignored = createIgnoredTest(options.jails, ids);
  const isKnownMistake = remembered(isMistake, ids.length);
  const cells = combinations(grid).map((settings) => ({
    jails: options.jails.map((jail, i) => (isTried(i) ? withSettings(jail, settings) : jail)),
    counts: { ...settings, banned: 0, bans: 0, dropped: 0, mistakes: 0 },
  }));
  const count = ({ counts }: (typeof cells)[number], bans: number, dropped: number, address: number): void => {
    counts.bans += bans;
    counts.dropped += dropped;
    counts.banned++;
    if (isKnownMistake(address)) counts.mistakes++;
  };
  if (countsSuffice(options)) {
    const settings = cells.map(({ jails }) => jails[0]!);
    const countBans = createBanCounter(timeline, options.start, settings);
    for (let address = 0; address < ids.length; address++)
      if (!ignored(address)) countBans(address, (cell, bans, dropped) => count(cells[cell]!, bans, dropped, address));
    return { cells: cells.map(({ counts }) => counts) };
  }
  /** What was dropped is not read again after a restart. */
  const told = timeline.dates ? new Uint8Array(timeline.count) : undefined;
  const inputOf = ({ jails }: (typeof cells)[number]): LifeInput => {
    // So many attempts can lead to no ban.
    const least = Math.min(...jails.map(({ maxretry }) => maxretry));
    const leavesOut = (address: number): boolean => timeline.starts[address + 1]! - timeline.starts[address]! < least;
    return { timeline, ignored, options: { ...options, jails }, told, leavesOut };
  };
  const countLife = (cell: (typeof cells)[number], { life: { memories } }: Lived, address: number): void => {
    const sum = (of: (memory: JailMemory) => number): number => memories.reduce((all, memory) => all + of(memory), 0);
    const bans = sum((memory) => memory.bans);
    if (bans > 0)
      count(
        cell,
        bans,
        sum(({ dropped }) => dropped),
        address,
      );
  };
  const isAlone = ({ jails }: (typeof cells)[number]): boolean => !dependOnEachOther(jails);
  // All cells of one address, then the next: what is known of it is at hand.
  const alone = cells.filter(isAlone).map((cell) => ({ cell, live: createLive(inputOf(cell)) }));
  for (let address = 0; address < ids.length; address++)
    for (const { cell, live } of alone) {
      const lived = live(address);
      if (lived) countLife(cell, lived, address);
    }
  for (const cell of cells)
    if (!isAlone(cell)) liveAll(inputOf(cell), (lived, address) => countLife(cell, lived, address));
  return { cells: cells.map(({ counts }) => counts) };
}

/** Asks about each address once. */
function remembered(test: (address: number) => boolean, addresses: number): (address: number) => boolean {
  const known = new Int8Array(addresses);
  return (address) => {
    if (known[address] === 0) known[address] = test(address) ? 1 : -1;
    return known[address] === 1;
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
