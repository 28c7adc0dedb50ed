import { knownValuesIn, severityIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

/** What each option does with a word that it does not know. */
const effects: Readonly<Record<string, string>> = {
  usedns: 'fail2ban takes it for no',
  allowipv6: 'fail2ban takes it for a wrong value',
};

export const rule: Rule = {
  name: 'unknown-word',
  severity: 'error',
  summary: 'An option takes one of a few words, and this is none of them.',
  check(file, report) {
    for (const { known, text, jail } of knownValuesIn(file)) {
      // Levels may be numbers, and have a rule of their own.
      if (known.type !== 'enum' || !known.values || known.name === 'loglevel' || known.values.includes(text.text.toLowerCase())) continue;
      const effect = effects[known.name];
      report({
        message: `${known.name}: '${text.text}' is none of ${known.values.join(', ')}${effect ? `; ${effect}` : ''}.`,
        ...shownAt(text, whole(text), startOf(file.path)),
        severity: severityIn(jail, 'error'),
      });
    }
  },
};
