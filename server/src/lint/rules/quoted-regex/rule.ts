import { regexesIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

/** Quotes around nothing: the value was meant to be empty. */
export const emptyQuotes = /^(?:''|"")$/;

export const rule: Rule = {
  name: 'quoted-regex',
  severity: 'warning',
  summary: 'Quotes around a regex are part of it.',
  check(file, report) {
    for (const { regex } of regexesIn(file)) {
      const { text } = regex.configured;
      const quote = text[0];
      if ((quote !== '"' && quote !== "'") || text.length < 2 || text.at(-1) !== quote) continue;
      if (text.length > 2) {
        // `"GET .*"` may well be meant; an anchor behind the first quote or before the last never holds.
        if (!/^.\^/.test(text) && !/[^\\]\$.$/.test(text)) continue;
        // Upstream's own sogo-auth has such an ignoreregex, and stock files are to stay quiet.
        if (regex.role === 'ignoreregex') continue;
      }
      report({
        message: `The quotes are part of the regex: fail2ban looks for ${quote} in the log${emptyQuotes.test(text) ? '. For no regex leave the value empty' : ', and an anchor inside of them never holds'}.`,
        ...shownAt(regex.configured, whole(regex.configured), startOf(file.path)),
      });
    }
  },
};
