import type { LifeOptions } from './address-life.ts';
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
  /** What was dropped is not read again after a restart. */
  const told = timeline.dates ? new Uint8Array(timeline.count) : undefined;
  const ignored = createIgnoredTest(options.jails, ids);
  const cells = combinations(grid).map((settings) => {
    const jails = options.jails.map((jail, i) => (isTried(i) ? withSettings(jail, settings) : jail));
    // So many attempts can lead to no ban.
    const harmless = Math.max(0, Math.min(...jails.map(({ maxretry }) => maxretry)) - 1);
    const input: LifeInput = { timeline, ignored, options: { ...options, jails }, told, harmless };
    return { input, counts: { ...settings, banned: 0, bans: 0, dropped: 0, mistakes: 0 } };
  });
  const count = ({ counts }: (typeof cells)[number], { life }: Lived, address: number): void => {
    let bans = 0;
    for (const memory of life.memories) {
      bans += memory.bans;
      counts.dropped += memory.dropped;
    }
    if (bans === 0) return;
    counts.bans += bans;
    counts.banned++;
    if (isMistake(address)) counts.mistakes++;
  };
  const isAlone = (cell: (typeof cells)[number]): boolean => !dependOnEachOther(cell.input.options.jails);
  // All cells of one address, then the next: what is known of it is at hand.
  const alone = cells.filter(isAlone).map((cell) => ({ cell, live: createLive(cell.input) }));
  for (let address = 0; address < ids.length; address++)
    for (const { cell, live } of alone) {
      const lived = live(address);
      if (lived) count(cell, lived, address);
    }
  for (const cell of cells) if (!isAlone(cell)) liveAll(cell.input, (lived, address) => count(cell, lived, address));
  return { cells: cells.map(({ counts }) => counts) };
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
