import { at } from '../../places.ts';
import { meantOption } from '../../called-elsewhere.ts';
import { findKnownOption, optionsOf } from '../../../config/vocabulary.ts';
import { readRegexesIn } from '../../facts.ts';
import type { Rule } from '../../rule.ts';
import { meantIn, takenReferencesIn } from '../../near-references.ts';
import { nameAsText, unusedVariablesIn } from '../../unused-variables.ts';

export const rule: Rule = {
  name: 'unused-variable',
  severity: 'hint',
  summary: 'A variable of a filter that nothing uses.',
  check(file, report) {
    const texts = readRegexesIn(file).map(({ regex }) => regex.configured.text);
    const meantBy = meantIn(file);
    const asText = new Set(
      texts.flatMap((text) => takenReferencesIn(text, meantBy, () => true)).map(({ name }) => name.toLowerCase()),
    );
    const known = optionsOf('filter', 'Definition').map(({ name }) => name);
    for (const option of unusedVariablesIn(file)) {
      const { key, keySpan } = option;
      // Told of where it stands as text, as a slip of a known name, or as an option of a jail.
      if (
        asText.has(key) ||
        texts.some((text) => nameAsText(text, key)) ||
        meantOption(key, known) ||
        findKnownOption('jail', '*', key)
      )
        continue;
      // What include files of fail2ban read: `_daemon` and the like.
      if (standard.has(key)) continue;
      report({
        message: `Nothing in the filter uses '${key}': a variable is used as %(${key})s or <${key}>.`,
        place: at(file, keySpan),
      });
    }
  },
};

/** Set for the prefix of common.conf, which the filter may build itself in the end. */
const standard = new Set(['_daemon', 'logtype', 'mode']);
