import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'left-field',
  severity: 'warning',
  summary: 'A part meant for one quoted field of the line is found in another.',
  check(_file, report, dangers) {
    for (const { danger, place, related, fix, proof } of dangers) {
      if (danger.kind !== 'left-field') continue;
      const { part } = danger;
      const { id, from } = danger.proof;
      const line = from === 'sample' ? 'this line of the sample' : 'the line shown';
      const message = `'${part}' runs out of its quoted field: what is looked for behind it is also found in another one, such as the page that a visitor comes from. So ${line} is a failure of '${id}'.`;
      report({ message, place, related, proof, ...(fix ? { fix } : {}) });
    }
  },
};
