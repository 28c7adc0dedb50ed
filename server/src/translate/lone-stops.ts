import { setHas } from '../text/code-point-set.ts';
import { leafSet } from '../pyre/analysis/leaf-set.ts';
import type { Node, Pattern, Repeat } from '../pyre/nodes.ts';
import { flagsBelow, flagsOf, type FlagsInForce } from '../pyre/walk.ts';

/** A pattern that finds the same matches, with the same groups, in each text that holds each of `stops` once at the most. */
export interface LoneStops {
  readonly pattern: Pattern;
  readonly stops: readonly string[];
}

/** Shorter ones stand in a text more than once. */
const minStop = 3;

/**
 * The pattern with loops that stop at the first place where the literal text stands that must follow them: a greedy `.*` runs to the line's end and comes back,
 * character by character. Undefined where there is no such loop. Where the text stands once, the loop can end at one place only, whichever is tried first, so
 * that the ways to a match are the same ones, in the same order. E.g. `.* named\[(.*)\]: client` becomes `.*? named\[(.*?)\]: client`, stops ` named[` and `]: client`.
 */
export function toLoneStops(pattern: Pattern): LoneStops | undefined {
  const stops = new Set<string>();
  const body = rewrite(pattern.body, flagsOf(pattern), '', stops);
  return stops.size > 0 ? { pattern: { ...pattern, body }, stops: [...stops] } : undefined;
}

/** `next`: the literal text that must follow the node, whatever way led through it. */
function rewrite(node: Node, flags: FlagsInForce, next: string, stops: Set<string>): Node {
  switch (node.type) {
    case 'Sequence': {
      const items: Node[] = [];
      let behind = next;
      for (const item of [...node.items].reverse()) {
        items.unshift(rewrite(item, flags, behind, stops));
        behind = before(item, flags, behind);
      }
      return { ...node, items };
    }
    case 'Alternation':
      return { ...node, branches: node.branches.map((branch) => rewrite(branch, flags, next, stops)) };
    case 'CaptureGroup':
      return { ...node, body: rewrite(node.body, flags, next, stops) };
    case 'PlainGroup':
      return { ...node, body: rewrite(node.body, flagsBelow(node, flags), next, stops) };
    case 'Repeat':
      return rewriteRepeat(node, flags, next, stops);
    default:
      // What gives nothing back, looks around or asks for groups stays as it is.
      return node;
  }
}

/** The literal text in front of what follows `item`, with it. */
function before(item: Node, { ignoreCase }: FlagsInForce, behind: string): string {
  switch (item.type) {
    case 'Literal':
      return ignoreCase ? '' : String.fromCodePoint(item.codePoint) + behind;
    case 'Comment':
    case 'GlobalFlags':
      return behind;
    default:
      return '';
  }
}

function rewriteRepeat(node: Repeat, flags: FlagsInForce, next: string, stops: Set<string>): Node {
  const set = leafSet(node.item, flags);
  // Another turn may follow one of a loop of loops.
  if (!set) return { ...node, item: rewrite(node.item, flags, '', stops) };
  if (node.mode !== 'greedy' || node.max !== Infinity || next.length < minStop) return node;
  if (!setHas(set, next.codePointAt(0)!)) return node;
  stops.add(next);
  return { ...node, mode: 'lazy' };
}

/** Whether each of the texts stands in `subject` once at the most. */
export function standAlone(stops: readonly string[], subject: string): boolean {
  for (const stop of stops) {
    const at = subject.indexOf(stop);
    if (at !== -1 && subject.includes(stop, at + 1)) return false;
  }
  return true;
}
