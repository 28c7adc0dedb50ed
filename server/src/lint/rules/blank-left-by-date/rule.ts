import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'blank-left-by-date',
  severity: 'error',
  summary: 'A regex that begins where the date is cut out, without the blank that is left.',
  kind: 'against-date',
  tell: (danger) =>
    `This ${danger.regex.role} matches no line that has a date: the datepattern finds it at the line's start, fail2ban cuts it out, and what is left begins with the blank or sign behind it. Write ^\\s* where this regex wants something else at once.`,
});
