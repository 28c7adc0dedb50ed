import { regexesIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'prefregex-over-lines',
  severity: 'error',
  summary: 'A prefregex is one regex: a second line becomes a part of it.',
  check(file, report) {
    for (const { regex, regexes } of regexesIn(file)) {
      const start = regex.role === 'prefregex' && regexes.maxLines === 1 ? regex.configured.text.indexOf('\n') : -1;
      if (start === -1) continue;
      const end = regex.configured.text.indexOf('\n', start + 1);
      report({
        message:
          'A prefregex is one regex, not one a line: the line break is part of it, and no log line holds one. Use (?:…|…).',
        ...shownAt(
          regex.configured,
          { start: start + 1, end: end === -1 ? regex.configured.length : end },
          startOf(file.path),
        ),
      });
    }
  },
};
