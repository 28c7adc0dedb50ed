import { findKnownOption } from '../../../config/vocabulary.ts';
import { nameOf, withoutExtension } from '../../../config/paths.ts';
import { usesIn } from '../../../analysis/names.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'jail-in-another-file',
  severity: 'warning',
  summary: 'A jail in a file of filters, of actions or of the server is passed over.',
  check(file, report) {
    const { kind, place, source, path } = file;
    if (!kind || !place || kind === 'jail') return;
    const used = new Set(usesIn(source.tree).map(({ from }) => from));
    for (const { name, headerSpan, options } of source.tree.sections) {
      const has = (keys: readonly string[]) => options.some(({ key }) => keys.includes(key));
      if (['Definition', 'Init', 'DEFAULT', 'INCLUDES', 'Thread'].includes(name) || used.has(name)) continue;
      if (has(['enabled', 'logpath', 'maxretry']) && options.every(({ key }) => findKnownOption('jail', '*', key)))
        report({
          message: `fail2ban looks for jails in jail.local and jail.d alone: it passes over the jail [${name}] in ${nameOf(path)}. Move it to ${kind === 'fail2ban' ? 'jail.local' : `jail.d/${withoutExtension(nameOf(path))}.local`}.`,
          place: at(file, headerSpan),
        });
    }
  },
};
