import type { Alternation, Conditional, Node, Pattern } from '../nodes.ts';
import type { CodePointSet } from '../../text/code-point-set.ts';
import { isCased } from '../../text/unicode.ts';
import { type FlagsInForce, flagsBelow, flagsOf } from '../walk.ts';
import { leafSet } from './leaf-set.ts';

/**
 * A string of which a match's text holds a copy. `ignoreCase`: the text in lower case (`toLowerCase` of JavaScript) holds it; such
 * a string is in lower case and has no letter that folds with one beyond ASCII (k, s, i), so that no match is lost.
 */
export interface RequiredLiteral {
  readonly text: string;
  readonly ignoreCase: boolean;
}

/** Every match holds at least one of them. */
export type LiteralChoice = readonly RequiredLiteral[];

/**
 * Strings that every match must hold: one of each choice. What look-around and back-references ask for is left out.
 * E.g. `(?:foo|bar)\d+ from`: foo or bar; ` from`
 */
export function requiredLiterals(pattern: Pattern): LiteralChoice[] {
  return collect(pattern.body, flagsOf(pattern));
}

/** The choice that rejects most: its shortest string is the longest, then it has the fewest; undefined without any. */
export function bestChoice(choices: readonly LiteralChoice[]): LiteralChoice | undefined {
  let best: LiteralChoice | undefined;
  let length = 0;
  for (const choice of choices) {
    const own = shortest(choice);
    if (best && (own < length || (own === length && choice.length >= best.length))) continue;
    best = choice;
    length = own;
  }
  return best;
}

/** The length of its shortest string. */
export function shortest(choice: LiteralChoice): number {
  return choice.reduce((length, { text }) => Math.min(length, text.length), Infinity);
}

/** Repeats with no more turns than this are written out. */
const maxTurns = 8;
/** Choices with more strings than this cost more than they save. */
const maxStrings = 64;

interface Collector {
  readonly choices: LiteralChoice[];
  text: string;
  ignoreCase: boolean | undefined;
}

function collect(node: Node, flags: FlagsInForce): LiteralChoice[] {
  const collector: Collector = { choices: [], text: '', ignoreCase: undefined };
  add(collector, node, flags);
  finish(collector);
  return collector.choices;
}

/** Goes through all that must match in turn; what is not certain ends the string at hand. */
function add(collector: Collector, node: Node, flags: FlagsInForce): void {
  const literal = node.type === 'Alternation' ? undefined : literalOf(node, flags);
  if (literal) return append(collector, literal);
  switch (node.type) {
    case 'Sequence':
      for (const item of node.items) add(collector, item, flags);
      return;
    case 'CaptureGroup':
    case 'AtomicGroup':
    case 'PlainGroup':
      return add(collector, node.body, flagsBelow(node, flags));
    case 'Repeat':
      return addRepeat(collector, node, flags);
    case 'Alternation':
    case 'Conditional': {
      finish(collector);
      const choice = choiceOf(node, flags);
      if (choice) collector.choices.push(choice);
      return;
    }
    case 'Assertion':
    case 'LookAround':
    case 'GlobalFlags':
    case 'Comment':
      return;
    default:
      finish(collector);
  }
}

function addRepeat(collector: Collector, { min, max, item }: Node & { type: 'Repeat' }, flags: FlagsInForce): void {
  for (let turn = 0; turn < Math.min(min, maxTurns); turn++) add(collector, item, flags);
  if (min === max && min <= maxTurns) return;
  finish(collector);
}

function choiceOf(node: Alternation | Conditional, flags: FlagsInForce): LiteralChoice | undefined {
  const known = choices.get(node);
  // The other flags change no literal.
  if (known?.ascii === flags.ascii && known.ignoreCase === flags.ignoreCase) return known.choice;
  const branches = node.type === 'Alternation' ? node.branches : node.no ? [node.yes, node.no] : [];
  const choice = joined(branches.map((branch) => bestChoice(collect(branch, flags))));
  choices.set(node, { ascii: flags.ascii, ignoreCase: flags.ignoreCase, choice });
  return choice;
}

/** Patterns that begin alike have parts in common (`alike-patterns.ts`). */
const choices = new WeakMap<
  Node,
  { readonly ascii: boolean; readonly ignoreCase: boolean; readonly choice: LiteralChoice | undefined }
>();

function joined(best: readonly (LiteralChoice | undefined)[]): LiteralChoice | undefined {
  if (best.length === 0 || best.includes(undefined)) return undefined;
  const choice = best.flatMap((literals) => literals!);
  return choice.length <= maxStrings ? choice : undefined;
}

function append(collector: Collector, literal: RequiredLiteral & { cased: boolean }): void {
  if (literal.cased && collector.ignoreCase !== undefined && collector.ignoreCase !== literal.ignoreCase)
    finish(collector);
  collector.text += literal.text;
  if (literal.cased) collector.ignoreCase = literal.ignoreCase;
}

function finish(collector: Collector): void {
  if (collector.text !== '')
    collector.choices.push([{ text: collector.text, ignoreCase: collector.ignoreCase ?? false }]);
  collector.text = '';
  collector.ignoreCase = undefined;
}

/** The one character that a part stands for; undefined where there are several, or where lower case does not tell. */
function literalOf(node: Node, flags: FlagsInForce): (RequiredLiteral & { cased: boolean }) | undefined {
  // These stand for several: no need to look at their sets.
  if (node.type === 'AnyChar' || node.type === 'Category' || (node.type === 'CharClass' && node.negated))
    return undefined;
  const set = leafSet(node, flags);
  if (!set) return undefined;
  let literal = literals.get(set);
  if (literal === undefined) literals.set(set, (literal = literalOfSet(set) ?? null));
  return literal ?? undefined;
}

/** The same few sets make all patterns. */
const literals = new WeakMap<CodePointSet, (RequiredLiteral & { cased: boolean }) | null>();

function literalOfSet(set: CodePointSet): (RequiredLiteral & { cased: boolean }) | undefined {
  if (set.length === 2 && set[1]! - set[0]! === 1) {
    const codePoint = set[0]!;
    // A surrogate could be half of a pair in the subject.
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) return undefined;
    const text = String.fromCodePoint(codePoint);
    return { text, ignoreCase: false, cased: isCased(codePoint, false) || text.toLowerCase() !== text };
  }
  const [upper, , lower] = set;
  const isAsciiPair =
    set.length === 4 &&
    upper! >= 0x41 &&
    upper! <= 0x5a &&
    lower === upper! + 32 &&
    set[1] === upper! + 1 &&
    set[3] === lower + 1;
  return isAsciiPair ? { text: String.fromCharCode(lower), ignoreCase: true, cased: true } : undefined;
}
