import { createAlphabet } from '../automata/alphabet.ts';
import { findText } from '../automata/decide.ts';
import { createDfa } from '../automata/dfa.ts';
import { createNfaOf, type NfaOptions, type Part } from '../automata/from-pattern.ts';
import { setsOf, type Nfa } from '../automata/nfa.ts';
import type { Node, Pattern } from '../pyre/nodes.ts';
import { children, walk } from '../pyre/walk.ts';
import type { Span } from '../text/span.ts';
import type { DangerFix } from './danger.ts';
import { configuredPart, editablePart, isSame, withFix } from './places.ts';
import { createProbe, type Probe, type ProbedRegex } from './probe.ts';

/**
 * `(?:[^[]+ )*` may become `(?:[^[]+ )?`: what several turns take, one takes. Proved by automaton: two turns in a row are always one turn, so the language
 * of the regex is the same. `isMended`: asked of the regex with the fix.
 */
export function loopFix(
  probe: Probe,
  { name, regex }: ProbedRegex,
  loop: Span,
  isMended: (fixed: ProbedRegex) => boolean,
): DangerFix | undefined {
  const turn = idleTurns(regex.pattern, loop);
  if (!turn) return undefined;
  const span = editablePart(probe, name, turn.quantifier);
  if (!span) return undefined;
  const { part } = configuredPart(probe, name, loop);
  const { part: quantifier } = configuredPart(probe, name, turn.quantifier);
  const once = turn.min === 0 ? '?' : '';
  const fix: DangerFix = {
    title: `One turn takes what several do: ${part.slice(0, part.length - quantifier.length)}${once}`,
    regex: name,
    edits: [{ span, text: once }],
  };
  const fixed = createProbe(withFix(probe.texts, fix));
  const same = fixed.regexes.find((one) => isSame(one.name, name));
  return fixed.isWhole && same && isMended(same) ? fix : undefined;
}

/** A loop of which one turn takes what several do. */
export interface IdleTurns {
  readonly min: number;
  readonly quantifier: Span;
}

/** Proved by automaton: two turns in a row of the loop are always one turn. Undefined where that is not so, not known, or where what a turn takes is asked for. */
export function idleTurns(pattern: Pattern, loop: Span): IdleTurns | undefined {
  let turn: (Part & { readonly min: number; readonly quantifier: Span }) | undefined;
  let asksBack = false;
  walk(pattern, (node, flags) => {
    if (node.type === 'BackReference' || node.type === 'Conditional') asksBack = true;
    const isIt = node.type === 'Repeat' && node.span.start === loop.start && node.span.end === loop.end;
    if (isIt && node.min <= 1 && node.max === Infinity && node.mode === 'greedy' && !holdsNamedGroup(node.item))
      turn = { node: node.item, flags, min: node.min, quantifier: { start: node.item.span.end, end: node.span.end } };
  });
  return turn && !asksBack && isIncluded([turn, turn], [turn]) ? turn : undefined;
}

function holdsNamedGroup(node: Node): boolean {
  return (node.type === 'CaptureGroup' && node.name !== undefined) || children(node).some(holdsNamedGroup);
}

/** True where it is proved that every text of the one parts is one of the others. */
function isIncluded(one: readonly Part[], others: readonly Part[]): boolean {
  const of = (parts: readonly Part[], error: NfaOptions['error']): Nfa | undefined =>
    createNfaOf(parts, { error, mode: 'whole', withoutConditions: error === 'more' });
  const [less, more] = [of(one, 'more'), of(others, 'fewer')];
  if (!less || !more) return false;
  const alphabet = createAlphabet([...setsOf(less), ...setsOf(more)]);
  const wanted = [
    { dfa: createDfa(less, alphabet), taken: true },
    { dfa: createDfa(more, alphabet), taken: false },
  ];
  return findText(wanted, alphabet).kind === 'none';
}
