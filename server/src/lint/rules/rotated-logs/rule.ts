import { nameOf } from '../../../config/paths.ts';
import { jailSectionsIn } from '../../jail-sections.ts';
import { at, shownAt, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'rotated-logs',
  severity: 'warning',
  summary: 'A logpath that takes rotated and compressed logs, too.',
  check(file, report) {
    for (const { analysed, own } of jailSectionsIn(file)) {
      const option = own('logpath');
      if (!option) continue;
      for (const { path } of analysed.logpaths) {
        const name = nameOf(path.text);
        if (!name.endsWith('*')) continue;
        const log =
          name
            .replace(/\*+$/, '')
            .replace(/\*/g, 'x')
            .replace(/\[!?.*?\]|\?/g, 'x') || 'app.log';
        const [first, second] = /\.\w+$/.test(log) ? [`${log}.1`, `${log}.2.gz`] : [`${log}.log.1`, `${log}.log.2.gz`];
        report({
          message: `This takes rotated and compressed logs, too, such as ${first} and ${second}: fail2ban reads lines again when their log gets its next name, and a compressed log as if it were text. Let the pattern end as the name of the live log ends.`,
          ...shownAt(path, whole(path), at(file, option.valueSpan)),
        });
      }
    }
  },
};
