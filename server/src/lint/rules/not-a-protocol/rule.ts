import { isRead, isTyped, type ResolvedAction } from '../../../config/resolve.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import { severityIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'not-a-protocol',
  severity: 'error',
  summary: 'A protocol that iptables does not take, or not together with ports.',
  check(file, report) {
    for (const analysed of file.jails?.jails ?? []) {
      const { jail } = analysed;
      if (!isRead(jail)) continue;
      for (const action of jail.actions) {
        const protocol = textIn(action, 'protocol');
        const wrong = protocol && whatIsWrong(protocol.text.trim(), action);
        if (wrong)
          report({
            message: `protocol: ${wrong}; the jail ${jail.name} finds, but its action ${action.name.text} fails.`,
            ...shownAt(protocol, whole(protocol), startOf(file.path)),
            severity: severityIn(analysed, 'error'),
          });
      }
    }
  },
};

/** Those that have ports, by name and number. */
const withPorts = new Set(['tcp', 'udp', 'udplite', 'sctp', 'dccp', '6', '17', '136', '132', '33']);

function whatIsWrong(protocol: string, action: ResolvedAction): string | undefined {
  if (protocol === '' || /[<%{$]/.test(protocol)) return undefined;
  const commands = [...action.options.keys()].map((name) => textIn(action, name)?.text ?? '');
  // `-p $proto` stands in a loop over the words between commas.
  const isLoop = commands.some((text) => text.includes(`echo '${protocol}' | sed 's/,/ /g'`));
  if (!isLoop && !commands.some((text) => text.includes(`-p ${protocol} `))) return undefined;
  if (!commands.some((text) => /(?:^|\s)-p \S+ /.test(text))) return undefined;
  const words = (isLoop ? protocol.split(',') : [protocol]).map((word) => word.trim()).filter((word) => word !== '');
  const many = words.find((word) => /^\w+(?:[/,;|+&]|\s+)\w+$/.test(word) || /^(?:both|any)$/i.test(word));
  if (many !== undefined)
    return `'${many}' is no protocol to iptables: ${isLoop ? 'write tcp,udp' : 'give each protocol an action of its own'}`;
  const withoutPorts = words.find((word) => !withPorts.has(word.toLowerCase()));
  return withoutPorts !== undefined && commands.some((text) => /--dports? /.test(text))
    ? `iptables takes ports with tcp, udp and their like only, not with ${withoutPorts}: write tcp,udp, or ban all ports with banaction = %(banaction_allports)s`
    : undefined;
}

function textIn({ options }: ResolvedAction, name: string): MappedText | undefined {
  const value = options.get(name);
  return value && !isTyped(value) ? value : undefined;
}
