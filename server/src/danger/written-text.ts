import { leafSet } from '../pyre/analysis/leaf-set.ts';
import type { Node, Pattern } from '../pyre/nodes.ts';
import { children, flagsBelow, flagsOf, type FlagsInForce } from '../pyre/walk.ts';
import { setHas, type CodePointSet } from '../text/code-point-set.ts';
import type { Span } from '../text/span.ts';
import { failureIdGroups } from '../matching/failregex-tags.ts';

/**
 * A text that a regex's tree stands for, piece by piece, each with the part of the regex that it was written for. It is a guess that
 * look-around and the choices of a search may refute: only the engine tells whether the regex matches it.
 */
export interface WrittenText {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

export interface Piece {
  /**
   * `fixed`: letters that are always the same. `loose`: room for text of any length that may hold an address. `id`: what names the
   * failure. `content`: what prefregex hands on. `other`: all else, such as a number.
   */
  readonly kind: 'fixed' | 'loose' | 'id' | 'content' | 'other';
  /** Of the part in the regex. */
  readonly span: Span;
  readonly text: string;
  /** What a loose piece may hold. */
  readonly set?: CodePointSet;
  /** A loose piece takes as much as it can. */
  readonly isGreedy?: boolean;
  /** The named group that a loose piece stands in. E.g. `user` */
  readonly group?: string | undefined;
}

export interface WriteOptions {
  /** Written where a failure is named. */
  readonly address: string;
  /** What loose pieces hold: nothing where they may be empty, or a word; or a word only before what names the failure. */
  readonly fill: 'least' | 'word' | 'word-before';
  /** Which of the branches to take, counted round: 0 the first of each alternation, and nothing of what is optional. */
  readonly choice: number;
  /** Parts that a tag such as `<HOST>` became: what is optional in them is left out. */
  readonly tags: readonly Span[];
}

/** Writes a text for a tree; undefined where it cannot be written (too long, a class that holds nothing printable). */
export function writeText(pattern: Pattern, options: WriteOptions): WrittenText | undefined {
  const names = new Map([...pattern.groupNames].map(([name, index]) => [index, name] as const));
  const pieces: Piece[] = [];
  try {
    write(pattern.body, flagsOf(pattern), { ...options, names, pieces, captured: new Map(), group: undefined });
  } catch (error) {
    if (error instanceof CannotWrite) return undefined;
    throw error;
  }
  return toText(pieces);
}

/** Pieces as one text: fixed ones that are neighbours in the regex, too, are joined. */
export function toText(pieces: readonly Piece[]): WrittenText {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last?.kind === 'fixed' && piece.kind === 'fixed' && last.span.end === piece.span.start)
      joined[joined.length - 1] = {
        kind: 'fixed',
        span: { start: last.span.start, end: piece.span.end },
        text: last.text + piece.text,
      };
    else joined.push(piece);
  }
  return { text: joined.map(({ text }) => text).join(''), pieces: joined };
}

class CannotWrite extends Error {}

interface Writing extends WriteOptions {
  readonly names: ReadonlyMap<number, string>;
  readonly pieces: Piece[];
  /** Text of the capture groups so far. */
  readonly captured: Map<number, string>;
  /** The innermost named group around. */
  readonly group: string | undefined;
}

const longestText = 4000;
/** A repeat with so many turns is as good as one without end. */
const manyTurns = 15;

function write(node: Node, flags: FlagsInForce, to: Writing): void {
  switch (node.type) {
    case 'Literal':
      to.pieces.push({ kind: 'fixed', span: node.span, text: String.fromCodePoint(node.codePoint) });
      break;
    case 'AnyChar':
      // Most dots were meant as dots.
      to.pieces.push({ kind: 'fixed', span: node.span, text: '.' });
      break;
    case 'CharClass':
    case 'Category':
      to.pieces.push({ kind: 'other', span: node.span, text: someCharacter(node, flags) });
      break;
    case 'Sequence':
      for (const item of node.items) write(item, flags, to);
      break;
    case 'Alternation':
      write(chosenBranch(node.branches, to), flags, to);
      break;
    case 'Repeat':
      writeRepeat(node, flags, to);
      break;
    case 'CaptureGroup':
      writeCapture(node, flags, to);
      break;
    case 'PlainGroup':
    case 'AtomicGroup':
      write(node.body, flagsBelow(node, flags), to);
      break;
    case 'BackReference':
      to.pieces.push({ kind: 'other', span: node.span, text: to.captured.get(node.index) ?? '' });
      break;
    case 'Conditional': {
      const branch = to.captured.has(node.index) ? node.yes : node.no;
      if (branch) write(branch, flags, to);
      break;
    }
    case 'LookAround':
    case 'Assertion':
    case 'GlobalFlags':
    case 'Comment':
      break;
  }
  if (to.pieces.length > longestText) throw new CannotWrite();
}

/** The branch that names the failure where one does: of `<HOST>` the one that takes the kind of address at hand. */
function chosenBranch(branches: readonly Node[], { names, address, choice }: Writing): Node {
  const wanted = address.includes(':') ? ['ip6', 'fid', 'dns'] : ['ip4', 'fid', 'dns'];
  for (const name of wanted) {
    const naming = branches.filter((branch) => holdsGroup(branch, (index) => names.get(index) === name));
    if (naming.length > 0) return naming[choice % naming.length]!;
  }
  return branches[choice % branches.length]!;
}

function holdsGroup(node: Node, isIt: (index: number) => boolean): boolean {
  return groupsIn(node).some(isIt);
}

const groups = new WeakMap<Node, readonly number[]>();
const noGroups: readonly number[] = [];

/** The groups of a part, itself included: asked again and again, of each repeat that is written. */
function groupsIn(node: Node): readonly number[] {
  const below = children(node);
  if (below.length === 0) return noGroups;
  const known = groups.get(node);
  if (known) return known;
  const found = [...(node.type === 'CaptureGroup' ? [node.index] : []), ...below.flatMap(groupsIn)];
  groups.set(node, found);
  return found;
}

function writeCapture(node: Node & { type: 'CaptureGroup' }, flags: FlagsInForce, to: Writing): void {
  const from = to.pieces.length;
  if ((failureIdGroups as readonly string[]).includes(node.name ?? ''))
    to.pieces.push({ kind: 'id', span: node.span, text: to.address });
  else if (node.name === 'content') to.pieces.push({ kind: 'content', span: node.span, text: '' });
  else write(node.body, flags, node.name === undefined ? to : { ...to, group: node.name });
  to.captured.set(
    node.index,
    to.pieces
      .slice(from)
      .map(({ text }) => text)
      .join(''),
  );
}

function writeRepeat(node: Node & { type: 'Repeat' }, flags: FlagsInForce, to: Writing): void {
  const { item, min, max, mode } = node;
  if (isLoose(node, flags)) {
    const set = leafSet(bare(item), flags)!;
    const isBehind = to.pieces.some(({ kind }) => kind === 'id');
    const fill = to.fill === 'word-before' ? (isBehind ? 'least' : 'word') : to.fill;
    const text = fillOf(node, set, fill, to.pieces.map((piece) => piece.text).join(''));
    to.pieces.push({ kind: 'loose', span: node.span, text, set, isGreedy: mode !== 'lazy', group: to.group });
    return;
  }
  const namesFailure = holdsGroup(item, (index) =>
    (failureIdGroups as readonly string[]).includes(to.names.get(index) ?? ''),
  );
  const isContent = holdsGroup(item, (index) => to.names.get(index) === 'content');
  const isInTag = to.tags.some((tag) => tag.start <= node.span.start && node.span.end <= tag.end);
  const turns =
    namesFailure || isContent ? Math.max(min, 1) : min > 0 || to.choice === 0 || isInTag ? min : Math.min(1, max);
  if (turns > longestText) throw new CannotWrite();
  for (let i = 0; i < turns; i++) write(item, flags, to);
}

/** True for room that may hold an address: `.*`, `[^"]+`, `\S*`; not for `\d+` or `\w*`. */
export function isLoose({ item, max }: Node & { type: 'Repeat' }, flags: FlagsInForce): boolean {
  const set = max >= manyTurns ? leafSet(bare(item), flags) : undefined;
  return set !== undefined && canHoldAddress(set);
}

/** What a group without flags of its own holds. */
export function bare(item: Node): Node {
  return item.type === 'PlainGroup' && item.add.size === 0 && item.remove.size === 0 ? item.body : item;
}

function fillOf({ min }: Node & { type: 'Repeat' }, set: CodePointSet, fill: 'least' | 'word', before: string): string {
  const char = someOf(set);
  if (min > longestText) throw new CannotWrite();
  if (fill === 'least' || before === '') return char.repeat(min);
  // A word between blanks ends no number and no name beside it.
  const blank = /\s$/.test(before) ? '' : ' ';
  const word = setHas(set, 0x20) ? `${blank}${char} ` : setHas(set, 0x3d) ? `${char}=` : char;
  return word.length < min ? char.repeat(min - word.length) + word : word;
}

/** True where a text of such characters may be an IPv4 address. */
function canHoldAddress(set: CodePointSet): boolean {
  return ['.', '0', '1', '2', '9'].every((char) => setHas(set, char.charCodeAt(0)));
}

function someCharacter(node: Node, flags: FlagsInForce): string {
  return someOf(leafSet(node, flags) ?? []);
}

/** A character that is easy to read. */
function someOf(set: CodePointSet): string {
  for (const char of 'x1 a-=') if (setHas(set, char.charCodeAt(0))) return char;
  for (let code = 0x21; code < 0x7f; code++) if (setHas(set, code)) return String.fromCharCode(code);
  if (set.length > 0 && set[0]! >= 0xa0) return String.fromCodePoint(set[0]!);
  if (setHas(set, 0x09)) return '\t';
  throw new CannotWrite();
}
