import { at } from '../../places.ts';
import { layersOf } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'default-without-effect',
  severity: 'warning',
  summary: 'A .local sets an option in [DEFAULT] that the .conf sets in [Definition], which wins.',
  check(file, report) {
    const { path, kind } = file;
    if (!path.endsWith('.local') || (kind !== 'filter' && kind !== 'action')) return;
    const layers = layersOf(file);
    for (const { name, options } of file.source.tree.sections) {
      if (name !== 'DEFAULT') continue;
      for (const { key, keySpan } of options) {
        const winner = layers?.sections.get('Definition')?.get(key)?.segments[0]?.origin;
        if (winner && winner.file !== path)
          report({
            message: `[Definition] of '${winner.file}' sets ${key}, and beats any [DEFAULT]: write it under [Definition] here.`,
            place: at(file, keySpan),
            related: [{ place: winner, message: 'this value counts' }],
          });
      }
    }
  },
};
