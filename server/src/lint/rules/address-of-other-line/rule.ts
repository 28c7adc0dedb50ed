import { failureIdGroups, isRegexProblem, type ReadRegex } from '../../../analysis/analyse-regexes.ts';
import { regexSets } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'address-of-other-line',
  severity: 'warning',
  summary: 'A failregex without an address of its own, which another line of the session would have to name.',
  check(file, report) {
    for (const { regexes } of regexSets(file)) {
      const prefix = regexes.prefregex;
      if (prefix && isRegexProblem(prefix)) continue;
      const names = (regex: ReadRegex | undefined): boolean =>
        failureIdGroups.some((name) => regex?.pattern.groupNames.has(name));
      if (names(prefix)) continue;
      const read = regexes.failregex.filter((regex): regex is ReadRegex => !isRegexProblem(regex));
      const lacking = read.filter((regex) => !names(regex) && !tells(regex.pattern.groupNames));
      const isAlone = !read.some(names);
      for (const regex of lacking) {
        const shown = shownAt(regex.configured, whole(regex.configured), startOf(file.path));
        // Where other regexes bring the address, stock filters do so on purpose: it is told of what an overlay adds.
        if (!isAlone && !shown.place.file.endsWith('.local')) continue;
        report({
          message: isAlone
            ? 'No regex of this filter names an address: it counts failures, but bans nobody.'
            : 'This regex names no address: it counts, but bans only where another line of the same session names one. Put <HOST> where the address stands.',
          ...shown,
        });
      }
    }
  },
};

/** Lines that end a session or excuse it need no address. */
function tells(groups: ReadonlyMap<string, number>): boolean {
  return ['nofail', 'mlfforget', 'mlfgained', 'mlfpending'].some((name) => groups.has(name));
}
