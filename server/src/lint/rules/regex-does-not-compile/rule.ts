import { isRegexProblem } from '../../../analysis/analyse-regexes.ts';
import { regexesIn, severityIn } from '../../facts.ts';
import { localFlagsFix } from '../../local-flags.ts';
import { shownAt, startOf, usedAt } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'regex-does-not-compile',
  severity: 'error',
  summary: 'Python refuses a regular expression.',
  check(file, report) {
    for (const { regex, jail } of regexesIn(file)) {
      if (!isRegexProblem(regex) || regex.kind !== 'not-compilable') continue;
      const said = regex.crashes ? regex.message : regex.message.slice(regex.message.lastIndexOf(':\n') + 2);
      const fix = localFlagsFix(regex.expanded, regex.span.start);
      const effect = regex.crashes ? 'fail2ban ends with a traceback' : 'the server does not start';
      const { place, related } = shownAt(regex.expanded, regex.span, startOf(file.path));
      const uses = usedAt(file, regex.role, regex.configured, place).filter(
        (use) =>
          !related.some((other) => other.place.file === use.place.file && other.place.span.start < use.place.span.end),
      );
      report({
        message:
          `${said.replace(/\s*\n\s*/g, ' ')}: ${effect}. ${hint(said, regex.expanded.text.slice(regex.span.start, regex.span.start + 12))}`.trim(),
        place,
        related: [...related, ...uses],
        severity: severityIn(jail, 'error'),
        ...(fix ? { fix } : {}),
      });
    }
  },
};

/** What the author probably wanted. */
function hint(said: string, there: string): string {
  const group = /redefinition of group name '(\w+)'/.exec(said)?.[1];
  if (group)
    return `Two tags fill the group '${group}', which Python allows not even in alternatives: put one of them outside, or use <F-ALT_…>.`;
  if (said.startsWith('global flags not at the start')) return 'Write the flags first, or for a part as (?i:…).';
  if (said.startsWith('invalid group reference'))
    return 'fail2ban turns ((?i)…) into (?i:…), which is no group any more: later groups count one less.';
  if (/^bad escape \\[hRKpPGzQEec]/.test(said)) return 'That is PCRE, not Python.';
  if (said.startsWith('unknown extension ?<') && /^\?<[a-zA-Z_]/.test(there.replace(/^\(/, '')))
    return 'Python names a group (?P<name>…).';
  return '';
}
