import { hasGoneOn } from '../matching/search-block.ts';
import { plural } from '../text/amounts.ts';
import type { AttemptReader } from './read-attempts.ts';
import type { JailRules } from './jail-rules.ts';

/** What of a log could not be taken as it is, or is not as on the server; whole sentences. `readers`: one a jail. */
export function readingNotes(
  log: string,
  readers: readonly (AttemptReader | undefined)[],
  rules: readonly JailRules[],
): string[] {
  const notes: string[] = [];
  const oddLines = readers.find((reader) => reader)?.clock.oddLines ?? 0;
  if (oddLines > 0)
    notes.push(
      `${log}: ${plural(oddLines, 'line')} with a date more than a minute away from those around: fail2ban counts such a line as of now.`,
    );
  readers.forEach((reader, i) => {
    if (!reader) return;
    const { notLookedUp, crashCount, overruns } = reader;
    const { name } = rules[i]!;
    if (notLookedUp > 0)
      notes.push(
        `${log}: ${plural(notLookedUp, 'attempt')} of ${name} named a host, not an address: names are not looked up here, so they count for nobody.`,
      );
    if (crashCount > 0)
      notes.push(`${log}: fail2ban itself fails on ${plural(crashCount, 'line')} (${name}) and loses them.`);
    const lost = overruns.find((overrun) => !hasGoneOn(overrun));
    if (lost) notes.push(`${log}: a regex of ${name} took too long on line ${lost.line}; attempts may be missing.`);
  });
  return notes;
}
