import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'dead-alternative',
  severity: 'hint',
  summary: 'A branch that adds nothing: an earlier one takes all of its texts.',
  kind: 'dead-alternative',
  tell(danger) {
    if (!danger.because) return undefined;
    return `The branch '${danger.part}' adds nothing: '${danger.because.part}' is tried before it and takes each of its texts. Remove it, or put it first.`;
  },
});
