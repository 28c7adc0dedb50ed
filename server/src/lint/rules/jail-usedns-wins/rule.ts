import { at } from '../../places.ts';
import { writtenOptions } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'jail-usedns-wins',
  severity: 'information',
  summary: 'A filter sets usedns, but the jail configuration beats it.',
  check(file, report) {
    const { filter, place } = file;
    if (!filter || !place) return;
    const option = writtenOptions(file).find(
      ({ known, section }) => known?.name === 'usedns' && section.name === 'Definition',
    )?.option;
    const byJail = option && file.jailDefaults?.get('usedns');
    const other = byJail?.segments[0]?.origin;
    if (option && byJail && other && byJail.text !== option.value.text)
      report({
        message: `A jail does not use this: [DEFAULT] of the jail configuration sets usedns = ${byJail.text}, which beats the filter.`,
        place: at(file, option.keySpan),
        related: [{ place: other, message: 'this one counts' }],
      });
  },
};
