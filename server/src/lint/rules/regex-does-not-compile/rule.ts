import { isRegexProblem } from '../../../analysis/analyse-regexes.ts';
import { regexesIn, severityIn } from '../../facts.ts';
import { effectOf } from '../../effect.ts';
import { localFlagsFix } from '../../local-flags.ts';
import { shownAt, startOf, usedAt } from '../../places.ts';
import type { Rule } from '../../rule.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';

export const rule: Rule = {
  name: 'regex-does-not-compile',
  severity: 'error',
  summary: 'Python refuses a regular expression.',
  check(file, report) {
    for (const { regex, jail } of regexesIn(file)) {
      if (!isRegexProblem(regex) || regex.kind !== 'not-compilable') continue;
      const said = regex.crashes ? regex.message : regex.message.slice(regex.message.lastIndexOf(':\n') + 2);
      const fix = localFlagsFix(regex.expanded, regex.span.start);
      const effect = effectOf(file, { jail, crashes: regex.crashes });
      const bracket = bracketClosedByTag(regex.expanded);
      const { place, related } = shownAt(regex.expanded, bracket ?? regex.span, startOf(file.path));
      const uses = usedAt(file, regex.role, regex.configured, place).filter(
        (use) =>
          !related.some((other) => other.place.file === use.place.file && other.place.span.start < use.place.span.end),
      );
      report({
        message: bracket
          ? `This [ is never closed: all up to a ] inside of a tag is one set of characters. Python says: ${said.replace(/\s*\n\s*/g, ' ')}; ${effect}.`
          : `${said.replace(/\s*\n\s*/g, ' ')}: ${effect}. ${hint(said, regex.expanded.text.slice(regex.span.start, regex.span.start + 12))}`.trim(),
        place,
        related: [...related, ...uses],
        severity: severityIn(jail, 'error'),
        ...(fix ? { fix } : {}),
      });
    }
  },
};

/** A `[` that is written in the regex and whose `]` comes from what a tag became: nobody means that. Undefined where there is none. */
function bracketClosedByTag(expanded: MappedText): Span | undefined {
  const { text } = expanded;
  const isTyped = (offset: number): boolean => expanded.whereToEdit({ start: offset, end: offset + 1 }) !== undefined;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    if (text[i] !== '[' || text[i - 1] === '\\') continue;
    const begin = i;
    // A ] that comes first belongs to the set.
    i += text[i + 1] === '^' ? 2 : 1;
    if (text[i] === ']') i++;
    while (i < text.length && text[i] !== ']') i += text[i] === '\\' ? 2 : 1;
    if (i < text.length && isTyped(begin) && !isTyped(i)) return { start: begin, end: begin + 1 };
  }
  return undefined;
}

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
