import { isRegexOption, writtenOptions } from '../../facts.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'overlay-replaces-regexes',
  severity: 'information',
  summary: 'A .local sets a list of regexes, which replaces the whole list of the .conf.',
  check(file, report) {
    const { filter, path, source } = file;
    if (!filter?.layers || !path.endsWith('.local')) return;
    for (const { section, option, known } of writtenOptions(file)) {
      if (known?.type !== 'regexes' || !isRegexOption(known) || section.name !== 'Definition') continue;
      const replaced = filter.layers.sections.get('KNOWN/Definition')?.get(option.key);
      const other = replaced?.segments[0]?.origin;
      const text = source.tree.text.slice(option.valueSpan.start, option.valueSpan.end);
      if (!replaced || !other || other.file === path || replaced.text === '' || text.includes('%(known/')) continue;
      report({
        message: `This replaces every ${option.key} of '${other.file}'. Begin with %(known/${option.key})s to add to them.`,
        place: at(file, option.keySpan),
        related: [{ place: other, message: 'replaced' }],
      });
    }
  },
};
