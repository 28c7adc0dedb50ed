import { isRead, isTyped } from '../../../config/resolve.ts';
import { firstWritten, shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'both-regexes-active',
  severity: 'warning',
  summary: "A jail's regex is added to one given in brackets, it does not replace it.",
  check(file, report) {
    for (const { jail } of file.jails?.jails ?? []) {
      if (!isRead(jail)) continue;
      for (const option of ['failregex', 'ignoreregex']) {
        const given = jail.filter?.options.get(option);
        const own = jail.options.get(option) ?? null;
        if (!given || !own || isTyped(own)) continue;
        const other = firstWritten(given);
        report({
          message: `Both are used: this ${option} of the jail '${jail.name}' and the one given to its filter in brackets.`,
          ...shownAt(own, whole(own), startOf(file.path)),
          ...(other ? { related: [{ place: other, message: 'the other one' }] } : {}),
        });
      }
    }
  },
};
