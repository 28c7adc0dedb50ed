import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'undated-matches',
  severity: 'warning',
  summary: 'Lines that match and have no date that fail2ban finds: each counts as of now.',
  kind: 'undated-matches',
  tell(danger) {
    const { matched, undated, words } = danger;
    const lines = matched === 1 ? 'matched line' : 'matched lines';
    const none = `${undated} of ${matched} ${lines} of the sample ${undated === 1 ? 'has' : 'have'} no date that fail2ban finds: counted as of now, whenever it happened.`;
    return [none, ...words].join(' ');
  },
});
