import { nameOf, withoutExtension } from '../../../config/paths.ts';
import { isRead } from '../../../config/resolve.ts';
import { jailSectionsIn } from '../../jail-sections.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'only-notified',
  severity: 'information',
  summary: 'The actions of a jail tell of a ban, and none of them shuts anybody out.',
  check(file, report) {
    for (const { analysed, own } of jailSectionsIn(file)) {
      const { jail, enabled } = analysed;
      const option = own('action');
      if (!option || !enabled || !isRead(jail) || jail.actions.length === 0) continue;
      const names = jail.actions.map(({ file: name }) => withoutExtension(nameOf(name.text)));
      if (!names.every((name) => notifiers.test(name))) continue;
      report({
        message: `Nobody is shut out: ${names.join(' and ')} only ${names.length > 1 ? 'tell' : 'tells'} of a ban, and action takes the place of the one that bans. With %(action_)s on a line before it the firewall bans, too.`,
        place: at(file, option.valueSpan),
      });
    }
  },
};

/** Stock actions that write to people and to collectors of addresses. */
const notifiers =
  /^(?:mail|mail-(?:buffered|whois|whois-lines)|sendmail|sendmail-(?:buffered|geoip-lines|whois|whois-(?:ipjailmatches|ipmatches|lines|matches))|smtp|complain|dshield|mynetwatchman|xarf-login-attack|abuseipdb|blocklist_de|badips|ipthreat|apprise)$/;
