import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'endless-search',
  severity: 'warning',
  summary: 'A regex that one line of a log can keep busy without end.',
  kind: 'catastrophe',
  tell(danger) {
    if (danger.seconds !== undefined) return undefined;
    const { text, steps } = danger.proof;
    return `'${danger.part}' can take the same text in many ways, and a line that does not match tries them all: ${text.length} characters take ${steps} steps, and each further '${danger.word}' multiplies them. One line of a stranger then stops fail2ban.`;
  },
});
