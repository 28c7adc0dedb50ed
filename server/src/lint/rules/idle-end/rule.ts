import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'idle-end',
  severity: 'hint',
  summary: 'The end of a regex that may be missing: it checks nothing.',
  check(_file, report, dangers) {
    for (const { danger, place, related, fix } of dangers) {
      if (danger.kind !== 'idle-end') continue;
      const message = `'${danger.part}' at the end checks nothing: it may be missing, and nothing stands behind it. Remove it, or write $ behind it if the line must end there.`;
      report({ message, place, related, ...(fix ? { fix } : {}) });
    }
  },
};
