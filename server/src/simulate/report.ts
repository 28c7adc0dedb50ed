import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { JailRules } from './jail-rules.ts';
import type { LoadReport } from './load.ts';
import type { MistakeSigns } from './mistakes.ts';
import { networkKey, networkName } from './networks.ts';
import type { RestartTally } from './restart.ts';
import type { UserBook } from './user-book.ts';
import { usersOf, type TriedUser, type UserReport } from './users.ts';
import type { Simulation } from './simulate.ts';
import type { AddressStory, Stories } from './stories.ts';
import type { Timeline } from './timeline.ts';
import type { WhatIf } from './what-if.ts';

/** What the server would have done with the logs. Plain data; moments in seconds since 1970, times in seconds. */
export interface SimulationReport {
  readonly jails: readonly JailReport[];
  /** The logs' names, in the order in which they were read. */
  readonly logs: readonly string[];
  /** By the moment of their start. */
  readonly bans: readonly BanReport[];
  readonly totals: SimulationTotals;
  /** What the clock showed at the first and the last line; null where no line has a date. */
  readonly span: { readonly start: number; readonly end: number } | null;
  /** Attempts over time; null where no line has a date. */
  readonly load: LoadReport | null;
  /** The ban that took longest to come; null for none. */
  readonly longestWait: BanReport | null;
  /** The addresses with the most attempts. */
  readonly top: readonly AddressReport[];
  /** Never banned, those that came nearest first. */
  readonly slippedThrough: readonly SlippedAddress[];
  /** Banned, and perhaps nobody that ought to be. */
  readonly mistakes: readonly MistakenBan[];
  /** User names that were tried, where the filters name them: the most frequent first. */
  readonly users: readonly UserReport[];
  /** Different user names. */
  readonly userCount: number;
  /** /24 and /48, those with the most attempts first. */
  readonly networks: readonly NetworkReport[];
  readonly whatIf?: WhatIf;
  /** Where restarts of the server were asked for. */
  readonly restarts?: readonly RestartReport[];
  /** What is not known, or not as on the server; whole sentences. */
  readonly notes: readonly string[];
}

export interface JailReport {
  readonly name: string;
  readonly maxretry: number;
  readonly findtime: number;
  /** -1: for ever. */
  readonly bantime: number;
  readonly grows: boolean;
  /** It reads what the server itself logs: its attempts are bans of the others. */
  readonly readsOwnLog: boolean;
  /** Of addresses that it does not ignore. */
  readonly attempts: number;
  readonly addresses: number;
  readonly banned: number;
  readonly bans: number;
  readonly dropped: number;
}

export interface BanReport {
  readonly jail: string;
  readonly id: string;
  readonly time: number;
  /** null: for ever. */
  readonly until: number | null;
  /** That led to it. */
  readonly attempts: number;
  /** The address's first ban in this jail is 1. */
  readonly count: number;
  /** As `<bancount>` of an action. */
  readonly bancount: number;
  /** From the address's first attempt, or its first one since its last ban. */
  readonly wait: number;
  readonly dropped: number;
  /** Where the attempt that led to it is written: which of `logs`, from 0, and the line there, from 1. */
  readonly log: number;
  readonly line: number;
  /** The restarts after which the server restored it; absent for none. */
  readonly restored?: readonly number[];
}

/** What a restart of the server did. */
export interface RestartReport {
  readonly time: number;
  readonly jails: readonly ({ readonly jail: string } & RestartTally)[];
  /** Where it goes on reading: by log the last line that was read before. Null: without a database file it reads again what is younger than findtime. */
  readonly readUntil: readonly { readonly log: number; readonly line: number }[] | null;
}

export interface SimulationTotals {
  /** Lines of the logs but empty ones and comments. */
  readonly lines: number;
  /** Of addresses that are not ignored. */
  readonly attempts: number;
  readonly addresses: number;
  /** Addresses with at least one ban. */
  readonly banned: number;
  readonly bans: number;
  /** Attempts while their address was banned. */
  readonly dropped: number;
  /** Attempts of addresses that the jail never bans. */
  readonly ignored: number;
}

/** What one address did in one jail. */
export interface AddressInJail {
  readonly jail: string;
  readonly attempts: number;
  readonly bans: number;
  readonly dropped: number;
}

export interface AddressReport {
  readonly id: string;
  readonly attempts: number;
  readonly first: number;
  readonly last: number;
  readonly bans: number;
  readonly dropped: number;
  /** The jails in which it did anything; absent where there is one jail only. */
  readonly jails?: readonly AddressInJail[];
  /** The user names that it tried most; absent where it named none. */
  readonly users?: readonly TriedUser[];
  /** How many different ones. */
  readonly userCount?: number;
}

export interface SlippedAddress extends AddressReport {
  readonly jail: string;
  /** The most that counted together: a ban takes `maxretry`. */
  readonly counted: number;
  readonly maxretry: number;
}

export interface MistakenBan extends AddressReport, MistakeSigns {}

export interface NetworkReport {
  readonly network: string;
  readonly addresses: number;
  readonly banned: number;
  readonly attempts: number;
  readonly dropped: number;
}

export interface ReportParts {
  readonly simulation: Simulation;
  readonly timeline: Timeline;
  readonly logs: readonly string[];
  readonly load: LoadReport | null;
  readonly ids: readonly string[];
  readonly rules: readonly JailRules[];
  /** By jail. */
  readsNotices(jail: number): boolean;
  readonly fail2ban: Fail2banVersion;
  readonly lines: number;
  readonly span: SimulationReport['span'];
  /** By address: undefined where nothing speaks for a mistake. */
  mistakeOf(address: number): MistakeSigns | undefined;
  readonly users: UserBook;
  readonly whatIf: WhatIf | undefined;
  /** `readUntil`: by log. */
  readonly restarts: readonly { readonly time: number; readonly readUntil: readonly number[] | undefined }[];
  readonly notes: readonly string[];
  /** How many rows each list has at most. */
  readonly rows: number;
}

export function createSimulationReport(parts: ReportParts): SimulationReport {
  const { simulation, timeline, ids, rules, rows } = parts;
  const { stories } = simulation;
  const bans = simulation.bans.map(
    ({ jail, address, time, until, attempts, count, bancount, wait, dropped, attempt, restored }): BanReport => {
      const ban = {
        jail: rules[jail]!.name,
        id: ids[address]!,
        time,
        until: until === Infinity ? null : until,
        attempts,
        count,
        bancount,
        wait,
        dropped,
        log: timeline.logs[attempt]!,
        line: timeline.lines[attempt]!,
      };
      return restored.length > 0 ? { ...ban, restored } : ban;
    },
  );
  const { attempts, bans: bansOf, counted, nearest } = stories;
  const all = new Int32Array(stories.count).map((_, i) => i);
  const banned = stories.where((i) => bansOf[i]! > 0);
  const top = firstOf(all, rows, [(i) => attempts[i]!]).map((i) => stories.at(i));
  const slipped = firstOf(
    stories.where((i) => bansOf[i] === 0),
    rows,
    [(i) => counted[i]! / rules[nearest[i]!]!.maxretry, (i) => attempts[i]!],
  ).map((i) => stories.at(i));
  const mistaken = banned.flatMap((i) => {
    const signs = parts.mistakeOf(stories.addresses[i]!);
    return signs ? [{ story: stories.at(i), signs }] : [];
  });
  const told = [...top, ...slipped, ...mistaken.map(({ story }) => story)];
  const users = usersOf(parts.users, simulation, new Set(told.map(({ address }) => address)));
  const toReport = (story: AddressStory): AddressReport => ({
    ...addressReport(story, parts),
    ...users.byAddress.get(story.address),
  });
  return {
    jails: rules.map(({ name, maxretry, findtime, bantime, growth }, jail) => ({
      name,
      maxretry,
      findtime,
      bantime,
      grows: growth !== undefined,
      readsOwnLog: parts.readsNotices(jail),
      ...simulation.jails[jail]!,
    })),
    logs: parts.logs,
    bans,
    totals: {
      lines: parts.lines,
      attempts: stories.sum(attempts),
      addresses: stories.count,
      banned: banned.length,
      bans: bans.length,
      dropped: stories.sum(stories.dropped),
      ignored: simulation.ignoredAttempts,
    },
    span: parts.span,
    load: parts.load,
    longestWait: bans.reduce<BanReport | null>(
      (longest, ban) => (longest && longest.wait >= ban.wait ? longest : ban),
      null,
    ),
    top: top.map(toReport),
    slippedThrough: slipped.map((story) => ({
      ...toReport(story),
      jail: rules[story.nearest]!.name,
      counted: story.counted,
      maxretry: rules[story.nearest]!.maxretry,
    })),
    mistakes: mistaken.map(({ story, signs }) => ({ ...toReport(story), ...signs })),
    users: users.all.slice(0, rows),
    userCount: users.all.length,
    networks: networksOf(stories, parts),
    ...(parts.whatIf ? { whatIf: parts.whatIf } : {}),
    ...(parts.restarts.length > 0
      ? { restarts: parts.restarts.map((restart, i) => restartReport(restart, i, parts)) }
      : {}),
    notes: parts.notes,
  };
}

function restartReport(
  { time, readUntil }: ReportParts['restarts'][number],
  number: number,
  { rules, simulation }: ReportParts,
): RestartReport {
  const tallies = simulation.restarts[number]!;
  return {
    time,
    jails: rules.map(({ name }, jail) => ({ jail: name, ...tallies[jail]! })),
    readUntil: readUntil?.map((line, log) => ({ log, line })) ?? null,
  };
}

function addressReport(
  { address, attempts, first, last, bans, dropped, jails }: AddressStory,
  { ids, rules }: ReportParts,
): AddressReport {
  return {
    id: ids[address]!,
    attempts,
    first,
    last,
    bans,
    dropped,
    ...(jails ? { jails: jails.map(({ jail, ...counts }) => ({ jail: rules[jail]!.name, ...counts })) } : {}),
  };
}

/** The `count` items with the largest ranks; equals stay in their order. */
function firstOf<T>(items: Iterable<T>, count: number, ranks: readonly ((item: T) => number)[]): T[] {
  const first: T[] = [];
  if (count === 0) return first;
  const isBefore = (a: T, b: T): boolean => {
    for (const rank of ranks) {
      const difference = rank(a) - rank(b);
      if (difference !== 0) return difference > 0;
    }
    return false;
  };
  const [rank] = ranks;
  /** What ranks lower has no place. */
  let least = -Infinity;
  for (const item of items) {
    if (rank!(item) < least) continue;
    if (first.length === count && !isBefore(item, first[count - 1]!)) continue;
    let at = first.length;
    while (at > 0 && isBefore(item, first[at - 1]!)) at--;
    first.splice(at, 0, item);
    if (first.length > count) first.pop();
    if (first.length === count) least = rank!(first[count - 1]!);
  }
  return first;
}

function networksOf(stories: Stories, { ids, fail2ban, rows }: ReportParts): NetworkReport[] {
  const networks = new Map<number | string, { addresses: number; banned: number; attempts: number; dropped: number }>();
  const { addresses, attempts, bans, dropped } = stories;
  for (let i = 0; i < stories.count; i++) {
    const key = networkKey(ids[addresses[i]!]!, fail2ban);
    if (key === undefined) continue;
    let network = networks.get(key);
    if (!network) networks.set(key, (network = { addresses: 0, banned: 0, attempts: 0, dropped: 0 }));
    network.addresses++;
    if (bans[i]! > 0) network.banned++;
    network.attempts += attempts[i]!;
    network.dropped += dropped[i]!;
  }
  return firstOf(networks, rows, [([, { attempts }]) => attempts]).map(([key, counts]) => ({
    network: networkName(key),
    ...counts,
  }));
}
