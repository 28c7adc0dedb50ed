import { isRegexOption, writtenOptions } from '../../facts.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

/** In these a `#` can only be meant as a comment. */
const plainTypes = ['bool', 'int', 'time', 'enum', 'backend', 'filter', 'timezone', 'encoding'];

export const rule: Rule = {
  name: 'hash-in-value',
  severity: 'warning',
  summary: 'A # behind a value starts no comment: it is part of the value.',
  check(file, report) {
    const { text } = file.source.tree;
    for (const { option, known } of writtenOptions(file)) {
      const isRegex = isRegexOption(known);
      if (!known || !(isRegex || plainTypes.includes(known.type))) continue;
      for (const line of option.valueLines) {
        // In a regex only what looks like a remark: `# ` and words to the end of the line.
        const match = (isRegex ? /\s#\s+\w[\w\s,.'-]*$/ : /\s#/).exec(text.slice(line.start, line.end));
        if (!match) continue;
        report({
          message: `'#' starts no comment behind a value: '${text.slice(line.start + match.index, line.end).trim()}' is part of ${known.name}. Put the comment on a line of its own.`,
          place: at(file, { start: line.start + match.index + 1, end: line.end }),
        });
      }
    }
  },
};
