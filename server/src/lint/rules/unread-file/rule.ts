import { folderOf, nameOf } from '../../../config/paths.ts';
import { startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'unread-file',
  severity: 'warning',
  summary: 'A file of jails, a filter or an action whose name does not end in .conf or .local.',
  check({ kind, place, path }, report) {
    const folder = nameOf(folderOf(path));
    if (!kind || place || !/^(?:jail|filter|action|fail2ban)\.d$/.test(folder)) return;
    const stem = nameOf(path).replace(/\.\w*$/, '');
    report({
      message: `fail2ban does not read this file: in ${folder} it looks at names that end in .conf or .local alone. Call it ${folder}/${stem}.${folder === 'jail.d' ? 'local' : 'conf'}.`,
      place: startOf(path),
    });
  },
};
