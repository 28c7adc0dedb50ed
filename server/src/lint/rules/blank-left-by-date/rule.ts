import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'blank-left-by-date',
  severity: 'error',
  summary: 'A regex that begins where the date is cut out, without the blank that is left.',
  check(_file, report, dangers) {
    for (const { danger, place, related, fix } of dangers) {
      if (danger.kind !== 'against-date') continue;
      const message = `This ${danger.regex.role} matches no line that has a date: the datepattern finds it at the line's start, fail2ban cuts it out, and what is left begins with the blank or sign behind it. Write ^\\s* where this regex wants something else at once.`;
      report({ message, place, related, ...(fix ? { fix } : {}) });
    }
  },
};
