import { isRead, isTyped, type ResolvedAction } from '../../../config/resolve.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import { byName } from '../../../text/by-name.ts';
import { at, firstWritten } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'split-chain',
  severity: 'error',
  summary: 'The name of a jail, or of its action, is no single word to the shell that bans.',
  check(file, report) {
    for (const analysed of file.jails?.jails ?? []) {
      const { jail, enabled } = analysed;
      if (!enabled || !isRead(jail)) continue;
      for (const action of jail.actions) {
        const name = textIn(action, 'name');
        const odd = name && /[\s()&;|<>$`"'*?\\]/.exec(name.text)?.[0];
        if (!name || odd === undefined || !isBare(action, name.text)) continue;
        const header = byName(file.source.tree.sections).get(jail.name);
        const place = firstWritten(name) ?? (header ? at(file, header.nameSpan) : undefined);
        if (!place) continue;
        const what = /\s/.test(odd) ? 'a blank' : odd;
        report({
          message: `Nobody is banned: the commands of ${action.name.text} call a chain or set f2b-${name.text}, and the shell splits that at ${what}. Write a name of letters, digits and -, such as ${name.text.replace(/[^\w.-]+/g, '-').replace(/^-|-$/g, '')}.`,
          place,
        });
      }
    }
  },
};

/** A command of a firewall has the name as it is, without quotes. */
function isBare(action: ResolvedAction, name: string): boolean {
  return [...action.options.keys()].some((key) =>
    /^action(?:start|ban)$/.test(key)
      ? (textIn(action, key)?.text ?? '')
          .split('\n')
          .some((line) => firewall.test(line) && line.includes(`f2b-${name}`))
      : false,
  );
}

const firewall = /\b(?:ip6?tables|nft|ipset|firewall-cmd|pfctl)\b|<ip(?:6)?tables>/;

function textIn({ options }: ResolvedAction, name: string): MappedText | undefined {
  const value = options.get(name);
  return value && !isTyped(value) ? value : undefined;
}
