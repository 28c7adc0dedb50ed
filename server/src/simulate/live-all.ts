import { AddressLife, createSharedLife, fates, type LifeOptions, type SharedLife } from './address-life.ts';
import { canShrink } from './ban-growth.ts';
import type { Ban } from './jail-memory.ts';
import type { JailRules } from './jail-rules.ts';
import { readAgain } from './read-again.ts';
import type { Timeline } from './timeline.ts';

/** An address on its way through its attempts. */
export interface Lived {
  readonly life: AddressLife;
  /** By jail: whether it never bans the address; undefined where all of them do. */
  ignored: readonly boolean[] | undefined;
  /** Its first attempt in the timeline, and the next one that it comes to. */
  from: number;
  next: number;
  /** The moments of the first and the last attempt that is not ignored; NaN for none. */
  first: number;
  last: number;
  /** Attempts that are ignored. */
  skipped: number;
  /** Its bans. */
  readonly own: Ban[];
}

export interface LifeInput {
  readonly timeline: Timeline;
  readonly ignored: IgnoredIn;
  readonly options: Omit<LifeOptions, 'onBan'>;
  /** Is given what becomes of each attempt: one of `fates`. */
  readonly told: Uint8Array | undefined;
  /** `Lived.own` is wanted. */
  readonly keepsBans?: boolean;
  /** True for an address that is left out: nothing that is told here comes of it. */
  leavesOut?(address: number): boolean;
}

/** By jail: whether it never bans the address, by its number; undefined where all of them do. */
export type IgnoredIn = (address: number) => readonly boolean[] | undefined;

/** `ids`: the failure ids by number. Each is looked at once. */
export function createIgnoredTest(jails: readonly JailRules[], ids: readonly string[]): IgnoredIn {
  const known: (readonly boolean[] | null)[] = [];
  return (address) => {
    let ignored = known[address];
    if (ignored === undefined) {
      const id = ids[address]!;
      const isSpared = jails.some((jail) => jail.isIgnored(id));
      known[address] = ignored = isSpared ? jails.map((jail) => jail.isIgnored(id)) : null;
    }
    return ignored ?? undefined;
  };
}

/** The end of a ban can depend on those of other addresses: a jail's bans can become shorter. */
export function dependOnEachOther(jails: readonly JailRules[]): boolean {
  return jails.some(({ growth, bantime }) => growth !== undefined && bantime > 0 && canShrink(growth, bantime));
}

/** Takes all addresses through their attempts; each is told at its end, in the order of their numbers. */
export function liveAll(input: LifeInput, tell: (lived: Lived, address: number) => void): SharedLife {
  const isShared = dependOnEachOther(input.options.jails);
  const shared = createSharedLife(input.options, isShared);
  if (isShared) liveSideBySide(input, shared, tell);
  else {
    const live = createLive(input, shared);
    for (let address = 0; address + 1 < input.timeline.starts.length; address++) {
      const lived = live(address);
      if (lived) tell(lived, address);
    }
  }
  return shared;
}

/**
 * Takes one address through its attempts, whatever the others do: only where they do not depend on each other. What it gives holds until the next address;
 * undefined for one that is left out.
 */
export function createLive(
  input: LifeInput,
  shared = createSharedLife(input.options, false),
): (address: number) => Lived | undefined {
  const lived = createLived(input, shared);
  const { starts } = input.timeline;
  return (address) => {
    if (!begin(lived, input, address)) return undefined;
    stepTo(lived, input, starts[address + 1]!);
    restartUntil(lived, input, Infinity);
    return lived;
  };
}

/**
 * Attempt by attempt as the server reads them, so that a jail's bans of all addresses are known at each moment: where bans become shorter, the end of one
 * depends on the others.
 */
function liveSideBySide(input: LifeInput, shared: SharedLife, tell: (lived: Lived, address: number) => void): void {
  const { timeline, options } = input;
  const count = timeline.starts.length - 1;
  const addresses = addressesOf(timeline);
  const all = Array.from({ length: count }, (): Lived | null | undefined => undefined);
  let restarts = 0;
  /** All addresses at once: the bans of a jail begin anew together. */
  const restart = (clock: number): void => {
    for (; restarts < options.restarts.length && options.restarts[restarts]! <= clock; restarts++) {
      const time = options.restarts[restarts]!;
      for (const list of shared.unbans!) list.endUntil(time);
      for (const list of shared.unbans!) list.clear();
      for (const lived of all) if (lived) restartUntil(lived, input, time);
    }
  };
  for (const i of inReadingOrder(timeline)) {
    const address = addresses[i]!;
    restart(timeline.clocks[i]!);
    if (all[address] === undefined) {
      const lived = createLived(input, shared);
      all[address] = begin(lived, input, address) ? lived : null;
    }
    const lived = all[address];
    if (!lived) continue;
    stepTo(lived, input, i + 1);
  }
  restart(Infinity);
  for (const list of shared.unbans!) list.endUntil(Number.MAX_VALUE);
  for (const [address, lived] of all.entries()) if (lived) tell(lived, address);
}

function createLived({ options, keepsBans }: LifeInput, shared: SharedLife): Lived {
  const own: Lived['own'] = [];
  const onBan = (ban: Ban): void => void own.push(ban);
  const life: AddressLife = new AddressLife(keepsBans ? { ...options, onBan } : options, shared);
  return { life, ignored: undefined, from: 0, next: 0, first: NaN, last: NaN, skipped: 0, own };
}

/** False for an address that is left out. */
function begin(lived: Lived, { timeline, ignored, leavesOut }: LifeInput, address: number): boolean {
  const from = timeline.starts[address]!;
  if (from === timeline.starts[address + 1]! || leavesOut?.(address)) return false;
  lived.from = lived.next = from;
  lived.first = lived.last = NaN;
  lived.skipped = lived.own.length = 0;
  lived.ignored = ignored(address);
  lived.life.begin(address, lived.ignored);
  return true;
}

/** The address goes through its attempts before `end`. */
function stepTo(lived: Lived, { timeline, told }: LifeInput, end: number): void {
  const { life, ignored, from } = lived;
  const { clocks, times, jails, logs, lines } = timeline;
  for (let i = lived.next; i < end; i++) {
    const clock = clocks[i]!;
    while (clock >= life.nextRestart) readAgain(life, timeline, from, i, told);
    if (i === from || lines[i] !== lines[i - 1] || logs[i] !== logs[i - 1]) life.line++;
    const jail = jails[i]!;
    if (ignored?.[jail]) {
      lived.skipped++;
      if (told) told[i] = fates.ignored;
      continue;
    }
    const time = times[i]!;
    if (Number.isNaN(lived.first)) lived.first = time;
    lived.last = time;
    life.attemptNumber = i;
    const fate = life.attempt(jail, clock, time);
    if (told) told[i] = fate;
  }
  lived.next = end;
}

/** The restarts of the server up to the moment `clock`. */
function restartUntil({ life, from, next }: Lived, { timeline, told }: LifeInput, clock: number): void {
  while (life.nextRestart <= clock && life.nextRestart < Infinity) readAgain(life, timeline, from, next, told);
}

function addressesOf({ starts, count }: Timeline): Int32Array {
  const addresses = new Int32Array(count);
  for (let address = 0; address + 1 < starts.length; address++)
    addresses.fill(address, starts[address], starts[address + 1]);
  return addresses;
}

/** The attempts of all addresses in the order in which the server reads them. */
function inReadingOrder({ count, clocks, logs, lines, jails }: Timeline): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  return order.sort(
    (a, b) => clocks[a]! - clocks[b]! || logs[a]! - logs[b]! || lines[a]! - lines[b]! || jails[a]! - jails[b]! || a - b,
  );
}
