import { isRegexOption, writtenOptions } from '../../facts.ts';
import { at } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'tag-in-jail-option',
  severity: 'error',
  summary: "A jail's own regex takes %(known/x)s, not <known/x>.",
  check(file, report) {
    if (file.kind !== 'jail') return;
    const { text } = file.source.tree;
    for (const { option, known } of writtenOptions(file)) {
      if (!isRegexOption(known) && known?.type !== 'datepatterns') continue;
      for (const match of text.slice(option.valueSpan.start, option.valueSpan.end).matchAll(/<(known\/[\w.-]+)>/g)) {
        const start = option.valueSpan.start + match.index;
        const place = at(file, { start, end: start + match[0].length });
        const fix: Fix = { title: `Write %(${match[1]!})s`, safe: true, edits: [{ place, text: `%(${match[1]!})s` }] };
        report({
          message: `'${match[0]}' stays as it is: tags are replaced in filters and actions, not in a jail. Write %(${match[1]!})s.`,
          place,
          fix,
        });
      }
    }
  },
};
