import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'byte-order-mark',
  severity: 'error',
  summary: 'The file starts with a byte order mark, which fail2ban takes for text.',
  check(file, report) {
    if (file.source.tree.text.charCodeAt(0) !== 0xfeff) return;
    const place = at(file, { start: 0, end: 1 });
    report({
      message:
        'A byte order mark is text to fail2ban: the first line is then neither comment nor header. Save the file as UTF-8 without it.',
      place,
      fix: { title: 'Remove the byte order mark', safe: true, edits: [{ place, text: '' }] },
    });
  },
};
