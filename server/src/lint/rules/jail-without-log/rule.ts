import { nameOf } from '../../../config/paths.ts';
import { sectionsWithoutLog, textOfOption, watchesFiles } from '../../jail-sections.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'jail-without-log',
  severity: 'warning',
  summary: 'A jail that is switched on watches files, but names none.',
  check(file, report) {
    for (const { analysed, own, section, jail } of sectionsWithoutLog(file)) {
      // `unread-journalmatch` tells of its own one.
      if ((nameOf(file.path) === 'jail.conf' && !own('enabled')) || own('journalmatch')) continue;
      const backend = textOfOption(analysed, 'backend')?.text ?? 'auto';
      if (!watchesFiles(analysed)) continue;
      const match = jail.effective.journalmatch === undefined ? '' : ', and its journalmatch is for the journal';
      report({
        message: `This jail reads nothing, and fail2ban says nothing of it: backend = ${backend} watches files${match}, but no logpath names one. Set logpath, or backend = systemd where the program writes into the journal.`,
        place: at(file, own('logpath')?.span ?? section.headerSpan),
      });
    }
  },
};
