import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'idle-end',
  severity: 'hint',
  summary: 'The end of a regex that may be missing: it checks nothing.',
  kind: 'idle-end',
  tell: (danger) =>
    `'${danger.part}' at the end checks nothing: it may be missing, and nothing stands behind it. Remove it, or write $ behind it if the line must end there.`,
});
