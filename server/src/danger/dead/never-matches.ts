import type { Part } from '../../automata/from-pattern.ts';
import type { Node } from '../../pyre/nodes.ts';
import { flagsBelow, type FlagsInForce, flagsOf } from '../../pyre/walk.ts';
import type { Span } from '../../text/span.ts';
import type { DeadPart } from '../danger.ts';
import { configuredPart } from '../places.ts';
import type { Probe, ProbedRegex } from '../probe.ts';
import type { FilterAutomata } from './filter-automata.ts';

/** A regex that matches no line, with the first and the last of the shortest row of its parts that already match none. */
export function findNeverMatches(
  probe: Probe,
  automata: FilterAutomata,
  { name, regex }: ProbedRegex,
): DeadPart[] | undefined {
  if (automata.example(regex) !== undefined) return undefined;
  const { searched } = automata;
  const isImpossible = (parts: readonly Part[]): boolean => {
    const dfa = automata.ofParts(parts, { error: 'more', mode: 'search' });
    return (
      dfa !== undefined &&
      automata.isImpossible([
        { dfa, taken: true },
        { dfa: searched, taken: true },
      ])
    );
  };
  const dfa = automata.of(regex.pattern, 'more');
  if (
    !dfa ||
    !automata.isImpossible([
      { dfa, taken: true },
      { dfa: searched, taken: true },
    ])
  )
    return undefined;
  const parts = partsOf(regex.pattern.body, flagsOf(regex.pattern));
  let first = 0;
  let last = parts.length;
  while (last > first + 1 && isImpossible(parts.slice(first, last - 1))) last--;
  while (first < last - 1 && isImpossible(parts.slice(first + 1, last))) first++;
  const row = parts.slice(first, last);
  // A `\Z` before the line feed has a rule of its own, which knows what to write.
  if (row.some(({ node }) => node.type === 'Assertion' && node.kind === 'string-end')) return [];
  // Of a word, all of it is shown.
  while (isLiteral(parts[first - 1]) && isLiteral(parts[first])) first--;
  while (isLiteral(parts[last]) && isLiteral(parts[last - 1])) last++;
  const shown = (from: number, step: 1 | -1): Span => {
    let to = from;
    if (isLiteral(parts[from])) while (isLiteral(parts[to + step])) to += step;
    const [start, end] = [Math.min(from, to), Math.max(from, to)];
    return { start: parts[start]!.node.span.start, end: parts[end]!.node.span.end };
  };
  const part = configuredPart(probe, name, shown(last - 1, -1));
  if (row.length < 2) return [{ kind: 'never-matches', ...part, isOfPlace: false, fix: undefined }];
  const because = configuredPart(probe, name, shown(first, 1));
  return [{ kind: 'never-matches', ...part, because, isOfPlace: false, fix: undefined }];
}

function isLiteral(part: Part | undefined): boolean {
  return part?.node.type === 'Literal';
}

/** What stands in a row, groups that say nothing but "together" opened. */
function partsOf(node: Node, flags: FlagsInForce): Part[] {
  const below = flagsBelow(node, flags);
  switch (node.type) {
    case 'Sequence':
      return node.items.flatMap((item) => partsOf(item, below));
    case 'CaptureGroup':
    case 'PlainGroup':
      return partsOf(node.body, below);
    case 'Comment':
    case 'GlobalFlags':
      return [];
    default:
      return [{ node, flags }];
  }
}
