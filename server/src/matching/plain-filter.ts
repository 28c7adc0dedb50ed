import type { CompiledFilter, CompiledRegex } from './compile-filter.ts';
import { failureIdGroups } from './failregex-tags.ts';

/** Groups that change what a match counts for. */
const tellingGroups = ['mlfid', 'nofail', 'mlfgained', 'mlfforget', 'mlfpending', 'matches', 'cidr'];

/**
 * True where every match of a failregex is one failure, whatever its groups hold: then counting needs no groups. Not so with
 * `<F-MLFID>`, `<F-NOFAIL>`, groups that are merged into one that counts, or an id that may be missing.
 */
export function isPlainFilter({ prefregex, failregex }: CompiledFilter): boolean {
  if (prefregex && !isPlainRegex(prefregex)) return false;
  return failregex.every((regex) => {
    if (!isPlainRegex(regex)) return false;
    if (regex.alwaysNamesFailure) return true;
    const hasOwnId = failureIdGroups.some((name) => regex.pattern.groupNames.has(name));
    return !hasOwnId && prefregex?.alwaysNamesFailure === true;
  });
}

function isPlainRegex({ pattern, alternatives, tuples }: CompiledRegex): boolean {
  return (
    tuples.length === 0 &&
    !alternatives.some(({ target }) => countedTargets.has(target)) &&
    !tellingGroups.some((name) => pattern.groupNames.has(name))
  );
}

/** What counts where an `alt_…` group fills it. */
const countedTargets: ReadonlySet<string> = new Set([...tellingGroups, ...failureIdGroups, 'content']);
