import { readTime, type TimeReading } from '../../../config/time-value.ts';
import { knownValuesIn, severityIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'not-a-time',
  severity: 'error',
  summary: 'A time that fail2ban cannot make a number of.',
  check(file, report) {
    for (const { known, text, jail } of knownValuesIn(file)) {
      // A tag is replaced when the action runs.
      if (known.type !== 'time' || text.text.includes('<')) continue;
      const reading = readTime(text.text);
      if (reading.kind === 'number') continue;
      const span = 'span' in reading ? reading.span : { start: 0, end: text.length };
      report({
        message: `${known.name}: ${whatIsWrong(reading)}. A time is written as 600, 10m or 1h 30m.`,
        ...shownAt(text, span, startOf(file.path)),
        severity: severityIn(jail, 'error'),
      });
    }
  },
};

function whatIsWrong(reading: TimeReading): string {
  if (reading.kind === 'error') return `${reading.exception}: ${reading.message}; the server does not start`;
  if (reading.kind === 'tuple') return 'a comma makes a list of it, not a time';
  return 'Python would evaluate this, and it is no time';
}
