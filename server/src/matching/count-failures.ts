import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { GroupTexts } from '../translate/searcher.ts';
import type { CompiledFilter, CompiledRegex } from './compile-filter.ts';
import { dataOf, type CountedFailure, type CountedHit, type Judge, type JudgeOptions, type RegexHit } from './judge-line.ts';
import { createConnectionCache } from './mlfid-cache.ts';
import { groupText, type TupleValue } from './ticket-data.ts';

/** Groups under which fail2ban keeps values of its own, or whose text it reads: with one of them counting needs the judge itself. */
const telling = ['cidr', 'matches', 'nofail-matches', 'users', 'mlfpending', 'content'];
const ids = ['ip4', 'ip6', 'dns', 'fid'];

/** True where failures can be counted by what `CountedHit` knows of a match. */
export function isCountable({ prefregex, failregex }: CompiledFilter): boolean {
  const isTelling = ({ pattern, alternatives, tuples, role }: CompiledRegex): boolean => {
    const names = [...pattern.groupNames.keys(), ...[...alternatives, ...tuples].map(({ target }) => target)];
    return names.some((name) => telling.includes(name) && !(name === 'content' && role === 'prefregex'));
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
}

/**
 * The same failures as `createJudge` gives, for those who only count them and only where `isCountable`: a connection is some bits instead of
 * all its data. Mirrors `Filter._mergeFailure` (see mlfid-cache.ts) and what `Filter.findFailure` does around it.
 */
export function createFailureCounter({ filter, fail2ban, checkAll, ignorePending, now }: JudgeOptions): Judge<CountedFailure> {
  const connections = createConnectionCache<Connection>(now);
  const failures = filter.failregex.map((_, regex) => [{ regex, isNoFail: false }, { regex, isNoFail: true }] as const);
  const found: CountedFailure[] = [];

  const merge = (id: string, hit: CountedHit): Connection => {
    let connection = connections.get(id);
    let users = 0;
    if (connection) {
      users = addUser(connection, hit.user);
      if (hit.isGain) connection.isPending = false;
      connection.isNoFail = hit.isNoFail || hit.isGain;
      connection.hasId ||= hit.hasId;
      if (hit.isForget) connections.delete(id);
    } else {
      connection = { hasId: hit.hasId, isNoFail: hit.isNoFail || hit.isGain, isPending: false, user: '', others: undefined };
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
  const count = (hit: RegexHit, prefix: GroupTexts | undefined): CountedFailure | 'end' | undefined => {
    const counted = (hit.counted ??= toCountedHit(filter, hit, prefix, fail2ban));
    const forms = failures[hit.regex]!;
    if (counted.mlfid === undefined) return counted.hasId ? forms[counted.isNoFail ? 1 : 0] : undefined;
    const connection = merge(counted.mlfid, counted);
    if (connection.isNoFail && !checkAll) return 'end';
    if (!connection.hasId) {
      connection.isPending = true;
      if (!checkAll && ignorePending) return 'end';
    }
    return forms[connection.isNoFail ? 1 : 0];
  };

  return {
    judge: (hits, prefix) => {
      found.length = 0;
      for (const hit of hits) {
        if (hit.isIgnored) {
          if (!checkAll) break;
          continue;
        }
        const failure = count(hit, prefix);
        if (failure === undefined) continue;
        if (failure === 'end') break;
        found.push(failure);
        if (!checkAll) break;
      }
      return found;
    },
  };
}

function toCountedHit(filter: CompiledFilter, hit: RegexHit, prefix: GroupTexts | undefined, fail2ban: Fail2banVersion): CountedHit {
  const valueOf = createValueReader(filter, hit, prefix, fail2ban);
  const textOf = (name: string): string | undefined => {
    const value = valueOf(name);
    return value === undefined ? undefined : groupText(value);
  };
  return {
    mlfid: textOf('mlfid'),
    user: textOf('user') ?? '',
    hasId: ids.some((name) => valueOf(name) !== undefined),
    isNoFail: Boolean(valueOf('nofail')),
    isGain: Boolean(valueOf('mlfgained')),
    isForget: Boolean(valueOf('mlfforget')),
  };
}

/** What `dataOf` would say of a group, without making all the data where no groups are merged; undefined for None. */
function createValueReader(filter: CompiledFilter, hit: RegexHit, prefix: GroupTexts | undefined, fail2ban: Fail2banVersion): (name: string) => string | TupleValue | undefined {
  const own = filter.failregex[hit.regex]!;
  const { prefregex } = filter;
  if (hasMergedGroups(own) || (prefregex && hasMergedGroups(prefregex))) {
    const data = dataOf(filter, hit, prefix, fail2ban);
    return (name) => (data.get(name) ?? undefined) as string | TupleValue | undefined;
  }
  return (name) => {
    const group = own.pattern.groupNames.get(name);
    const text = group === undefined ? undefined : hit.texts[group];
    if (text !== undefined || !prefix || (group !== undefined && fail2ban === '1.0')) return text;
    const groupBefore = prefregex!.pattern.groupNames.get(name);
    return groupBefore === undefined ? undefined : prefix[groupBefore];
  };
}

function hasMergedGroups({ alternatives, tuples }: CompiledRegex): boolean {
  return alternatives.length > 0 || tuples.length > 0;
}

/** Gives how many users the connection has named. */
function addUser(connection: Connection, user: string): number {
  if (user !== '' && user !== connection.user) {
    if (connection.user === '') connection.user = user;
    else (connection.others ??= new Set()).add(user);
  }
  return (connection.user === '' ? 0 : 1) + (connection.others?.size ?? 0);
}
