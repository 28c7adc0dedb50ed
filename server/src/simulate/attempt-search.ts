import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { CompiledFilter } from '../matching/compile-filter.ts';
import { isCountable } from '../matching/count-failures.ts';
import { createHitCounter } from '../matching/counted-hits.ts';
import { failureIdGroups } from '../matching/failregex-tags.ts';
import { isPlainFilter } from '../matching/plain-filter.ts';
import { hostPlaceOf } from '../matching/host-place.ts';
import type { FailedIds, SearchOptions } from '../matching/search-run.ts';
import type { AttemptIds } from './attempt-id.ts';
import type { UserBook } from './user-book.ts';

/**
 * How a filter's lines are searched for who failed, as the server searches them. In the order of what it takes: a number a line (`SearchRun.failed`), the
 * names in a match (`CountedHits.namesOf`), all groups. `users`: is told who is tried where that needs no more than the number.
 */
export function attemptSearch(
  filter: CompiledFilter,
  ids: AttemptIds,
  fail2ban: Fail2banVersion,
  users?: UserBook,
): SearchOptions {
  const common = { filter, checkAll: false, keepsData: false, isPlain: false };
  if (namesHosts(filter) && !(users && hasHiddenUsers(filter)))
    return { ...common, toCounted: undefined, toFailed: createFailedIds(filter, ids, fail2ban, users) };
  const toCounted = filter.maxLines === 1 && isCountable(filter) ? createHitCounter(filter, fail2ban, true) : undefined;
  return { ...common, toCounted };
}

/** Users that `createFailedIds` does not see: prefregex names them, or an `alt_user` group does. */
function hasHiddenUsers({ prefregex, failregex }: CompiledFilter): boolean {
  return (
    prefregex?.pattern.groupNames.has('user') === true ||
    [...failregex, ...(prefregex ? [prefregex] : [])].some(({ alternatives }) =>
      alternatives.some(({ target }) => target === 'user'),
    )
  );
}

/** Each match names an address or a host by itself, and counts whatever else it holds. */
function namesHosts(filter: CompiledFilter): boolean {
  const { prefregex, failregex, maxLines } = filter;
  return (
    maxLines === 1 &&
    isPlainFilter(filter) &&
    !failureIdGroups.some((name) => prefregex?.pattern.groupNames.has(name)) &&
    failregex.every(({ pattern, alwaysNamesFailure }) => alwaysNamesFailure && !pattern.groupNames.has('fid'))
  );
}

function createFailedIds(
  { failregex }: CompiledFilter,
  ids: AttemptIds,
  fail2ban: Fail2banVersion,
  users: UserBook | undefined,
): FailedIds {
  const groups = failregex.map(({ pattern: { groupNames } }) => ({
    ip4: groupNames.get('ip4') ?? -1,
    ip6: groupNames.get('ip6') ?? -1,
    dns: groupNames.get('dns') ?? -1,
    user: (users && groupNames.get('user')) ?? -1,
  }));
  return {
    places: failregex.map(({ pattern }, regex) =>
      groups[regex]!.user === -1 ? hostPlaceOf(pattern, fail2ban) : undefined,
    ),
    ofAddress: (address) => ids.ofIpv4(address),
    ofTexts: (regex, texts) => {
      const { ip4, ip6, dns, user } = groups[regex]!;
      const failed = ids.ofHost(texts[ip4], texts[ip6], texts[dns]);
      if (failed >= 0 && user !== -1 && texts[user]) users!.add(failed, texts[user]);
      return failed;
    },
  };
}
