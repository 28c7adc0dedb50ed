import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'impossible-regex',
  severity: 'error',
  summary: 'A regex that can match no line, whatever the log says.',
  kind: 'never-matches',
  tell({ because, part, regex: { role } }) {
    const message = because
      ? `This ${role} can never match: behind '${because.part}', '${part}' cannot stand. Remove one of them, or write what the line has there.`
      : `This ${role} can never match: nothing is '${part}'.`;
    // One that excuses nothing bans nobody who is not to be.
    return { message, severity: role === 'ignoreregex' ? 'warning' : 'error' };
  },
});
