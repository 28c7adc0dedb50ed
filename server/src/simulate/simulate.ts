import type { AddressLife, LifeOptions } from './address-life.ts';
import type { Ban } from './jail-memory.ts';
import { createIgnoredTest, liveAll, type Lived } from './live-all.ts';
import type { RestartTally } from './restart.ts';
import type { Timeline } from './timeline.ts';

/** What one address did, and what came of it, in all jails. Moments in seconds since 1970. */
export interface AddressStory {
  readonly address: number;
  readonly attempts: number;
  readonly first: number;
  readonly last: number;
  readonly bans: number;
  /** Attempts while it was banned. */
  readonly dropped: number;
  /** Of the jails in which it did anything; undefined where there is one jail only. */
  readonly jails: readonly StoryInJail[] | undefined;
  /** Where it was never banned: how near it came in the jail where it came nearest. */
  readonly nearest: { readonly jail: number; readonly counted: number } | undefined;
}

/** What came of all addresses in one jail. */
export interface JailTotals {
  /** Of a jail that reads the server's own log: the bans that its filter found there. */
  attempts: number;
  addresses: number;
  banned: number;
  bans: number;
  dropped: number;
}

/** What one address did in one jail. */
export interface StoryInJail {
  readonly jail: number;
  readonly attempts: number;
  readonly bans: number;
  readonly dropped: number;
}

/** A ban and the attempt that it follows, by its number in the timeline. */
export interface PlacedBan extends Ban {
  readonly attempt: number;
}

export interface Simulation {
  /** By the moment of their start. */
  readonly bans: readonly PlacedBan[];
  /** What became of each attempt of the timeline: one of `fates`. */
  readonly fates: Uint8Array;
  /** Of every address that is not ignored, by number. */
  readonly stories: readonly AddressStory[];
  /** Attempts of addresses that the jails never ban. */
  readonly ignoredAttempts: number;
  /** By jail. */
  readonly jails: readonly JailTotals[];
  /** Notices of the server in which a jail's filter found another address than the one that was banned. */
  readonly strays: number;
  /** By restart of the server and jail. */
  readonly restarts: readonly (readonly RestartTally[])[];
}

/** Lives through all attempts. `ids`: the failure ids by number. */
export function simulate(timeline: Timeline, ids: readonly string[], options: Omit<LifeOptions, 'onBan'>): Simulation {
  const bans: PlacedBan[] = [];
  const told = new Uint8Array(timeline.count);
  const stories: AddressStory[] = [];
  let ignoredAttempts = 0;
  const jails = options.jails.map((): JailTotals => ({ attempts: 0, addresses: 0, banned: 0, bans: 0, dropped: 0 }));
  const tell = ({ life, first, last, skipped, own }: Lived, address: number): void => {
    for (const { ban, attempt } of own) bans.push({ ...ban, attempt });
    ignoredAttempts += skipped;
    addTotals(jails, life);
    const story = storyOf(address, life, first, last);
    if (story.attempts > 0) stories.push(story);
  };
  const { strays, tallies } = liveAll(
    { timeline, ignored: createIgnoredTest(options.jails, ids), options, told, keepsBans: true },
    tell,
  );
  bans.sort((a, b) => a.time - b.time || a.jail - b.jail || a.address - b.address);
  return { bans, fates: told, stories, ignoredAttempts, jails, strays, restarts: tallies };
}

function addTotals(totals: readonly JailTotals[], { memories }: AddressLife): void {
  for (let jail = 0; jail < memories.length; jail++) {
    const { attempts, bans, dropped } = memories[jail]!;
    if (attempts === 0) continue;
    const total = totals[jail]!;
    total.attempts += attempts;
    total.addresses++;
    if (bans > 0) total.banned++;
    total.bans += bans;
    total.dropped += dropped;
  }
}

function storyOf(address: number, life: AddressLife, first: number, last: number): AddressStory {
  let attempts = 0;
  let bans = 0;
  let dropped = 0;
  let nearest = 0;
  const { memories } = life;
  for (let jail = 0; jail < memories.length; jail++) {
    const memory = memories[jail]!;
    // What the server logs is no attempt of its own.
    if (!life.readsNotices(jail)) attempts += memory.attempts;
    bans += memory.bans;
    dropped += memory.dropped;
    if (memory.best > memories[nearest]!.best) nearest = jail;
  }
  const isNear = bans === 0 && attempts > 0;
  return {
    address,
    attempts,
    first,
    last,
    bans,
    dropped,
    jails:
      memories.length > 1
        ? memories.flatMap(({ attempts, bans, dropped }, jail) =>
            attempts > 0 ? [{ jail, attempts, bans, dropped }] : [],
          )
        : undefined,
    nearest: isNear ? { jail: nearest, counted: memories[nearest]!.best } : undefined,
  };
}
