import { nameOf, withoutExtension } from '../../../config/paths.ts';
import { isTyped } from '../../../config/resolve.ts';
import { closestWord } from '../../closest.ts';
import { startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'overlay-of-nothing',
  severity: 'warning',
  summary: 'A .local of an action or filter that there is not: nobody reads it.',
  check(file, report) {
    const { path, place, kind, disk, action, includedBy } = file;
    if (!place || !path.endsWith('.local') || disk.isFile(path.replace(/local$/, 'conf')) || includedBy().length > 0)
      return;
    const folder = kind === 'action' ? 'action.d' : 'filter.d';
    const stem = withoutExtension(nameOf(path));
    const names = disk
      .readDirectory(`${place.configDir}/${folder}`)
      .filter((name) => name.endsWith('.conf'))
      .map(withoutExtension);
    // Readers of `NAME.conf` that includes others read `OTHER.local` with them.
    if (kind === 'action') {
      const ban = action?.resolved?.options.get('actionban');
      if (ban && !isTyped(ban)) return;
    } else if (kind !== 'filter' || file.enabledJails?.().length !== 0) return;
    const moved = kind === 'action' ? movedTo.get(stem) : undefined;
    const meant = moved !== undefined && names.includes(moved) ? moved : closestWord(stem, names);
    // A filter of one's own may wait for its jail.
    if (meant === undefined && kind === 'filter') return;
    report({
      message: `Nobody reads this file: there is no ${folder}/${stem}.conf that it could add to.${meant === undefined ? '' : ` ${moved === meant ? `Since fail2ban 1.0 these options belong to` : 'Is'} ${folder}/${meant}.local${moved === meant ? '.' : ' meant?'}`}`,
      place: startOf(path),
    });
  },
};

/** What earlier releases included. */
const movedTo: ReadonlyMap<string, string> = new Map([
  ['iptables-common', 'iptables'],
  ['iptables-blocktype', 'iptables'],
]);
