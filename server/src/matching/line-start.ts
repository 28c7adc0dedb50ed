import type { Node, Pattern, PlainGroup } from '../pyre/nodes.ts';

/**
 * A pattern that begins with `.*` matches from the start of a line or not at all: what it finds further right, it finds from
 * there too. Said with a `^`, engines need not try every other place, which takes them the square of the line's length. Only for
 * searches of a whole text: one that begins inside a line would lose its match. E.g. `.*foo` becomes `(?m:^).*foo`
 */
export function withLineStart(pattern: Pattern): Pattern {
  if (!beginsWithAnything(pattern.body)) return pattern;
  const span = { start: 0, end: 0 };
  const lineStart: PlainGroup = {
    type: 'PlainGroup',
    span,
    add: new Set(['m']),
    remove: new Set(),
    body: { type: 'Assertion', span, kind: 'line-start' },
  };
  return { ...pattern, body: { type: 'Sequence', span: pattern.span, items: [lineStart, pattern.body] } };
}

/** `.*`, `.+` and their lazy forms. A dot that takes line ends too only makes the line start hold more rarely, never wrongly. */
function beginsWithAnything(node: Node): boolean {
  switch (node.type) {
    case 'Sequence': {
      const first = node.items.find(({ type }) => type !== 'GlobalFlags' && type !== 'Comment');
      return first !== undefined && beginsWithAnything(first);
    }
    case 'PlainGroup':
      return beginsWithAnything(node.body);
    case 'Repeat':
      return node.item.type === 'AnyChar' && node.max === Infinity && node.min <= 1 && node.mode !== 'possessive';
    default:
      return false;
  }
}
