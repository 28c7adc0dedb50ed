import { layersOf, placeOfOption } from '../../facts.ts';
import { isRegexOption, writtenOptions } from '../../facts.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'option-named-as-group',
  severity: 'error',
  summary: 'A group is called as an option, whose value then replaces its name.',
  check(file, report) {
    if (file.kind !== 'filter') return;
    const { text } = file.source.tree;
    const layers = layersOf(file);
    for (const { option, known } of writtenOptions(file)) {
      if (!isRegexOption(known)) continue;
      for (const match of text.slice(option.valueSpan.start, option.valueSpan.end).matchAll(/\(\?P<([\w.-]+)>/g)) {
        const name = match[1]!;
        const other = placeOfOption(layers, 'Definition', name.toLowerCase()) ?? placeOfOption(layers, 'Init', name);
        if (!other) continue;
        const start = option.valueSpan.start + match.index + 3;
        report({
          message: `<${name}> names an option, so fail2ban puts its value here: '(?P' and the value are no group. Call the group or the option by another name.`,
          place: at(file, { start, end: start + name.length + 2 }),
          related: [{ place: other, message: 'the option is set here' }],
        });
      }
    }
  },
};
