import { jailSectionsIn, textOfOption } from '../../jail-sections.ts';
import { at, shownAt, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'blind-ignorecommand',
  severity: 'warning',
  summary: 'An ignorecommand that is not told the address.',
  check(file, report) {
    const told = new Set<number>();
    for (const { analysed, section } of jailSectionsIn(file)) {
      const command = textOfOption(analysed, 'ignorecommand');
      if (
        !analysed.enabled ||
        !command ||
        command.text.trim() === '' ||
        /<(?:ip|ip-host|fid|F-[\w-]+|[a-z-]*matches)>/i.test(command.text)
      )
        continue;
      const shown = shownAt(command, whole(command), at(file, section.headerSpan));
      if (shown.place.file !== file.path || told.has(shown.place.span.start)) continue;
      told.add(shown.place.span.start);
      report({
        message: `The command does not hear whom it shall judge: it answers the same for everybody. Write ${command.text.trim().split('\n')[0]!} <ip>.`,
        ...shown,
      });
    }
  },
};
