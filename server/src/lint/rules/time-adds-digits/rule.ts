import { formatDuration } from '../../../config/format-duration.ts';
import { readTime } from '../../../config/time-value.ts';
import { knownValuesIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'time-adds-digits',
  severity: 'warning',
  summary: 'A blank between digits adds them: 1 000 is one second.',
  check(file, report) {
    for (const { known, text } of knownValuesIn(file)) {
      if (known.type !== 'time') continue;
      const gap = /\d[ \t]+\d{3}(?!\d*\s*[a-z])/i.exec(text.text);
      const reading = gap && readTime(text.text);
      if (!gap || reading?.kind !== 'number') continue;
      const seconds = Number(reading.value);
      report({
        message: `A blank between digits means plus: this is ${formatDuration(seconds)}, not a number in groups of three.`,
        ...shownAt(text, { start: gap.index, end: gap.index + gap[0].length }, startOf(file.path)),
      });
    }
  },
};
