import { lineAt } from '../../../ini/at.ts';
import { isRegexOption, writtenOptions } from '../../facts.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'regex-as-section',
  severity: 'error',
  summary: 'A line that starts with [ is read as a section, and what follows the ] is dropped.',
  check(file, report) {
    const { tree } = file.source;
    const hasRegex = writtenOptions(file).some(({ known }) => isRegexOption(known));
    for (const { headerSpan } of tree.sections) {
      const line = lineAt(tree, headerSpan.start);
      if (!line || line.content.end <= headerSpan.end) continue;
      const rest = tree.text.slice(headerSpan.end, line.content.end).trim();
      // `[sshd] # comment` is a slip, but a harmless one.
      if (rest === '' || rest.startsWith('#')) continue;
      report({
        message: `fail2ban takes this line for the header of a section and drops '${rest}'.${hasRegex ? ' A regex that goes on with the value above must be indented.' : ''}`,
        place: at(file, line.content),
      });
    }
  },
};
