import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'left-field',
  severity: 'warning',
  summary: 'A part meant for one quoted field of the line is found in another.',
  kind: 'left-field',
  tell(danger) {
    const { part } = danger;
    const { id, from } = danger.proof;
    const line = from === 'sample' ? 'this line of the sample' : 'the line shown';
    return `'${part}' runs out of its quoted field: what is looked for behind it is also found in another one, such as the page that a visitor comes from. So ${line} is a failure of '${id}'.`;
  },
});
