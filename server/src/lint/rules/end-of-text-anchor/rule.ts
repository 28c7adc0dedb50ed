import { createWidths } from '../../../pyre/analysis/width.ts';
import type { Node, Pattern } from '../../../pyre/nodes.ts';
import { children, walk } from '../../../pyre/walk.ts';
import { readRegexesIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'end-of-text-anchor',
  severity: 'error',
  summary: '\\Z never matches behind the last word of a line: a line feed follows it.',
  check(file, report) {
    for (const { regex } of readRegexesIn(file))
      walk(regex.pattern, (node) => {
        if (node.type !== 'Sequence') return;
        node.items.forEach((item, i) => {
          if (
            item.type !== 'Assertion' ||
            item.kind !== 'string-end' ||
            !endsBeforeLineFeed(node.items.slice(0, i), regex.pattern)
          )
            return;
          const edit = regex.expanded.whereToEdit(item.span);
          const fix: Fix | undefined = edit && { title: 'Write $', safe: false, edits: [{ place: edit, text: '$' }] };
          report({
            message: '\\Z never matches here: the text that fail2ban searches ends with a line feed. Write $.',
            ...shownAt(regex.expanded, item.span, startOf(file.path)),
            ...(fix ? { fix } : {}),
          });
        });
      });
  },
};

/**
 * True where the last character before the place surely is no line feed: going back, every part up to the first that cannot be
 * empty holds nothing that takes one.
 */
function endsBeforeLineFeed(before: readonly Node[], pattern: Pattern): boolean {
  const widthOf = createWidths(pattern);
  for (const node of [...before].reverse()) {
    if (takesLineFeed(node, pattern)) return false;
    if (widthOf(node).min > 0) return true;
  }
  return false;
}

function takesLineFeed(node: Node, pattern: Pattern): boolean {
  switch (node.type) {
    case 'Literal':
      return node.codePoint === 10;
    case 'AnyChar':
      return pattern.flags.has('s');
    case 'Category':
      return node.kind === 'space' ? !node.negated : node.negated;
    case 'CharClass':
      return (
        node.negated ||
        node.members.some((member) =>
          member.type === 'ClassRange' ? member.from <= 10 && 10 <= member.to : takesLineFeed(member, pattern),
        )
      );
    case 'BackReference':
      return true;
    case 'PlainGroup':
      return node.add.has('s') || takesLineFeed(node.body, pattern);
    default:
      return children(node).some((child) => takesLineFeed(child, pattern));
  }
}
