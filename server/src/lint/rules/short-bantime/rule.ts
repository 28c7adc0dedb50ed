import { timeInSeconds } from '../../../config/time-value.ts';
import { jailSectionsIn, textOfOption } from '../../jail-sections.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'short-bantime',
  severity: 'hint',
  summary: 'A ban that is shorter than the time in which failures count together.',
  check(file, report) {
    for (const { analysed, own } of jailSectionsIn(file)) {
      const option = own('bantime') ?? own('findtime');
      const [bantime, findtime] = ['bantime', 'findtime'].map((name) => textOfOption(analysed, name)?.text);
      const growing = analysed.options.get('bantime.increment');
      const grows = growing && 'value' in growing && growing.value === true;
      if (!option || !analysed.enabled || bantime === undefined || findtime === undefined || grows) continue;
      const [ban, find] = [timeInSeconds(bantime), timeInSeconds(findtime)];
      if (ban === undefined || find === undefined || ban <= 0 || ban >= find) continue;
      report({
        message: `A ban lasts ${bantime}, failures count together for ${findtime}: who tries slowly, so that they are just enough, is shut out for the short time alone. Most want a bantime that is longer than findtime.`,
        place: at(file, option.valueSpan),
      });
    }
  },
};
