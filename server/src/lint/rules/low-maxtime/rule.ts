import { timeInSeconds } from '../../../config/time-value.ts';
import { jailSectionsIn, textOfOption } from '../../jail-sections.ts';
import { at, firstWritten } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'low-maxtime',
  severity: 'warning',
  summary: 'A bantime.maxtime below bantime makes later bans shorter than the first.',
  check(file, report) {
    const told = new Set<number>();
    for (const { analysed } of jailSectionsIn(file)) {
      const growing = analysed.options.get('bantime.increment');
      if (!analysed.enabled || !growing || !('value' in growing) || growing.value !== true) continue;
      const [most, first] = ['bantime.maxtime', 'bantime'].map((name) => textOfOption(analysed, name));
      const place = most && firstWritten(most);
      if (!most || !first || !place || place.file !== file.path || told.has(place.span.start)) continue;
      const [maxtime, bantime] = [timeInSeconds(most.text), timeInSeconds(first.text)];
      if (maxtime === undefined || bantime === undefined || bantime <= 0 || maxtime >= bantime) continue;
      told.add(place.span.start);
      const what =
        maxtime < 0
          ? `Who comes again is ${maxtime === -1 ? 'banned for ever' : 'not banned at all'}: fail2ban takes the smaller of the grown time and bantime.maxtime = ${most.text}. Without a limit leave the option out.`
          : `Bans shrink: the first lasts bantime = ${first.text}, each later one only bantime.maxtime = ${most.text}, the most that a grown ban may last.`;
      const where = firstWritten(first);
      report({
        message: what,
        place: at(file, place.span),
        related: where ? [{ place: where, message: 'bantime is set here' }] : [],
      });
    }
  },
};
