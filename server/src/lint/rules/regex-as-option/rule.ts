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
        // `failregex +=` is told of as a slip of the name.
        if (/[\^\\()[\]*+|$<>{}"]/.test(key) && !/^\w+\s*\+$/.test(key))
          report({
            message: `fail2ban takes this line for an option called '${key}': ${isAction(key) ? 'an action' : 'a regex'} that goes on with the value above must be indented.`,
            place: at(file, keySpan),
          });
  },
};

/** `sendmail-whois[name`: the second line of `action`. */
function isAction(key: string): boolean {
  return /^(?:[\w-]+|%\(\w+\)s)\[\w+$/.test(key);
}
