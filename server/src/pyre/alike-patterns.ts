import type { Node, Pattern } from './nodes.ts';
import type { ParserState } from './parser-state.ts';
import { children } from './walk.ts';

/**
 * For patterns that are read one after the other and begin alike, as the failregexes of one filter do (`^<HOST> -.*"GET …`): the parts at the top of
 * the last one that stand in this one, too, are taken over, the same objects, and not read again. No character behind the next two changes how such a
 * part is read.
 */
export class AlikePatterns {
  private last:
    { readonly pattern: Pattern; readonly items: readonly Node[]; readonly python: ParserState['python'] } | undefined;

  /** The parts that this pattern has from the last one. Moves the reader behind them. */
  begin(state: ParserState): readonly Node[] {
    const { last } = this;
    const { source } = state.reader;
    if (!last || last.python !== state.python || !isSame(last.pattern.flags, state.flags)) return [];
    const alike = lengthAlike(last.pattern.source, source);
    const isAlike = (item: Node): boolean => item.span.end + 2 <= alike && !isBrace(item, source);
    const end = last.items.findIndex((item) => !isAlike(item));
    const items = end === -1 ? last.items : last.items.slice(0, end);
    if (items.length === 0) return [];
    state.reader.seek(items.at(-1)!.span.end);
    state.groupCount = Math.min(last.pattern.groupCount, firstGroup(last.items.slice(items.length)) - 1);
    for (let group = 1; group <= state.groupCount; group++) state.closedGroups.add(group);
    for (const [name, group] of last.pattern.groupNames)
      if (group <= state.groupCount) state.groupNames.set(name, group);
    return items;
  }

  /** Keeps a pattern without faults, and without what says something of other places: flags, comments, tested groups. */
  keep(pattern: Pattern, state: ParserState, flags: ReadonlySet<string>): void {
    const { body } = pattern;
    const isPlain =
      body.type === 'Sequence' && !body.items.some(({ type }) => type === 'Comment' || type === 'GlobalFlags');
    const saysNothing =
      state.warnings.length === 0 && state.testedGroups.size === 0 && !flags.has('x') && isSame(pattern.flags, flags);
    this.last = isPlain && saysNothing ? { pattern, items: body.items, python: state.python } : undefined;
  }
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((flag) => b.has(flag));
}

function lengthAlike(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return i;
}

/** Whether a `{` begins a quantifier is told by what stands far behind it. */
function isBrace({ type, span }: Node, source: string): boolean {
  return type === 'Literal' && source[span.start] === '{';
}

/** Infinity where there is none. */
function firstGroup(nodes: readonly Node[]): number {
  for (const node of nodes) {
    const group = node.type === 'CaptureGroup' ? node.index : firstGroup(children(node));
    if (group < Infinity) return group;
  }
  return Infinity;
}
