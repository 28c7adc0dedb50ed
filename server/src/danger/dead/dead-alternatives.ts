import type { Dfa } from '../../automata/dfa.ts';
import type { Part } from '../../automata/from-pattern.ts';
import { leafSet } from '../../pyre/analysis/leaf-set.ts';
import type { Alternation, Node } from '../../pyre/nodes.ts';
import { children, flagsBelow, type FlagsInForce, flagsOf } from '../../pyre/walk.ts';
import type { DeadPart } from '../danger.ts';
import { configuredPart, editablePart } from '../places.ts';
import type { Probe, ProbedRegex } from '../probe.ts';
import type { FilterAutomata } from './filter-automata.ts';

/**
 * Branches that are never taken, or in vain: all that they take an earlier branch takes, too, and is tried first. At the very end of a regex it is enough that the
 * earlier one takes the beginning of it.
 */
export function findDeadAlternatives(probe: Probe, automata: FilterAutomata, { name, regex }: ProbedRegex): DeadPart[] {
  const { pattern } = regex;
  const found: DeadPart[] = [];
  const visit = (node: Node, flags: FlagsInForce, isLast: boolean): void => {
    const below = flagsBelow(node, flags);
    if (node.type === 'LookAround' || leafSet(node, flags)) return;
    if (node.type === 'Alternation') look(node, below, isLast);
    const parts = children(node);
    const goesOn = isLast && ['Sequence', 'Alternation', 'CaptureGroup', 'PlainGroup'].includes(node.type);
    parts.forEach((child, i) => visit(child, below, goesOn && (node.type !== 'Sequence' || i === parts.length - 1)));
  };
  const look = ({ branches }: Alternation, flags: FlagsInForce, isLast: boolean): void => {
    const asked = branches.map((branch) => (isPlain(branch) ? askedOf(automata, { node: branch, flags }) : undefined));
    branches.forEach((branch, i) => {
      const search = (by: 'surely' | 'beginning'): number =>
        asked.findIndex((earlier, j) => j < i && isCovered(automata, asked[i], earlier?.[by]));
      const everywhere = search('surely');
      const at = everywhere < 0 && isLast ? search('beginning') : everywhere;
      if (at < 0) return;
      const part = configuredPart(probe, name, branch.span);
      const because = configuredPart(probe, name, branches[at]!.span);
      // What a tag holds is not the author's to mend, and one place may be written for many regexes.
      const editable = editablePart(probe, name, { start: branches[i - 1]!.span.end, end: branch.span.end });
      if (!editable || part.part === '') return;
      const edits = [{ span: editable, text: '' }];
      const fix = { title: `Remove '${part.part}'`, regex: name, edits, keepsMeaning: true };
      found.push({ kind: 'dead-alternative', ...part, because, isOfPlace: everywhere < 0, fix });
    });
  };
  visit(pattern.body, flagsOf(pattern), true);
  return found;
}

interface AskedBranch {
  readonly all: Dfa;
  /** The texts that it takes for sure, and those of which it surely takes the beginning. */
  readonly surely: Dfa;
  readonly beginning: Dfa;
  readonly example: string;
}

function askedOf(automata: FilterAutomata, branch: Part): AskedBranch | undefined {
  const all = automata.ofParts([branch], { error: 'more', mode: 'whole' });
  const surely = automata.ofParts([branch], { error: 'fewer', mode: 'whole' });
  const beginning = automata.ofParts([branch], { error: 'fewer', mode: 'search', isAnchored: true });
  const example = all && automata.find([{ dfa: all, taken: true }]);
  return all && surely && beginning && example !== undefined ? { all, surely, beginning, example } : undefined;
}

function isCovered(automata: FilterAutomata, branch: AskedBranch | undefined, earlier: Dfa | undefined): boolean {
  // One text tells most of them apart.
  if (!branch || !earlier || automata.takes(earlier, branch.example) !== true) return false;
  return automata.isImpossible([
    { dfa: branch.all, taken: true },
    { dfa: earlier, taken: false },
  ]);
}

/** Neither keeps what it takes, nor asks what stands around it. */
function isPlain(node: Node): boolean {
  switch (node.type) {
    case 'CaptureGroup':
    case 'Assertion':
    case 'LookAround':
    case 'BackReference':
    case 'Conditional':
      return false;
    default:
      return children(node).every(isPlain);
  }
}
