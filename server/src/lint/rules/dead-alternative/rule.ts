import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'dead-alternative',
  severity: 'hint',
  summary: 'A branch that adds nothing: an earlier one takes all of its texts.',
  check(_file, report, dangers) {
    for (const { danger, place, related, fix } of dangers) {
      if (danger.kind !== 'dead-alternative' || !danger.because) continue;
      const message = `The branch '${danger.part}' adds nothing: '${danger.because.part}' is tried before it and takes each of its texts. Remove it, or put it first.`;
      report({ message, place, related, ...(fix ? { fix } : {}) });
    }
  },
};
