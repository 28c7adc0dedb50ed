import { isRead } from '../../../config/resolve.ts';
import { shownAt, startOf } from '../../places.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'missing-comma',
  severity: 'warning',
  summary: 'Options in brackets are separated by commas; without one the next option belongs to the value.',
  check(file, report) {
    for (const { jail } of file.jails?.jails ?? []) {
      if (!isRead(jail)) continue;
      const lists = [...(jail.filter ? [jail.filter.options] : []), ...jail.actions.map(({ options }) => options)];
      for (const options of lists)
        for (const [name, value] of options) {
          if (!value || 'type' in value || name.startsWith('action')) continue;
          const match = bareOption(value);
          if (match)
            report({
              message: `'${match.text}' is a part of the value of '${name}': a comma must stand between options.`,
              ...shownAt(value, match.span, startOf(file.path)),
            });
        }
    }
  },
};

/** `1 b=2` as the value of `a`; a quoted value may hold what it likes. */
function bareOption(value: MappedText): { text: string; span: { start: number; end: number } } | undefined {
  const match = /^[^\s"'=%<]+\s+([\w.-]+=\S*)$/.exec(value.text);
  if (!match) return undefined;
  return { text: match[1]!, span: { start: value.text.length - match[1]!.length, end: value.text.length } };
}
