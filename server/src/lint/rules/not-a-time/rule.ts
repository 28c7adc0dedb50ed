import { readTime, type TimeReading } from '../../../config/time-value.ts';
import { knownValuesIn, severityIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import { effectOf } from '../../effect.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'not-a-time',
  severity: 'error',
  summary: 'A time that fail2ban cannot make a number of.',
  check(file, report) {
    for (const { known, text, jail } of knownValuesIn(file)) {
      if (known.type !== 'time') continue;
      // An action's tags are replaced when it runs, and an empty bantime.maxtime counts as not set.
      if ((known.kind === 'action' && text.text.includes('<')) || (known.name.startsWith('bantime.') && !text.text))
        continue;
      // Lines that were not meant for it: told of as such.
      if (/\n(?:\[|[\w.]+\s*=)/.test(text.text)) continue;
      const reading = readTime(text.text);
      if (reading.kind === 'number') continue;
      const span = 'span' in reading ? reading.span : { start: 0, end: text.length };
      report({
        message: `${known.name}: ${whatIsWrong(reading, effectOf(file, { jail }))}. A time is written as 600, 10m or 1h 30m.`,
        ...shownAt(text, span, startOf(file.path)),
        severity: severityIn(jail, 'error'),
      });
    }
  },
};

function whatIsWrong(reading: TimeReading, effect: string): string {
  if (reading.kind === 'error') return `${reading.exception}: ${reading.message}; ${effect}`;
  if (reading.kind === 'tuple') return 'a comma makes a list of it, not a time';
  return 'Python would evaluate this, and it is no time';
}
