import { isRead, isTyped, type ResolvedAction } from '../../../config/resolve.ts';
import { jailSectionsIn } from '../../jail-sections.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'long-jail-name',
  severity: 'warning',
  summary: 'The name of a jail is too long for what its action makes of it, or has more than 25 characters.',
  check(file, report) {
    if (file.kind !== 'jail') return;
    const told = new Set<string>();
    for (const { analysed, section, own } of jailSectionsIn(file)) {
      const { jail, enabled, name } = analysed;
      if (!enabled || !isRead(jail) || !own('enabled') || told.has(name)) continue;
      for (const action of jail.actions) {
        const made = tooLong(action);
        // A name of the brackets is the action's own.
        if (!made || !made.word.includes(name)) continue;
        told.add(name);
        const { word, what, most, program } = made;
        report({
          message: `Nobody is banned: ${action.name.text} makes a ${what} called ${word}, ${[...word].length} characters, and ${program} takes ${most}. Give the jail a name of ${[...name].length - ([...word].length - most)} characters or less.`,
          place: at(file, section.nameSpan),
          severity: 'error',
        });
        break;
      }
    }
    for (const { name, nameSpan } of file.source.tree.sections)
      if ([...name].length > 25 && !name.includes('?') && !told.has(name))
        report({
          message: `The name of this jail has ${[...name].length} characters: fail2ban warns of more than 25, and firewall chains named for it may fail.`,
          place: at(file, nameSpan),
        });
  },
};

interface Made {
  readonly word: string;
  readonly what: string;
  readonly program: string;
  readonly most: number;
}

/** iptables: "chain name too long (must be under 29 chars)"; ipset: "setname is longer than 31 characters". */
const makers = [
  { pattern: /(?:ip6?tables|<ip6?tables>)[^\n;|]*?\s-N (\S+)/g, what: 'chain', program: 'iptables', most: 28 },
  { pattern: /ipset (?:-exist )?create (\S+)/g, what: 'set', program: 'ipset', most: 31 },
] as const;

function tooLong({ options }: ResolvedAction): Made | undefined {
  const value = options.get('actionstart');
  const text = value && !isTyped(value) ? value.text : '';
  for (const { pattern, ...made } of makers)
    for (const [, word] of text.matchAll(pattern))
      if ([...word!].length > made.most && !/[<>]/.test(word!)) return { ...made, word: word! };
  return undefined;
}
