import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'month-as-minute',
  severity: 'warning',
  summary: 'A time with a capital M: that is minutes, too.',
  check(file, report) {
    if (file.kind !== 'jail' && file.kind !== 'fail2ban') return;
    for (const { options } of file.source.tree.sections)
      for (const { key, value, valueSpan } of options) {
        const months = times.has(key) ? /^\s*(\d+)\s*M\s*$/.exec(value.text)?.[1] : undefined;
        if (months !== undefined)
          report({
            message: `${months}M is ${months} ${months === '1' ? 'minute' : 'minutes'}: case does not count, and a month is written ${months}mo.`,
            place: at(file, valueSpan),
            fix: {
              title: `Write ${months}mo`,
              safe: false,
              edits: [{ place: at(file, valueSpan), text: `${months}mo` }],
            },
          });
      }
  },
};

const times = new Set(['bantime', 'findtime', 'bantime.maxtime', 'bantime.rndtime', 'dbpurgeage']);
