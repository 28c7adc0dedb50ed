import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'impossible-regex',
  severity: 'error',
  summary: 'A regex that can match no line, whatever the log says.',
  check(_file, report, dangers) {
    for (const { danger, place, related } of dangers) {
      if (danger.kind !== 'never-matches') continue;
      const message = danger.because
        ? `This ${danger.regex.role} can never match: behind '${danger.because.part}', '${danger.part}' cannot stand. Remove one of them, or write what the line has there.`
        : `This ${danger.regex.role} can never match: nothing is '${danger.part}'.`;
      // One that excuses nothing bans nobody who is not to be.
      const severity = danger.regex.role === 'ignoreregex' ? 'warning' : 'error';
      report({ message, place, related, severity });
    }
  },
};
