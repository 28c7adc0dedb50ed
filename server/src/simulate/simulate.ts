import type { AddressLife, LifeOptions } from './address-life.ts';
import type { Ban } from './jail-memory.ts';
import { createTicketCounter, hasTicketsOnly } from './ban-counts.ts';
import { createIgnoredTest, liveAll, type Lived } from './live-all.ts';
import { Stories, type AddressStory } from './stories.ts';
import type { RestartTally } from './restart.ts';
import type { Timeline } from './timeline.ts';

/** What came of all addresses in one jail. */
export interface JailTotals {
  /** Of a jail that reads the server's own log: the bans that its filter found there. */
  attempts: number;
  addresses: number;
  banned: number;
  bans: number;
  dropped: number;
}

export interface Simulation {
  /** By the moment of their start. */
  readonly bans: readonly Ban[];
  /** What became of each attempt of the timeline: one of `fates`. */
  readonly fates: Uint8Array;
  /** Of every address that is not ignored, by number. */
  readonly stories: Stories;
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
  const bans: Ban[] = [];
  const told = new Uint8Array(timeline.count);
  const stories = new Stories(ids.length);
  let ignoredAttempts = 0;
  const jails = options.jails.map((): JailTotals => ({ attempts: 0, addresses: 0, banned: 0, bans: 0, dropped: 0 }));
  const tell = ({ life, first, last, skipped, own }: Lived, address: number): void => {
    for (const ban of own) bans.push(ban);
    ignoredAttempts += skipped;
    addTotals(jails, life);
    const story = storyOf(address, life, first, last);
    if (story.attempts > 0) stories.add(story);
  };
  const ignored = createIgnoredTest(options.jails, ids);
  const mostOf = hasTicketsOnly(options) ? createTicketCounter(timeline, options.start, options.jails[0]!) : undefined;
  /** Of most addresses there is nothing more to tell than that they came near. */
  const isNeverBanned = (address: number): boolean => {
    const counted = mostOf?.(address);
    if (counted === undefined || ignored(address)) return false;
    const from = timeline.starts[address]!;
    const to = timeline.starts[address + 1]!;
    if (from === to) return true;
    const [first, last] = [timeline.times[from]!, timeline.times[to - 1]!];
    const attempts = to - from;
    jails[0]!.attempts += attempts;
    jails[0]!.addresses++;
    stories.add({ address, attempts, first, last, bans: 0, dropped: 0, jails: undefined, nearest: 0, counted });
    return true;
  };
  const { strays, tallies } = liveAll(
    { timeline, ignored, options, told, keepsBans: true, leavesOut: isNeverBanned },
    tell,
  );
  return { bans: inOrder(bans), fates: told, stories, ignoredAttempts, jails, strays, restarts: tallies };
}

/** By the moment of their start, which is looked up once. */
function inOrder(bans: readonly Ban[]): Ban[] {
  const times = Float64Array.from(bans, ({ time }) => time);
  const order = new Uint32Array(bans.length).map((_, i) => i);
  order.sort((i, j) => {
    const difference = times[i]! - times[j]!;
    return difference || bans[i]!.jail - bans[j]!.jail || bans[i]!.address - bans[j]!.address || i - j;
  });
  return Array.from(order, (i) => bans[i]!);
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
    nearest,
    counted: memories[nearest]!.best,
  };
}
