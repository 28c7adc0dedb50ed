import { setHas } from '../../text/code-point-set.ts';
import type { Node, Pattern } from '../nodes.ts';
import { children, flagsBelow, flagsOf, walk, type FlagsInForce } from '../walk.ts';
import { leafSet } from './leaf-set.ts';

const newline = 0x0a;

/**
 * For texts of several lines, each ended by a line feed, that lose lines at their start and gain one at their end: a part of the pattern that the last line must hold for a
 * match that the text did not have before it gained that line. It takes in no line feed. Undefined where nothing can be told.
 * E.g. `^begin (\d+)\n\s*end \1\s*$`: `end \1`
 *
 * Why: a match that ends with this part in an earlier line reads nothing that has changed, as no part of it looks over a line end or asks for the text's start or end.
 * Blanks that go on into the last line may as well end before its line feed.
 */
export function lastLinePart(pattern: Pattern): Pattern | undefined {
  const takesNewline = createNewlineTest(pattern);
  if (looksFurther(pattern, takesNewline)) return undefined;
  const flags = flagsOf(pattern);
  const items = pattern.body.type === 'Sequence' ? pattern.body.items : [pattern.body];
  let end = items.length;
  while (end > 0 && isNothing(items[end - 1]!)) end--;
  if (end > 0 && isOptionalRun(items[end - 1]!, flags)) end--;
  let start = end;
  while (start > 0 && !takesNewline(items[start - 1]!, flags)) start--;
  if (start === end) return undefined;
  return { ...pattern, body: { type: 'Sequence', span: pattern.span, items: items.slice(start, end) } };
}

type NewlineTest = (node: Node, flags: FlagsInForce) => boolean;

/** Whether a part may take in a line feed. */
function createNewlineTest(pattern: Pattern): NewlineTest {
  const groups = new Map<number, { readonly body: Node; readonly flags: FlagsInForce }>();
  walk(pattern, (node, flags) => {
    if (node.type === 'CaptureGroup') groups.set(node.index, { body: node.body, flags });
  });
  const takes: NewlineTest = (node, flags) => {
    const set = leafSet(node, flags);
    if (set) return setHas(set, newline);
    if (node.type === 'LookAround') return false;
    if (node.type === 'BackReference') {
      const group = groups.get(node.index);
      return !group || takes(group.body, group.flags);
    }
    const below = flagsBelow(node, flags);
    return children(node).some((child) => takes(child, below));
  };
  return takes;
}

/** Something asks for the start or end of the whole text, or looks over a line end without taking it or giving it back. */
function looksFurther(pattern: Pattern, takesNewline: NewlineTest): boolean {
  let isFurther = false;
  walk(pattern, (node, flags) => {
    switch (node.type) {
      case 'Assertion':
        if (node.kind.startsWith('string') || (node.kind.startsWith('line') && !flags.multiline)) isFurther = true;
        break;
      case 'LookAround':
      case 'AtomicGroup':
        if (takesNewline(node.body, flags)) isFurther = true;
        break;
      case 'Repeat':
        if (node.mode === 'possessive' && takesNewline(node.item, flags)) isFurther = true;
    }
  });
  return isFurther;
}

/** `$`, which holds at each line's end. */
function isNothing(node: Node): boolean {
  return node.type === 'Comment' || (node.type === 'Assertion' && node.kind === 'line-end');
}

/** E.g. `\s*` */
function isOptionalRun(node: Node, flags: FlagsInForce): boolean {
  return (
    node.type === 'Repeat' && node.min === 0 && node.mode !== 'possessive' && leafSet(node.item, flags) !== undefined
  );
}
