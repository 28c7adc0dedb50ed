import { readNet } from '../../../analysis/addresses.ts';
import { splitWords } from '../../../config/jail.ts';
import { knownValuesIn, severityIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'everybody-ignored',
  severity: 'error',
  summary: 'ignoreip holds a net that is every address: the jail bans nobody.',
  check(file, report) {
    for (const { known, text, jail } of knownValuesIn(file)) {
      if (known.name !== 'ignoreip' || !jail) continue;
      for (const word of splitWords(text)) {
        const net = readNet(word.text, file.versions.fail2ban);
        if (!net || 'error' in net || net.prefixLength !== 0) continue;
        const family = net.bytes.length === 4 ? 'IPv4' : 'IPv6';
        report({
          message: `'${word.text}' is every ${family} address: the jail ${jail.name} never bans one of them. Name the nets that are yours.`,
          ...shownAt(word, whole(word), startOf(file.path)),
          severity: severityIn(jail, 'error'),
        });
      }
    }
  },
};
