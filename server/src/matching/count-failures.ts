import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { GroupTexts } from '../translate/searcher.ts';
import { withGroups, type CompiledFilter, type CompiledRegex } from './compile-filter.ts';
import type { CountedFailure, CountedHit, FailureNames, FailureOptions } from './find-failures.ts';
import { createConnectionCache } from './mlfid-cache.ts';
import type { RunState } from './run-state.ts';

/** Groups under which fail2ban keeps values of its own, or whose text it reads: with one of them counting needs `find-failures.ts` itself. */
const telling = ['cidr', 'matches', 'nofail-matches', 'users', 'mlfpending', 'content'];

/** True where failures can be counted by what `CountedHit` knows of a match. */
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
  /** The failures of one line from its hits, in the order of the regexes. Good until the next call. */
  count(hits: readonly CountedHit[]): readonly CountedFailure[];
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
  const failures = filter.failregex.map(
    (_, regex) =>
      [
        { regex, isNoFail: false },
        { regex, isNoFail: true },
      ] as const,
  );
  const found: CountedFailure[] = [];
  let names: FailureNames | undefined;
  let user = '';

  const merge = (id: string, hit: CountedHit): Connection => {
    let connection = connections.get(id);
    let users = 0;
    if (connection) {
      users = addUser(connection, hit.user);
      if (hit.isGain) connection.isPending = false;
      connection.isNoFail = hit.isNoFail || hit.isGain;
      connection.hasId ||= hit.hasId;
      if (hit.names) connection.names = later(connection.names, hit.names);
      if (hit.isForget) connections.delete(id);
    } else {
      connection = {
        hasId: hit.hasId,
        isNoFail: hit.isNoFail || hit.isGain,
        isPending: false,
        user: '',
        others: undefined,
        names: hit.names,
      };
      if (!hit.isForget) {
        users = addUser(connection, hit.user);
        connections.set(id, connection);
      }
    }
    if (connection.isPending || users > 1) connection.isNoFail = false;
    connection.isPending = false;
    return connection;
  };

  /** 'end' where the line ends without this failure, undefined where the next regex is tried. */
  const failureOf = (hit: CountedHit): CountedFailure | 'end' | undefined => {
    const forms = failures[hit.regex]!;
    ({ names, user } = hit);
    if (hit.mlfid === undefined) return hit.hasId ? forms[hit.isNoFail ? 1 : 0] : undefined;
    const connection = merge(hit.mlfid, hit);
    ({ names } = connection);
    user ||= connection.user;
    if (connection.isNoFail && !checkAll) return 'end';
    if (!connection.hasId) {
      connection.isPending = true;
      if (!checkAll && ignorePending) return 'end';
    }
    return forms[connection.isNoFail ? 1 : 0];
  };

  return {
    count: (hits) => {
      found.length = 0;
      for (const hit of hits) {
        if (hit.isIgnored) {
          if (!checkAll) break;
          continue;
        }
        const failure = failureOf(hit);
        if (failure === undefined) continue;
        if (failure === 'end') break;
        found.push(failure);
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

/** What a later line of a connection names goes before what was known. */
function later(known: FailureNames | undefined, { ip4, ip6, dns, fid }: FailureNames): FailureNames {
  return { ip4: ip4 ?? known?.ip4, ip6: ip6 ?? known?.ip6, dns: dns ?? known?.dns, fid: fid ?? known?.fid };
}

/** Looks at a match of failregex number `regex` whose groups are `texts`. */
export type HitCounter = (
  regex: number,
  texts: GroupTexts,
  prefix: GroupTexts | undefined,
  isIgnored: boolean,
) => CountedHit;

/** `keepsNames`: who failed is asked for, too. */
export function createHitCounter(
  { prefregex, failregex }: CompiledFilter,
  fail2ban: Fail2banVersion,
  keepsNames = false,
): HitCounter {
  const before = prefregex && sourcesOf(prefregex);
  const own = failregex.map((regex) =>
    mapNames(sourcesOf(regex), (source, name) => ({ source, before: before?.[name] })),
  );
  const alwaysNames = failregex.map((regex) => regex.alwaysNamesFailure);
  /** Up to 1.1.0 a group of the failregex that took no part hides the one of prefregex. */
  const hides = fail2ban !== '1.1';
  /** A group of the failregex, else of prefregex. */
  const valueOf = (
    { source, before }: Place,
    texts: GroupTexts,
    prefix: GroupTexts | undefined,
  ): string | undefined => {
    const value = read(source, texts);
    if (value !== undefined || !prefix || (hides && source.group !== undefined)) return value;
    return read(before!, prefix);
  };
  return (regex, texts, prefix, isIgnored) => {
    const places = own[regex]!;
    const of = (name: CountedName): string | undefined => valueOf(places[name], texts, prefix);
    return {
      regex,
      isIgnored,
      mlfid: valueOf(places.mlfid, texts, prefix),
      user: valueOf(places.user, texts, prefix) ?? '',
      hasId: alwaysNames[regex]! || idNames.some((name) => of(name) !== undefined),
      isNoFail: Boolean(valueOf(places.nofail, texts, prefix)),
      isGain: Boolean(valueOf(places.mlfgained, texts, prefix)),
      isForget: Boolean(valueOf(places.mlfforget, texts, prefix)),
      names: keepsNames ? { ip4: of('ip4'), ip6: of('ip6'), dns: of('dns'), fid: of('fid') } : undefined,
    };
  };
}

/**
 * The filter with only those groups that `createHitCounter` asks for, who failed left out, for runs that search all of the failregexes: each match is found sooner.
 * Each of its regexes stands where the one that it is made of does.
 */
export function withCountedGroups(filter: CompiledFilter): CompiledFilter {
  const counted = (regex: CompiledRegex): CompiledRegex => {
    const isCounted = (name: string): boolean =>
      name === 'content' ||
      (countedNames.some((known) => known === name) &&
        !(regex.alwaysNamesFailure && idNames.some((id) => id === name)));
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

/** The groups that say how a match counts. */
const countedNames = ['mlfid', 'user', 'ip4', 'ip6', 'dns', 'fid', 'nofail', 'mlfgained', 'mlfforget'] as const;

type CountedName = (typeof countedNames)[number];

const idNames = ['ip4', 'ip6', 'dns', 'fid'] as const;

/** Where a value stands in the groups of a failregex, and where in those of prefregex. */
interface Place {
  readonly source: Source;
  readonly before: Source | undefined;
}

/** Where a value stands: in its group; where that is empty, in the first `alt_…` group that is not. */
interface Source {
  readonly group: number | undefined;
  readonly alternatives: readonly number[];
}

function sourcesOf({ pattern: { groupNames }, alternatives }: CompiledRegex): Readonly<Record<CountedName, Source>> {
  const sourceOf = (name: CountedName): Source => ({
    group: groupNames.get(name),
    alternatives: alternatives.filter(({ target }) => target === name).map(({ group }) => groupNames.get(group)!),
  });
  return Object.fromEntries(countedNames.map((name) => [name, sourceOf(name)])) as Record<CountedName, Source>;
}

function mapNames<From, To>(
  values: Readonly<Record<CountedName, From>>,
  map: (value: From, name: CountedName) => To,
): Readonly<Record<CountedName, To>> {
  return Object.fromEntries(countedNames.map((name) => [name, map(values[name], name)])) as Record<CountedName, To>;
}

function read({ group, alternatives }: Source, texts: GroupTexts): string | undefined {
  const text = group === undefined ? undefined : texts[group];
  if (text) return text;
  for (const alternative of alternatives) if (texts[alternative]) return texts[alternative];
  return text;
}

/** Gives how many users the connection has named. */
function addUser(connection: Connection, user: string): number {
  if (user !== '' && user !== connection.user) {
    if (connection.user === '') connection.user = user;
    else (connection.others ??= new Set()).add(user);
  }
  return (connection.user === '' ? 0 : 1) + (connection.others?.size ?? 0);
}
