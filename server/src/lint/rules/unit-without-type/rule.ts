import { isRead } from '../../../config/resolve.ts';
import { jailSectionsIn, textOfOption } from '../../jail-sections.ts';
import { at, shownAt } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'unit-without-type',
  severity: 'warning',
  summary: 'A journalmatch names a unit without its type, such as .service.',
  check(file, report) {
    for (const { analysed, section } of jailSectionsIn(file)) {
      const { jail, enabled, name } = analysed;
      if (!enabled || !isRead(jail) || !textOfOption(analysed, 'backend')?.text.startsWith('systemd')) continue;
      for (const word of (jail.effective.journalmatch ?? []).flat()) {
        const unit = /^(_SYSTEMD_UNIT|UNIT|_SYSTEMD_USER_UNIT|USER_UNIT)=(.*)$/.exec(word.text);
        if (!unit || (types.test(unit[2]!) && !/[+*?[]/.test(unit[2]!))) continue;
        const sign = /[,+]/.exec(unit[2]!)?.[0];
        const cure = sign
          ? ` The ${sign} is a part of the name here: ${sign === '+' ? 'it stands between blanks' : 'matches are parted by blanks'}.`
          : /[*?[]/.test(unit[2]!)
            ? ` A wildcard stands for itself, too: SYSLOG_IDENTIFIER=NAME or _COMM=NAME takes the entries of all of them.`
            : ` Write ${unit[1]}=${unit[2]}.service.`;
        report({
          message: `No entry of the journal has ${word.text}: ${types.test(unit[2]!) ? 'fields are compared as they are' : "a unit's name ends in its type"}, and the jail ${name} finds nothing with it.${cure}`,
          ...shownAt(word, { start: unit[1]!.length + 1, end: word.text.length }, at(file, section.headerSpan)),
        });
      }
    }
  },
};

const types = /\.(?:service|scope|socket|slice|mount|automount|swap|target|path|timer|device)$/;
