import { withGroups, type CompiledFilter, type CompiledRegex } from './compile-filter.ts';
import { countedNames, HitFlag, type CountedHits, type FailureNames } from './counted-hits.ts';
import { failureIdGroups } from './failregex-tags.ts';
import type { CountedFailure, FailureOptions } from './find-failures.ts';
import { isSkippedGroup } from './line-buffer.ts';
import { createConnectionCache } from './mlfid-cache.ts';
import type { RunState } from './run-state.ts';

/** Groups under which fail2ban keeps values of its own, or whose text it reads: with one of them counting needs `find-failures.ts` itself. */
const telling = ['cidr', 'matches', 'nofail-matches', 'users', 'mlfpending', 'content'];

/** True where failures can be counted by what `CountedHits` know of a match. */
export function isCountable({ prefregex, failregex }: CompiledFilter): boolean {
  const isTelling = ({ pattern, alternatives, tuples, role }: CompiledRegex): boolean => {
    const names = [...pattern.groupNames.keys(), ...alternatives.map(({ target }) => target)];
    return (
      tuples.length > 0 || names.some((name) => telling.includes(name) && !(name === 'content' && role === 'prefregex'))
    );
  };
  return [...(prefregex ? [prefregex] : []), ...failregex].every((regex) => !isTelling(regex));
}

/** What is known of the lines that share an `<F-MLFID>`. */
interface Connection {
  hasId: boolean;
  isNoFail: boolean;
  isPending: boolean;
  /** The first user that was named; empty for none. */
  user: string;
  others: Set<string> | undefined;
  names: FailureNames | undefined;
}

export interface FailureCounter {
  /** The failures of a line of which `hits` tell, in the order of the regexes. Good until the next call. */
  count(hits: CountedHits, line: number): readonly CountedFailure[];
  /** Who failed in the last failure that was counted, where hits tell it. */
  readonly names: FailureNames | undefined;
  /** The user that it names, or that its connection named first; empty for none. */
  readonly user: string;
  /** What is known of each connection, as a text; the oldest first. `withEnds`: and when that is forgotten, where the lines themselves tell the time. */
  connections(withEnds?: boolean): RunState['connections'];
  /** From now on: see `ConnectionCache`. */
  watch(): void;
  readonly asked: ReadonlySet<string> | undefined;
}

/**
 * The same failures as `createFailureFinder` gives, for those who only count them and only where `isCountable`: a connection is some bits instead of
 * all its data. Mirrors `Filter._mergeFailure` (see mlfid-cache.ts) and what `Filter.findFailure` does around it.
 */
export function createFailureCounter({ filter, checkAll, ignorePending, now }: FailureOptions): FailureCounter {
  const connections = createConnectionCache<Connection>(now);
  const failures = filter.failregex.map((_, regex) => {
    const form = (isNoFail: boolean): readonly [CountedFailure] => [{ regex, isNoFail }];
    return { failed: form(false), noFail: form(true) };
  });
  let names: FailureNames | undefined;
  let user = '';

  const merge = (id: string, hits: CountedHits, hit: number): Connection => {
    const isNoFail = hits.has(hit, HitFlag.noFail) || hits.has(hit, HitFlag.gain);
    let connection = connections.get(id);
    let users = 0;
    if (connection) {
      users = addUser(connection, hits.user(hit));
      if (hits.has(hit, HitFlag.gain)) connection.isPending = false;
      connection.isNoFail = isNoFail;
      connection.hasId ||= hits.has(hit, HitFlag.hasId);
      const named = hits.namesOf(hit);
      if (named) connection.names = later(connection.names, named);
      if (hits.has(hit, HitFlag.forget)) connections.delete(id);
    } else {
      connection = {
        hasId: hits.has(hit, HitFlag.hasId),
        isNoFail,
        isPending: false,
        user: '',
        others: undefined,
        names: hits.namesOf(hit),
      };
      if (!hits.has(hit, HitFlag.forget)) {
        users = addUser(connection, hits.user(hit));
        connections.set(id, connection);
      }
    }
    if (connection.isPending || users > 1) connection.isNoFail = false;
    connection.isPending = false;
    return connection;
  };

  /** One failure; 'end' where the line ends without it, undefined where the next regex is tried. */
  const failureOf = (hits: CountedHits, hit: number): readonly [CountedFailure] | 'end' | undefined => {
    const { failed, noFail } = failures[hits.regex(hit)]!;
    const id = hits.id(hit);
    names = hits.namesOf(hit);
    user = hits.user(hit);
    if (id === undefined) {
      if (!hits.has(hit, HitFlag.hasId)) return undefined;
      return hits.has(hit, HitFlag.noFail) ? noFail : failed;
    }
    const connection = merge(id, hits, hit);
    ({ names } = connection);
    user ||= connection.user;
    if (connection.isNoFail && !checkAll) return 'end';
    if (!connection.hasId) {
      connection.isPending = true;
      if (!checkAll && ignorePending) return 'end';
    }
    return connection.isNoFail ? noFail : failed;
  };

  return {
    count: (hits, line) => {
      const end = hits.end(line);
      let found: readonly CountedFailure[] = none;
      for (let hit = hits.first(line); hit < end; hit++) {
        if (hits.has(hit, HitFlag.ignored)) {
          if (!checkAll) break;
          continue;
        }
        const failure = failureOf(hits, hit);
        if (failure === undefined) continue;
        if (failure === 'end') break;
        found = found === none ? failure : [...found, ...failure];
        if (!checkAll) break;
      }
      return found;
    },
    get names() {
      return names;
    },
    get user() {
      return user;
    },
    connections: (withEnds = false) =>
      connections.all().map(([id, { others, ...known }, until]) => {
        const told = { ...known, others: [...(others ?? [])], ...(withEnds ? { until } : {}) };
        return [id, JSON.stringify(told)] as const;
      }),
    watch: connections.watch,
    get asked() {
      return connections.asked;
    },
  };
}

const none: readonly CountedFailure[] = [];

/** What a later line of a connection names goes before what was known. */
function later(known: FailureNames | undefined, { ip4, ip6, dns, fid }: FailureNames): FailureNames {
  return { ip4: ip4 ?? known?.ip4, ip6: ip6 ?? known?.ip6, dns: dns ?? known?.dns, fid: fid ?? known?.fid };
}

/**
 * The filter with only those groups that `createHitCounter` asks for, who failed left out, for runs that search all of the failregexes: each match is found sooner.
 * Each of its regexes stands where the one that it is made of does.
 */
export function withCountedGroups(filter: CompiledFilter): CompiledFilter {
  const counted = (regex: CompiledRegex): CompiledRegex => {
    const isCounted = (name: string): boolean =>
      name === 'content' ||
      isSkippedGroup(name) ||
      (countedNames.some((known) => known === name) &&
        !(regex.alwaysNamesFailure && failureIdGroups.some((id) => id === name)));
    const targets = regex.alternatives.filter(({ target }) => isCounted(target));
    const names = new Set(targets.map(({ group }) => group));
    const kept = regex.namedGroups.filter(([name]) => names.has(name) || isCounted(name));
    return withGroups(regex, new Set(kept.map(([, group]) => group)), { alternatives: targets }, filter.python);
  };
  const { prefregex } = filter;
  return {
    ...filter,
    prefregex: prefregex && counted({ ...prefregex, alwaysNamesFailure: false }),
    failregex: filter.failregex.map(counted),
  };
}

/** Gives how many users the connection has named. */
function addUser(connection: Connection, user: string): number {
  if (user !== '' && user !== connection.user) {
    if (connection.user === '') connection.user = user;
    else (connection.others ??= new Set()).add(user);
  }
  return (connection.user === '' ? 0 : 1) + (connection.others?.size ?? 0);
}
