import {
  codePointLimit,
  type CodePointSet,
  complement,
  everything,
  intersect,
  setOfCodePoints,
  unite,
} from '../../text/code-point-set.ts';
import type { Alternation, Category, CharClass, ClassMember, Node } from '../nodes.ts';
import { oncePerPart } from '../once-per-part.ts';
import {
  asciiDigitSet,
  asciiSpaceSet,
  asciiWordSet,
  caseVariants,
  digitSet,
  hasCased,
  isCased,
  lowerSet,
  spaceSet,
  unlower,
  unupper,
  wordSet,
} from '../../text/unicode.ts';
import { memoize } from '../../text/memoize.ts';
import { once } from '../../text/once.ts';
import type { FlagsInForce as Flags } from '../walk.ts';

const notNewline: CodePointSet = [0, 0x0a, 0x0b, codePointLimit];
const bmp: CodePointSet = [0, 0x10000];

/**
 * The code points that a node one character wide matches; undefined for every other node. Case, ASCII and DOTALL are worked
 * in, so that no reader of the set needs to know the flags. The same characters most often come as the same object.
 */
export function leafSet(node: Node, flags: Flags): CodePointSet | undefined {
  switch (node.type) {
    case 'Literal':
      return literalSet(node.codePoint, flags);
    case 'AnyChar':
      return flags.dotAll ? everything : notNewline;
    case 'Category':
      return categorySet(node, flags);
    case 'CharClass':
      return setOfClass(node, flags);
    case 'Alternation':
      return setOfBranches(node, flags);
    default:
      return undefined;
  }
}

const setOfClass = oncePerPart(({ members, negated }: CharClass, flags) => classSet(members, negated, flags));

const setOfBranches = oncePerPart(({ branches }: Alternation, flags) => {
  const members: ClassMember[] = [];
  for (const branch of branches) {
    const more = asMembers(branch);
    if (!more) return undefined;
    members.push(...more);
  }
  return classSet(members, false, flags);
});

/** `\w \d \s` and their opposites. */
export function categorySet({ kind, negated }: Pick<Category, 'kind' | 'negated'>, { ascii }: Flags): CodePointSet {
  return categorySets[ascii ? 'ascii' : 'unicode'][negated ? 'negated' : 'plain'][kind]();
}

const unicodeSets: CategorySets = { word: wordSet, digit: digitSet, space: spaceSet };
const asciiSets: CategorySets = { word: () => asciiWordSet, digit: () => asciiDigitSet, space: () => asciiSpaceSet };
const categorySets = {
  unicode: { plain: unicodeSets, negated: negate(unicodeSets) },
  ascii: { plain: asciiSets, negated: negate(asciiSets) },
};

type CategorySets = Readonly<Record<Category['kind'], () => CodePointSet>>;

function negate({ word, digit, space }: CategorySets): CategorySets {
  return {
    word: once(() => complement(word())),
    digit: once(() => complement(digit())),
    space: once(() => complement(space())),
  };
}

const literalSet = memoize(
  (codePoint: number, { ignoreCase, ascii }: Flags) => 4 * codePoint + (ignoreCase ? 2 : 0) + (ascii ? 1 : 0),
  (codePoint, flags): CodePointSet =>
    flags.ignoreCase ? setOfCodePoints(caseVariants(codePoint, flags.ascii)) : [codePoint, codePoint + 1],
);

/** One filter repeats few classes often: every `<HOST>` holds the same ones. */
const classSet = memoize(
  (members: readonly ClassMember[], negated: boolean, { ignoreCase, ascii }: Flags) =>
    `${negated ? '^' : ''}${ignoreCase ? 'i' : ''}${ascii ? 'a' : ''}:${members.map(keyOfMember).join()}`,
  (members, negated, flags): CodePointSet => {
    const set = flags.ignoreCase
      ? caselessSet(members, flags)
      : unite(...members.map((member) => memberSet(member, flags)));
    return negated ? complement(set) : set;
  },
);

function keyOfMember(member: ClassMember): string {
  switch (member.type) {
    case 'Literal':
      return String(member.codePoint);
    case 'ClassRange':
      return `${member.from}-${member.to}`;
    case 'Category':
      return (member.negated ? '!' : '') + member.kind;
  }
}

function memberSet(member: ClassMember, flags: Flags): CodePointSet {
  if (member.type === 'Category') return categorySet(member, flags);
  return member.type === 'Literal' ? [member.codePoint, member.codePoint + 1] : [member.from, member.to + 1];
}

/**
 * A class under IGNORECASE, as `_optimize_charset` of `re/_compiler.py` has it: the members in lower case, to which the
 * subject's character is held in lower case, but only where some member has case. Quirk: an astral letter that is not alone
 * in its class keeps its case while the subject loses it. E.g. `(?i)[\U00010400x]` does not match U+10400.
 */
function caselessSet(members: readonly ClassMember[], flags: Flags): CodePointSet {
  const { ascii } = flags;
  const [only] = members;
  if (only?.type === 'Literal' && members.every((m) => m.type === 'Literal' && m.codePoint === only.codePoint))
    return literalSet(only.codePoint, flags);

  const cased = members.some((m) => m.type !== 'Category' && (isAstral(m) || hasCase(m, ascii)));
  const lowered = unite(...members.map((member) => loweredMember(member, flags)));
  if (!cased) return lowered;
  return ascii ? unlowerAscii(lowered) : unlower(lowered);
}

function loweredMember(member: ClassMember, flags: Flags): CodePointSet {
  const set = memberSet(member, flags);
  if (member.type === 'Category') return set;
  const low = lowerSet(intersect(set, bmp), flags.ascii);
  if (!isAstral(member)) return low;
  return member.type === 'Literal' ? set : unite(low, set, setOfCodePoints(unupper(set)));
}

function isAstral(member: ClassMember): boolean {
  return (
    (member.type === 'Literal' && member.codePoint > 0xffff) || (member.type === 'ClassRange' && member.to > 0xffff)
  );
}

function hasCase(member: ClassMember, ascii: boolean): boolean {
  if (member.type === 'Literal') return isCased(member.codePoint, ascii);
  return member.type === 'ClassRange' && hasCased([member.from, member.to + 1], ascii);
}

function unlowerAscii(lowered: CodePointSet): CodePointSet {
  const upperCase = intersect(lowered, [0x61, 0x7b]).map((c) => c - 32);
  return unite(intersect(lowered, [0, 0x41]), upperCase, intersect(lowered, [0x5b, codePointLimit]));
}

/** A branch that CPython's parser merges into one class with its neighbours (`_parse_sub`). E.g. `a`, `[bc]`, `\d` */
function asMembers(branch: Node): readonly ClassMember[] | undefined {
  switch (branch.type) {
    case 'Sequence': {
      const items = branch.items.filter(({ type }) => type !== 'Comment' && type !== 'GlobalFlags');
      return items.length === 1 ? asMembers(items[0]!) : undefined;
    }
    case 'PlainGroup':
      return branch.add.size === 0 && branch.remove.size === 0 ? asMembers(branch.body) : undefined;
    case 'CharClass':
      return branch.negated ? undefined : branch.members;
    case 'Literal':
    case 'Category':
      return [branch];
    default:
      return undefined;
  }
}
