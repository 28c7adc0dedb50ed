import { codePointLimit, type CodePointSet, complement, intersect, unite } from '../text/code-point-set.ts';
import type { Assertion, LookAround, Node, Pattern, Repeat } from '../pyre/nodes.ts';
import { children, type FlagsInForce, flagsBelow, flagsOf } from '../pyre/walk.ts';
import { groupsIn } from './group-states.ts';
import { leafSet } from '../pyre/analysis/leaf-set.ts';
import { type Note, notes } from './notes.ts';
import { isPlain, printSet, type SetForm } from './print-set.ts';
import { canBeEmpty, isEmptyLast } from './shape.ts';

/** A pattern for RE2 that finds what Python finds, in the subjects that it asks for. Groups keep their numbers. */
export interface Re2Translation {
  readonly source: string;
  /** `\b` and `\B` know ASCII words only. */
  readonly needsAscii: boolean;
  /** RE2's end of line is Python's `$` where no newline stands but at the very end. */
  readonly needsOneLine: boolean;
  readonly needsCharacters: boolean;
}

export type Re2Result =
  { readonly translation: Re2Translation; readonly notes?: undefined } | { readonly notes: readonly Note[] };

const largestCount = 1000;
/** What RE2 can read: UTF-8 holds no surrogates. */
const scalars: CodePointSet = [0, 0xd800, 0xe000, codePointLimit];
const form: SetForm = { ascii: false, escape, nothing: '[^\\x{0}-\\x{10ffff}]', everything: '(?s:.)' };

/** Translates a tree for RE2: exactly or not at all. RE2 tries ways in Perl's order, so what it can say means the same. */
export function toRe2(pattern: Pattern): Re2Result {
  const found: Note[] = [];
  let needsAscii = false;
  let needsOneLine = false;
  let needsCharacters = false;

  const source = emit(pattern.body, flagsOf(pattern), undefined);
  return found.length > 0 ? { notes: found } : { translation: { source, needsAscii, needsOneLine, needsCharacters } };

  /** `before`: what the character before the node can be; undefined where that is not known or there may be none. */
  function emit(node: Node, flags: FlagsInForce, before: CodePointSet | undefined): string {
    const leaf = leafSet(node, flags);
    if (leaf) return emitSet(leaf);
    switch (node.type) {
      case 'Sequence': {
        let previous = before;
        return node.items
          .map((item) => {
            const text = emit(item, flags, previous);
            previous = lastCharacters(item, flags, previous);
            return text;
          })
          .join('');
      }
      case 'Alternation':
        return node.branches.map((branch) => emit(branch, flags, before)).join('|');
      case 'Assertion':
        return emitAssertion(node, flags);
      case 'Repeat':
        return emitRepeat(node, flags, before);
      case 'CaptureGroup':
        return `(${emit(node.body, flags, before)})`;
      case 'PlainGroup':
        return `(?:${emit(node.body, flagsBelow(node, flags), before)})`;
      case 'LookAround':
        return emitLookAround(node, flags, before);
      case 'AtomicGroup':
        return refuse(node, notes.atomic());
      case 'BackReference':
        return refuse(node, notes.backReference());
      case 'Conditional':
        return refuse(node, notes.conditional());
      default:
        return '';
    }
  }

  function refuse({ span }: Node, reason: string): string {
    found.push({ span, reason });
    return '';
  }

  function emitAssertion({ kind }: Assertion, { multiline, ascii }: FlagsInForce): string {
    switch (kind) {
      case 'string-start':
        return '\\A';
      case 'string-end':
        return '\\z';
      case 'line-start':
        return multiline ? '(?m:^)' : '\\A';
      case 'line-end':
        needsOneLine ||= !multiline;
        return '(?m:$)';
      case 'word-boundary':
        needsAscii ||= !ascii;
        return '\\b';
      case 'not-word-boundary':
        // RE2 also finds it between the bytes of one character.
        needsAscii = true;
        needsCharacters = true;
        return '\\B';
    }
  }

  function emitRepeat(node: Repeat, flags: FlagsInForce, before: CodePointSet | undefined): string {
    const { min, max, item, mode } = node;
    if (mode === 'possessive') return refuse(node, notes.atomic());
    if (min > largestCount || (max > largestCount && max !== Infinity)) return refuse(node, notes.largeCount());
    const inside =
      max > 1 && before ? unite(before, lastCharacters(item, flags, undefined) ?? [0, codePointLimit]) : before;
    const text = emit(item, flags, inside);
    const lazy = mode === 'lazy' ? '?' : '';
    if (!canBeEmpty(item)) return `(?:${text})${bounds(min, max)}${lazy}`;
    if (min === 0 && max === 1) return lazy ? `(?:|${text})` : `(?:(?:${text})|)`;
    if (groupsIn(item).size > 0) return refuse(node, notes.emptyCapture());
    if (max > min && !isEmptyLast(item)) return refuse(node, notes.emptyTurn());
    return `(?:${text})${bounds(min, max)}${lazy}`;
  }

  /** A look-behind at one character can be dropped where what stands before decides it. E.g. `(?<=:)` in fail2ban's `<HOST>` */
  function emitLookAround(node: LookAround, flags: FlagsInForce, before: CodePointSet | undefined): string {
    const set = node.direction === 'behind' ? singleSet(node.body, flags) : undefined;
    if (!set || !before) return refuse(node, notes.lookAround());
    const always = intersect(before, complement(set)).length === 0;
    const never = intersect(before, set).length === 0;
    if (!always && !never) return refuse(node, notes.lookAround());
    return always === node.negated ? form.nothing : '';
  }
}

function singleSet(node: Node, flags: FlagsInForce): CodePointSet | undefined {
  if (node.type === 'PlainGroup') return singleSet(node.body, flagsBelow(node, flags));
  return leafSet(node, flags);
}

/** What the character before the place behind `node` can be; `before` as for the place before it. */
function lastCharacters(node: Node, flags: FlagsInForce, before: CodePointSet | undefined): CodePointSet | undefined {
  const leaf = leafSet(node, flags);
  if (leaf) return leaf;
  const below = flagsBelow(node, flags);
  switch (node.type) {
    case 'Sequence':
      return node.items.reduce((previous, item) => lastCharacters(item, flags, previous), before);
    case 'Alternation':
      return either(node.branches.map((branch) => lastCharacters(branch, flags, before)));
    case 'Repeat': {
      if (canBeEmpty(node.item)) return undefined;
      const last = lastCharacters(node.item, flags, undefined);
      return node.min > 0 ? last : either([before, last]);
    }
    case 'CaptureGroup':
    case 'PlainGroup':
      return lastCharacters(children(node)[0]!, below, before);
    case 'Assertion':
    case 'LookAround':
    case 'GlobalFlags':
    case 'Comment':
      return before;
    default:
      return undefined;
  }
}

function either(sets: readonly (CodePointSet | undefined)[]): CodePointSet | undefined {
  return sets.includes(undefined) ? undefined : unite(...sets.map((set) => set!));
}

function emitSet(set: CodePointSet): string {
  const readable = intersect(set, scalars);
  return intersect(complement(readable), scalars).length === 0 ? form.everything : printSet(readable, form);
}

function bounds(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  return min === 0 && max === 1 ? '?' : min === max ? `{${min}}` : `{${min},${max}}`;
}

function escape(codePoint: number): string {
  return isPlain(codePoint) ? String.fromCharCode(codePoint) : `\\x{${codePoint.toString(16)}}`;
}
