import { timeInSeconds } from '../../../config/time-value.ts';
import { pythonInt } from '../../../text/python-string.ts';
import { knownValuesIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'zero-limit',
  severity: 'warning',
  summary: 'A maxretry, findtime or bantime of nothing or less, which does not do what it seems to say.',
  check(file, report) {
    for (const { known, text } of knownValuesIn(file)) {
      const wrong = known.kind === 'jail' ? effects[known.name]?.(text.text) : undefined;
      if (wrong)
        report({
          message: `${known.name} = ${text.text}: ${wrong}`,
          ...shownAt(text, whole(text), startOf(file.path)),
        });
    }
  },
};

/** What comes of such a value, by option; undefined for a good one. */
const effects: Readonly<Record<string, (text: string) => string | undefined>> = {
  maxretry(text) {
    const count = pythonInt(text);
    return count !== undefined && count < 1
      ? 'fail2ban bans at the first failure, as with 1. A jail that is to ban nobody is switched off by enabled = false.'
      : undefined;
  },

  findtime(text) {
    const seconds = timeInSeconds(text);
    return seconds !== undefined && seconds <= 0
      ? 'only failures of the same second count together. Write a time such as 10m.'
      : undefined;
  },

  bantime(text) {
    const seconds = timeInSeconds(text);
    return seconds !== undefined && seconds <= 0 && seconds !== -1
      ? 'a ban is over before it begins, and nobody is banned. For ever is -1.'
      : undefined;
  },
};
