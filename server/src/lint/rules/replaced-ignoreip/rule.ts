import { nameOf } from '../../../config/paths.ts';
import { jailSectionsIn } from '../../jail-sections.ts';
import { at, firstWritten } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'replaced-ignoreip',
  severity: 'information',
  summary: 'The ignoreip of a jail takes the place of that of [DEFAULT].',
  check(file, report) {
    const general = file.jails?.layers?.defaults.get('ignoreip');
    const origin = general && firstWritten(general);
    if (!general || !origin) return;
    for (const { analysed, own } of jailSectionsIn(file)) {
      const option = own('ignoreip');
      if (!option || !analysed.enabled || option.value.text.includes('ignoreip)s')) continue;
      const lost = wordsOf(general.text).filter(
        (word) => !wordsOf(option.value.text).includes(word) && !isOwnHost(word),
      );
      // A jail that ignores nobody is meant so.
      if (lost.length === 0 || wordsOf(option.value.text).length === 0 || nameOf(file.path) === 'jail.conf') continue;
      const start = { start: option.valueSpan.start, end: option.valueSpan.start };
      const fix: Fix = {
        title: 'Add to those of [DEFAULT]',
        safe: false,
        edits: [{ place: at(file, start), text: '%(default/ignoreip)s ' }],
      };
      report({
        message: `This takes the place of ignoreip in [DEFAULT] (${file.nameOfPlace(origin)}): the jail no longer ignores ${lost.slice(0, 3).join(', ')}${lost.length > 3 ? ' …' : ''}. Write %(default/ignoreip)s in front to add to it.`,
        place: at(file, option.valueSpan),
        related: [{ place: origin, message: 'ignored in other jails' }],
        fix,
      });
    }
  },
};

function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

/** What ignoreself takes care of. */
function isOwnHost(word: string): boolean {
  return word === '::1' || word === 'localhost' || word.startsWith('127.');
}
