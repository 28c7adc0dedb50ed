import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'endless-search',
  severity: 'warning',
  summary: 'A regex that one line of a log can keep busy without end.',
  check(_file, report, dangers) {
    for (const { danger, place, related, fix, proof } of dangers) {
      if (danger.kind !== 'catastrophe' || danger.seconds !== undefined) continue;
      const { text, steps } = danger.proof;
      const message = `'${danger.part}' can take the same text in many ways, and a line that does not match tries them all: ${text.length} characters take ${steps} steps, and each further '${danger.word}' multiplies them. One line of a stranger then stops fail2ban.`;
      report({ message, place, related, proof, ...(fix ? { fix } : {}) });
    }
  },
};
