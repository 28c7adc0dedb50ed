import { findKnownOption } from '../../../config/vocabulary.ts';
import { at, firstWritten } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'parameter-set-by-jail',
  severity: 'warning',
  summary: 'A .local of a filter sets what each jail that uses the filter sets to something else.',
  check(file, report) {
    if (file.kind !== 'filter' || !file.path.endsWith('.local')) return;
    const jails = file.parametersOfJails?.() ?? new Map<string, never>();
    if (jails.size === 0) return;
    for (const { name: section, options } of file.source.tree.sections) {
      if (section !== 'Definition' && section !== 'Init') continue;
      for (const { key, keySpan, value } of options) {
        if (findKnownOption('filter', 'Definition', key)) continue;
        const given = [...jails].map(([jail, parameters]) => ({ jail, text: parameters.get(key) }));
        const [first] = given;
        if (!first?.text || given.some(({ text }) => !text || text.text === value.text)) continue;
        const origin = firstWritten(first.text);
        report({
          message: `This has no effect: the jail ${first.jail} gives the filter ${key} = ${first.text.text}, which wins. Set ${key} = ${value.text} in the jail, in jail.local.`,
          place: at(file, keySpan),
          related: origin ? [{ place: origin, message: 'this value counts' }] : [],
        });
      }
    }
  },
};
