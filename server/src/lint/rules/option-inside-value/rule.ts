import { lineAt } from '../../../ini/at.ts';
import { findKnownOption, type FileKind } from '../../../config/vocabulary.ts';
import { writtenOptions } from '../../facts.ts';
import { at } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';

function isInBrackets(text: string): boolean {
  return text.lastIndexOf('[') > text.lastIndexOf(']');
}

export const rule: Rule = {
  name: 'option-inside-value',
  severity: 'error',
  summary: 'An option that is indented deeper than the one above belongs to its value.',
  check(file, report) {
    const { kind, source } = file;
    if (!kind) return;
    const { text } = source.tree;
    for (const { section, option } of writtenOptions(file))
      for (const line of option.valueLines) {
        if (line.start < option.valueSpan.start || line === option.valueLines[0]) continue;
        const header = /^\[[\w.-]+\]$/.exec(text.slice(line.start, line.end));
        // A line of a regex or of a command may look like it.
        if (
          header &&
          option.valueLines.some(
            (other) => other.start > line.end && isOption(kind, section.name, text.slice(other.start, other.end)),
          )
        ) {
          const physical = lineAt(source.tree, line.start)!;
          report({
            message: `This header is a part of ${option.key}, because it is indented: fail2ban sees no section ${header[0]}, and takes all that is indented below it for more of ${option.key}.`,
            place: at(file, line),
            fix: {
              title: 'Remove the indentation',
              safe: false,
              edits: [{ place: at(file, { start: physical.span.start, end: line.start }), text: '' }],
            },
          });
        }
        const match = /^([a-z][\w.]*)\s*=/i.exec(text.slice(line.start, line.end));
        const inner = match && findKnownOption(kind, section.name, match[1]!);
        if (!match || !inner) continue;
        // A parameter of an action, which is written over several lines.
        if (isInBrackets(text.slice(option.valueSpan.start, line.start))) continue;
        const physical = lineAt(source.tree, line.start)!;
        const fix: Fix = {
          title: 'Remove the indentation',
          safe: false,
          edits: [{ place: at(file, { start: physical.span.start, end: line.start }), text: '' }],
        };
        report({
          message: `This line is a part of ${option.key}, because it is indented deeper: fail2ban sets no ${inner.name} here.`,
          place: at(file, { start: line.start, end: line.start + match[1]!.length }),
          fix,
        });
      }
  },
};

function isOption(kind: FileKind, section: string, line: string): boolean {
  const match = /^([a-z][\w.]*)\s*=/i.exec(line);
  return match !== null && findKnownOption(kind, section, match[1]!) !== undefined;
}
