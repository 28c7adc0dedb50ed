import { nameOf } from '../../../config/paths.ts';
import { isRead } from '../../../config/resolve.ts';
import { jailSectionsIn, textOfOption } from '../../jail-sections.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

const watchingFiles = new Set(['auto', 'pyinotify', 'polling', 'gamin']);

export const rule: Rule = {
  name: 'jail-without-log',
  severity: 'warning',
  summary: 'A jail that is switched on watches files, but names none.',
  check(file, report) {
    for (const { analysed, own, section } of jailSectionsIn(file)) {
      const { jail, enabled } = analysed;
      if (!enabled || !isRead(jail) || jail.effective.failregex.length === 0) continue;
      if (nameOf(file.path) === 'jail.conf' && !own('enabled')) continue;
      const backend = textOfOption(analysed, 'backend')?.text ?? 'auto';
      // `unknown-word` tells of any other.
      if (!watchingFiles.has(backend.trim().toLowerCase()) || textOfOption(analysed, 'logpath')?.text.trim()) continue;
      const match = jail.effective.journalmatch === undefined ? '' : ', and its journalmatch is for the journal';
      report({
        message: `This jail reads nothing, and fail2ban says nothing of it: backend = ${backend} watches files${match}, but no logpath names one. Set logpath, or backend = systemd where the program writes into the journal.`,
        place: at(file, own('logpath')?.span ?? section.headerSpan),
      });
    }
  },
};
