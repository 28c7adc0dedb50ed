import { datePatternsIn, severityIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import { effectOf } from '../../effect.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'bad-datepattern',
  severity: 'error',
  summary: 'fail2ban refuses a datepattern, when it is set or at the first log line.',
  check(file, report) {
    for (const { pattern, jail } of datePatternsIn(file)) {
      const { text, error, failure } = pattern;
      const severity = severityIn(jail, 'error');
      if (error) {
        const { offset } = error;
        const span = offset === undefined ? whole(text) : { start: offset, end: Math.min(text.length, offset + 2) };
        report({
          message: `${error.message}; ${effectOf(file, { jail })}.${directiveHint(text.text)}`,
          ...shownAt(text, span, startOf(file.path)),
          severity,
        });
      } else if (failure) {
        const twice = /redefinition of group name '(\w+)'/.exec(failure.message)?.[1];
        const hint =
          setHint(text.text) ||
          directiveHint(text.text) ||
          (twice ? ` '%${twice}' may stand only once, also in alternatives: write a second line.` : '');
        report({
          message: `${failure.message}: every log line fails with it.${hint}`,
          ...shownAt(text, whole(text), startOf(file.path)),
          severity,
        });
      }
    }
  },
};

/** `[%d/%b/%Y …]`: the brackets of the log, which a regular expression takes for a set of characters. */
function setHint(pattern: string): string {
  return /(?<!\\)\[[^\]]*%[A-Za-z][^\]]*\]/.test(pattern)
    ? ' [ … ] is a set of characters: write \\[ and \\] where the log has brackets.'
    : '';
}

/** What other programs write, and fail2ban does not know. */
const otherDirectives: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  D: '%m/%d/%y',
  R: '%H:%M',
  s: '{EPOCH}, seconds since 1970',
  e: '%d',
  h: '%b',
  L: '%f',
  N: '%f',
  P: '%p',
};

function directiveHint(pattern: string): string {
  const hints = [
    ...new Set([...pattern.replaceAll('%%', '').matchAll(/%([A-Za-z])/g)].map(([, letter]) => letter!)),
  ].flatMap((letter) => {
    const meant = otherDirectives[letter];
    return meant === undefined ? [] : [`%${letter} (write ${meant})`];
  });
  return hints.length === 0 ? '' : ` fail2ban does not know ${hints.join(', nor ')}.`;
}
