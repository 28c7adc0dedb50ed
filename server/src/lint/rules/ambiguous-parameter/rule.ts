import { at } from '../../places.ts';
import { layersOf } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'ambiguous-parameter',
  severity: 'warning',
  summary: 'An option stands in [Init] and in [Definition]: which one %(x)s means depends on who reads.',
  check(file, report) {
    if (file.kind !== 'filter') return;
    const layers = layersOf(file);
    const definition = layers?.sections.get('Definition');
    if (!definition) return;
    const values = [...definition.values()];
    for (const { name, options } of file.source.tree.sections) {
      if (name !== 'Init') continue;
      for (const { key, keySpan } of options) {
        const other = definition.get(key)?.segments[0]?.origin;
        if (!other || !values.some(({ text }) => text.toLowerCase().includes(`%(${key})s`))) continue;
        report({
          message: `%(${key})s means this value in a jail, and the one of [Definition] in fail2ban-regex.`,
          place: at(file, keySpan),
          related: [{ place: other, message: 'set in [Definition], too' }],
        });
      }
    }
  },
};
