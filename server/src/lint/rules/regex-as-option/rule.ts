import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'regex-as-option',
  severity: 'error',
  summary: 'A regex that is not indented and holds = or : is read as an option.',
  check(file, report) {
    const { kind, source } = file;
    if (kind !== 'filter' && kind !== 'jail') return;
    for (const { options } of source.tree.sections)
      for (const { key, keySpan } of options)
        if (/[\^\\()[\]*+|$<>{}"]/.test(key))
          report({
            message: `fail2ban takes this line for an option called '${key}': a regex that goes on with the value above must be indented.`,
            place: at(file, keySpan),
          });
  },
};
