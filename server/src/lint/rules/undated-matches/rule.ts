import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'undated-matches',
  severity: 'warning',
  summary: 'Lines that match and have no date that fail2ban finds: each counts as of now.',
  check(_file, report, dangers) {
    for (const { danger, place, related, proof } of dangers) {
      if (danger.kind !== 'undated-matches') continue;
      const { matched, undated, words } = danger;
      const lines = matched === 1 ? 'matched line' : 'matched lines';
      const none = `${undated} of ${matched} ${lines} of the sample ${undated === 1 ? 'has' : 'have'} no date that fail2ban finds: counted as of now, whenever it happened.`;
      const message = [none, ...words].join(' ');
      report({ message, place, related, proof });
    }
  },
};
