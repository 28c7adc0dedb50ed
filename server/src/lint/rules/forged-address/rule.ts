import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'forged-address',
  severity: 'warning',
  summary: 'A stranger can write a text that gets another address banned.',
  check(_file, report, dangers) {
    for (const { danger, place, related, fix, proof } of dangers) {
      if (danger.kind !== 'forged-address') continue;
      const { part } = danger;
      const { id, meant, from } = danger.proof;
      const what = part === '' ? 'stands behind the match' : `stands for '${part}'`;
      const where =
        from === 'regex'
          ? `Whoever can write what ${what} in the log`
          : `Whoever writes what ${what} in the lines of the sample`;
      const message = `${where} chooses whom fail2ban bans: from the line shown it takes '${id}', though it tells of '${meant}'.`;
      report({ message, place, related, proof, ...(fix ? { fix } : {}) });
    }
  },
};
