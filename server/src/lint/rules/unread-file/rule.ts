import { folderOf, nameOf } from '../../../config/paths.ts';
import type { FileKind } from '../../../config/vocabulary.ts';
import { closestWord } from '../../closest.ts';
import { startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'unread-file',
  severity: 'warning',
  summary: 'A file of jails, a filter or an action under a name, or in a folder, that fail2ban does not look at.',
  check({ kind, place, path, disk, includedBy }, report) {
    const folder = nameOf(folderOf(path));
    if (!kind || place || includedBy().length > 0) return;
    const beside = disk.readDirectory(folderOf(path));
    if (beside.includes('jail.conf') && beside.includes('filter.d')) {
      const name = nameOf(path).replace(/(?:\.(?:conf|local))+$/, '');
      report({
        message: `fail2ban does not read this file: ${homes[kind]}. Call it ${homeOf(kind, name)}.`,
        place: startOf(path),
      });
      return;
    }
    if (!/^(?:jail|filter|action|fail2ban)\.d$/.test(folder)) return;
    const stem = nameOf(path).replace(/\.\w*$/, '');
    report({
      message: `fail2ban does not read this file: in ${folder} it looks at names that end in .conf or .local alone. Call it ${folder}/${stem}.${folder === 'jail.d' ? 'local' : 'conf'}.`,
      place: startOf(path),
    });
  },
};

const homes: Readonly<Record<FileKind, string>> = {
  jail: 'jails are read from jail.conf, jail.local and the files of jail.d',
  filter: 'filters are read from filter.d',
  action: 'actions are read from action.d',
  fail2ban: 'options of the server are read from fail2ban.conf, fail2ban.local and the files of fail2ban.d',
};

/** A slip of `jail.local` is that file, another name one of its folder. */
function homeOf(kind: FileKind, name: string): string {
  if (kind === 'filter' || kind === 'action') return `${kind}.d/${name}.conf`;
  return closestWord(name, [kind]) === kind || name === kind ? `${kind}.local` : `${kind}.d/${name}.local`;
}
