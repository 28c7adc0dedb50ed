import { writtenOptions } from '../../facts.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'overlay-replaces-variable',
  severity: 'warning',
  summary: 'A .local replaces a variable that holds many regexes of the .conf.',
  check(file, report) {
    const { filter, path } = file;
    if (!filter?.layers || !path.endsWith('.local')) return;
    for (const { section, option, known } of writtenOptions(file)) {
      if (known || (section.name !== 'Definition' && section.name !== 'Init')) continue;
      const replaced = filter.layers.sections.get(`KNOWN/${section.name}`)?.get(option.key);
      const other = replaced?.segments[0]?.origin;
      const lines = replaced?.text.split('\n').filter((line) => line.trim() !== '').length ?? 0;
      if (!other || other.file === path || lines < 2 || option.value.text.includes(`%(known/${option.key})s`)) continue;
      report({
        message: `This replaces all ${lines} lines of ${option.key} in ${file.nameOfPlace(other)}. Begin with %(known/${option.key})s to add to them.`,
        place: at(file, option.keySpan),
        related: [{ place: other, message: 'replaced' }],
      });
    }
  },
};
