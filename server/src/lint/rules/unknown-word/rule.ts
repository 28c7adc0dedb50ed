import type { Fail2banVersion } from '../../../config/fail2ban-version.ts';
import type { KnownOption } from '../../../config/vocabulary.ts';
import { effectOf } from '../../effect.ts';
import { knownValuesIn, severityIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

/** What each option does with a word that it does not know. */
const effects: Readonly<Record<string, string>> = {
  usedns: 'fail2ban takes it for no',
  allowipv6: 'fail2ban takes it for a wrong value',
};

/** A backend may have options, `systemd[journalflags=1]`, and lost a kind in 1.1. */
function wordOf({ type }: KnownOption, text: string): string {
  return (type === 'backend' ? text.split('[')[0]! : text).toLowerCase();
}

function wordsOf({ type, values = [] }: KnownOption, fail2ban: Fail2banVersion): readonly string[] {
  return type === 'backend' && fail2ban === '1.0' ? [...values, 'gamin'] : values;
}

export const rule: Rule = {
  name: 'unknown-word',
  severity: 'error',
  summary: 'An option takes one of a few words, and this is none of them.',
  check(file, report) {
    for (const { known, text, jail } of knownValuesIn(file)) {
      // Levels may be numbers, and have a rule of their own.
      if ((known.type !== 'enum' && known.type !== 'backend') || !known.values || known.name === 'loglevel') continue;
      const words = wordsOf(known, file.versions.fail2ban);
      if (words.includes(wordOf(known, text.text))) continue;
      const effect = known.name === 'backend' ? effectOf(file, { jail }) : effects[known.name];
      report({
        message: `${known.name}: '${text.text}' is none of ${words.join(', ')}${effect ? `; ${effect}` : ''}.`,
        ...shownAt(text, whole(text), startOf(file.path)),
        severity: severityIn(jail, 'error'),
      });
    }
  },
};
