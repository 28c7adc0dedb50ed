import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { nameOf, withoutExtension } from '../../../config/paths.ts';
import { isBroken } from '../../../config/resolve.ts';
import { closestWord } from '../../closest.ts';
import { placeOfJail, severityIn } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'action-not-found',
  severity: 'error',
  summary: 'A jail names an action that does not exist.',
  check(file, report) {
    for (const analysed of file.jails?.jails ?? []) {
      const { jail } = analysed;
      if (!isBroken(jail) || !jail.error.startsWith('Unable to read action')) continue;
      const place = placeOfJail(file, jail);
      if (!place) continue;
      const hint = hintFor(/action '([^']*)'/.exec(jail.error)?.[1] ?? '', file);
      report({
        message: `${jail.error}: fail2ban leaves the jail '${jail.jail}' out.${hint}`,
        place,
        severity: severityIn(analysed, 'error'),
      });
    }
  },
};

function hintFor(name: string, { namesIn }: FileAnalysis): string {
  const files = namesIn?.('action.d') ?? [];
  const known = files.filter((file) => /\.(?:conf|local)$/.test(file)).map(withoutExtension);
  if (/\.(?:conf|local)$/.test(name)) return ' The name is written without its extension, unless that is .py.';
  const dollar = /^\$[({](\w+)[)}]s?$/.exec(name);
  if (dollar) return ` A variable is written %(${dollar[1]})s.`;
  const bare = /^\(?(action_\w*)\)?s?$/.exec(name);
  if (bare) return ` This is a variable of jail.conf: it is written %(${bare[1]})s.`;
  const { brackets } = /^(?<brackets>[\w-]+)\s*[({ ]/.exec(name)?.groups ?? {};
  if (brackets !== undefined && known.includes(brackets))
    return ` Parameters stand in square brackets right behind the name: ${brackets}[name=x, port="80,443"].`;
  if (name.startsWith('-') || /^(?:action)?=/.test(name)) return ' Each word or line of action names an action.';
  const other = files.find((file) => file === name);
  if (other !== undefined && !name.endsWith('.py'))
    return ` There is a file action.d/${other}, but fail2ban reads ${name}.conf and ${name}.local only.`;
  if (known.includes(nameOf(name))) return ` The name is written without a folder: ${nameOf(name)}.`;
  const elsewhere = ['filter.d', '', 'jail.d'].find((folder) => namesIn?.(folder).includes(`${name}.conf`));
  if (elsewhere !== undefined)
    return ` There is ${elsewhere === '' ? 'a' : `${elsewhere}/`}${elsewhere === '' ? ` ${name}.conf beside jail.conf` : `${name}.conf`}, but actions are read from action.d.`;
  const meant = calledElsewhere.get(name) ?? closestWord(name, known);
  return meant !== undefined && known.includes(meant) ? ` Is '${meant}' meant?` : '';
}

/** Firewalls by the names of their programs. */
const calledElsewhere: ReadonlyMap<string, string> = new Map([
  ['firewalld', 'firewallcmd-rich-rules'],
  ['firewall-cmd', 'firewallcmd-rich-rules'],
  ['nft', 'nftables'],
  ['ip6tables', 'iptables'],
  ['ipset', 'iptables-ipset-proto6'],
  ['mail', 'sendmail'],
]);
