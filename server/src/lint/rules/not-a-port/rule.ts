import { isRead, isTyped, type ResolvedAction } from '../../../config/resolve.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import { severityIn } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'not-a-port',
  severity: 'error',
  summary: 'A list of ports that the firewall does not take.',
  check(file, report) {
    for (const analysed of file.jails?.jails ?? []) {
      const { jail } = analysed;
      if (!isRead(jail)) continue;
      for (const action of jail.actions) {
        const port = textIn(action, 'port');
        const wrong = port && whatIsWrong(port.text.trim(), action, analysed.enabled);
        if (wrong)
          report({
            message: `port: ${wrong}; the jail ${jail.name} finds, but its action ${action.name.text} fails.`,
            ...shownAt(port, whole(port), startOf(file.path)),
            severity: severityIn(analysed, 'error'),
          });
      }
    }
  },
};

function whatIsWrong(port: string, action: ResolvedAction, isEnabled: boolean): string | undefined {
  if (port === '' || /[<%{$]/.test(port)) return undefined;
  const words = port.split(/[,\s]+/).filter((word) => word !== '');
  const high = words.flatMap((word) => word.split(/[:-]/)).find((word) => /^\d+$/.test(word) && Number(word) > 65535);
  if (high !== undefined) return `there is no port ${high}`;
  const odd = words.find((word) => !/^[\p{L}\p{N}_.:+*-]+$/u.test(word));
  if (odd !== undefined)
    return `'${odd}' is no port, no range of ports and no name of a service: write 22,80 or 1000:2000`;
  if (!handsOver(port, action)) return undefined;
  if (/\s/.test(port)) return `iptables takes what follows a blank for something else: write ${words.join(',')}`;
  const everything = words.find((word) => /^(?:all|any|every|all-?ports?|any-?ports?|\*)$/i.test(word));
  if (everything !== undefined)
    return `iptables knows no port called ${everything}: banaction = %(banaction_allports)s bans all ports, without a list`;
  const range = words.find((word) => /^\d+-\d+$/.test(word));
  if (range !== undefined) return `iptables writes a range as ${range.replace('-', ':')}, not ${range}`;
  if (words.length > 1 && isGiven(action, `--dport ${port}`))
    return `this action takes one port, and iptables refuses the list ${port}: iptables-multiport takes a list`;
  // A range stands for two.
  const count = words.reduce((sum, word) => sum + (word.includes(':') ? 2 : 1), 0);
  return isEnabled && count > mostPorts && isGiven(action, `--dports ${port}`)
    ? `iptables takes ${mostPorts} ports in a list (a range counts as two), and these are ${count}: write ranges, or ban all ports with banaction = %(banaction_allports)s`
    : undefined;
}

/** Of `-m multiport`; it says "too many ports specified". Which firewall a jail of `jail.conf` would have is told once it is switched on. */
const mostPorts = 15;

/** A command gives the list as it is to iptables. */
function handsOver(port: string, action: ResolvedAction): boolean {
  return isGiven(action, `--dports ${port}`) || isGiven(action, `--dport ${port}`);
}

function isGiven(action: ResolvedAction, words: string): boolean {
  return [...action.options.keys()].some((name) => {
    const text = textIn(action, name)?.text ?? '';
    const at = text.indexOf(words);
    return at >= 0 && /^(?:\s|$)/.test(text.slice(at + words.length));
  });
}

function textIn({ options }: ResolvedAction, name: string): MappedText | undefined {
  const value = options.get(name);
  return value && !isTyped(value) ? value : undefined;
}
