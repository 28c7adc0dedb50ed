import { isRegexOption, writtenOptions } from '../../facts.ts';
import { at } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'lost-trailing-blank',
  severity: 'warning',
  summary: 'A blank at the end of a regex is cut off.',
  check(file, report) {
    const { text } = file.source.tree;
    for (const { option, known } of writtenOptions(file)) {
      if (!isRegexOption(known)) continue;
      for (const line of option.valueLines) {
        // Only where more text was expected behind the blank: `user= `, `from: `.
        const blanks = /^[ \t]+(?=[\r\n]|$)/.exec(text.slice(line.end, line.end + 40))?.[0];
        if (!blanks || line.end === line.start || !/[:=,]/.test(text[line.end - 1]!)) continue;
        const place = at(file, { start: line.end, end: line.end + blanks.length });
        const fix: Fix = { title: 'Write \\s', safe: false, edits: [{ place, text: '\\s' }] };
        report({
          message: 'fail2ban cuts blanks off the end of a line: the regex ends before them. Write \\s or [ ].',
          place,
          fix,
        });
      }
    }
  },
};
