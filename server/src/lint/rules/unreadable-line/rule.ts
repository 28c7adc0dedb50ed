import { optionAt, sectionAt } from '../../../ini/at.ts';
import { findKnownOption } from '../../../config/vocabulary.ts';
import type { FileAnalysis } from '../../../analysis/workspace.ts';
import type { Span } from '../../../text/span.ts';
import { effectOfUnreadable } from '../../effect.ts';
import { at } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'unreadable-line',
  severity: 'error',
  summary: 'A line is neither header nor option, nor indented to go on with the option above.',
  check(file, report) {
    for (const { code, message, span } of file.source.problems) {
      if (code !== 'unreadable-line') continue;
      const fix = indentation(file, span);
      const hint = fix ? ' A line that goes on with the option above must be indented.' : '';
      report({
        message: `${message}. ${effectOfUnreadable(file)}${hint}`,
        place: at(file, span),
        ...(fix ? { fix } : {}),
      });
    }
  },
};

/** Indents the line where the option above takes several lines. */
function indentation(file: FileAnalysis, span: Span): Fix | undefined {
  const { kind, source } = file;
  const section = sectionAt(source.tree, span.start);
  const above = section && optionAt(section, span.start);
  const known = kind && section && above && findKnownOption(kind, section.name, above.key);
  if (!known || !['regexes', 'datepatterns', 'journalmatches', 'commands', 'logpaths', 'actions'].includes(known.type))
    return undefined;
  const { text } = source.tree;
  let start = span.start;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return {
    title: `Indent the line, as a part of ${known.name}`,
    safe: false,
    edits: [{ place: at(file, { start, end: span.start }), text: '            ' }],
  };
}
