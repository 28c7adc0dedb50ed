import type { Node } from './nodes.ts';
import type { FlagsInForce } from './walk.ts';

/**
 * `work` for each part of a pattern once, as long as the same flags are in force there: patterns that begin alike have parts in common
 * (`alike-patterns.ts`). Parts never change.
 */
export function oncePerPart<Part extends Node, Answer>(
  work: (part: Part, flags: FlagsInForce) => Answer,
): (part: Part, flags: FlagsInForce) => Answer {
  const known = new WeakMap<Part, { readonly flags: FlagsInForce; readonly answer: Answer }>();
  return (part, flags) => {
    const last = known.get(part);
    if (last !== undefined && isSame(last.flags, flags)) return last.answer;
    const answer = work(part, flags);
    known.set(part, { flags, answer });
    return answer;
  };
}

function isSame(a: FlagsInForce, b: FlagsInForce): boolean {
  if (a === b) return true;
  return a.ascii === b.ascii && a.ignoreCase === b.ignoreCase && a.multiline === b.multiline && a.dotAll === b.dotAll;
}
