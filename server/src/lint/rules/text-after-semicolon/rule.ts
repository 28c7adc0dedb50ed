import { isRegexOption, writtenOptions } from '../../facts.ts';
import { at } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'text-after-semicolon',
  severity: 'error',
  summary: 'A ; behind a blank starts a comment: the rest of the regex is dropped.',
  check(file, report) {
    const { tree } = file.source;
    for (const { option, known } of writtenOptions(file)) {
      if (!isRegexOption(known) && known?.type !== 'datepatterns') continue;
      for (const { comment, type, span } of tree.lines) {
        if (!comment || type === 'comment' || span.end < option.keySpan.start || span.start > option.span.end) continue;
        const cut = tree.text.slice(comment.start, comment.end);
        if (cut.includes('fail2ban-lens:')) continue;
        const semicolon = at(file, { start: comment.start, end: comment.start + 1 });
        const fix: Fix = { title: 'Write [;]', safe: false, edits: [{ place: semicolon, text: '[;]' }] };
        report({
          message: `fail2ban drops '${cut}': a ';' behind a blank starts a comment. Write [;] for the character.`,
          place: at(file, comment),
          fix,
        });
      }
    }
  },
};
