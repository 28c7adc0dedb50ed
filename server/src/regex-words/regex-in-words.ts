import { tagRuns, type TagRun } from '../matching/tag-runs.ts';
import type { Literal, Node, Pattern, PlainGroup } from '../pyre/nodes.ts';
import { flagsBelow, flagsOf, walk, children, type FlagsInForce } from '../pyre/walk.ts';
import type { MappedText, Origin } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { groupWords, tagWords } from './tag-words.ts';
import {
  anyCharWords,
  assertionWords,
  caseSuffix,
  caseWords,
  categoryWords,
  classWords,
  flagWords,
  hasCase,
  hasCasedMember,
  listed,
  memberWords,
  textWords,
  timesWords,
  type CaseRule,
  type Reach,
} from './words.ts';
import { isIn, lineOfRegex, variableRuns, type FindLine, type VariableRun, type WrittenLine } from './written-runs.ts';

export type PartKind =
  | 'regex'
  | 'text'
  | 'characters'
  | 'place'
  | 'repeat'
  | 'choice'
  | 'sequence'
  | 'group'
  | 'look'
  | 'reference'
  | 'condition'
  | 'flags'
  | 'remark'
  | 'nothing'
  | 'tag'
  | 'variable';

/** A part of a regex in words; its parts are told below it, in the order in which they are written. */
export interface WordedPart {
  readonly kind: PartKind;
  /** In the expanded regex, UTF-16. */
  readonly span: Span;
  /** As its author wrote it: `<HOST>`, `%(__prefix_line)s`, `\d+`. */
  readonly written: string;
  /** One line of plain English. */
  readonly words: string;
  /** The variable that it is a piece of, where the whole of the variable is no part. */
  readonly from?: string;
  /** Where it is written: in the line that holds the regex as far as it stands there. */
  readonly place: Origin | undefined;
  readonly parts: readonly WordedPart[];
  /** The words tell of the parts, too: a list may leave them out. */
  readonly isTold: boolean;
  /** The nodes of the tree that it speaks of. */
  readonly nodes: readonly Node[];
}

/** A regex that Python takes. */
export interface RegexToTell {
  readonly role: string;
  readonly configured: MappedText;
  readonly expanded: MappedText;
  readonly pattern: Pattern;
}

/** The whole regex in words. Complete: every node of the tree is spoken of by one part. */
export function regexInWords({ role, configured, expanded, pattern }: RegexToTell, findLine: FindLine): WordedPart {
  const line = lineOfRegex(role, expanded, findLine);
  const teller: Teller = {
    expanded,
    source: pattern.source,
    isMixed: isCaseMixed(pattern),
    groupNames: new Map([...pattern.groupNames].map(([name, index]) => [index, name])),
    openings: new Map(
      tagRuns(expanded, configured)
        .filter(({ isOpening }) => isOpening)
        .map(({ span, written }) => [span.start, written]),
    ),
    reach: reachOf(pattern.body, flagsOf(pattern)),
  };
  const scope: Scope = {
    flags: flagsOf(pattern),
    line,
    variables: line ? variableRuns(expanded, line, findLine) : [],
    tags: tagRuns(expanded, configured).filter(({ isOpening }) => !isOpening),
  };
  const { parts, nodes } = bodyOf(teller, pattern.body, scope);
  return {
    kind: 'regex',
    span: pattern.span,
    written: configured.text,
    words: wholeWords(parts.length, scope.flags, teller.isMixed),
    place: placeOf(teller, pattern.span, scope),
    parts,
    isTold: false,
    nodes,
  };
}

/** What holds for the whole regex. */
interface Teller {
  readonly expanded: MappedText;
  readonly source: string;
  readonly isMixed: boolean;
  readonly groupNames: ReadonlyMap<number, string>;
  /** Tags such as `<F-USER>` by the place at which their group begins. */
  readonly openings: ReadonlyMap<number, string>;
  /** What is taken in any case. */
  readonly reach: Reach;
}

/** What changes on the way down. */
interface Scope {
  readonly flags: FlagsInForce;
  /** The line that the text at hand is written in. */
  readonly line: WrittenLine | undefined;
  readonly variables: readonly VariableRun[];
  readonly tags: readonly TagRun[];
}

function wholeWords(count: number, flags: FlagsInForce, isMixed: boolean): string {
  return [
    `${count === 1 ? '1 part' : `${count} parts, one after the other`}`,
    isMixed
      ? 'letter case counts in some of them only'
      : flags.ignoreCase
        ? 'letter case does not count'
        : 'letter case counts',
    ...(flags.multiline ? ['^ and $ meet every line'] : []),
  ].join('; ');
}

/** True where the case of some letters counts and that of others does not. */
function isCaseMixed(pattern: Pattern): boolean {
  const found = new Set<boolean>();
  walk(pattern, (node, { ignoreCase }) => {
    if (isCased(node)) found.add(ignoreCase);
  });
  return found.size > 1;
}

function isCased(node: Node): boolean {
  return (
    (node.type === 'Literal' && hasCase(String.fromCodePoint(node.codePoint))) ||
    (node.type === 'CharClass' && node.members.some(hasCasedMember))
  );
}

/** What of the letters and classes below `node` is taken in any case. */
function reachOf(node: Node, flags: FlagsInForce): Reach {
  const below = flagsBelow(node, flags);
  const isReached = flags.ignoreCase && isCased(node);
  const own = {
    letters: isReached && node.type === 'Literal' ? 1 : 0,
    classes: isReached && node.type !== 'Literal' ? 1 : 0,
  };
  return children(node).reduce((sum, child) => {
    const { letters, classes } = reachOf(child, below);
    return { letters: sum.letters + letters, classes: sum.classes + classes };
  }, own);
}

interface Body {
  readonly parts: readonly WordedPart[];
  /** The sequence itself, where it is one. */
  readonly nodes: readonly Node[];
}

/** What a group, a branch or the whole regex holds. */
function bodyOf(teller: Teller, body: Node, scope: Scope): Body {
  if (body.type !== 'Sequence') return { parts: tellItems(teller, [body], scope), nodes: [] };
  if (body.items.length > 0) return { parts: tellItems(teller, body.items, scope), nodes: [body] };
  return {
    parts: [leaf(teller, 'nothing', body, 'nothing: it always fits', scope)],
    nodes: [],
  };
}

/** Items in order: what a variable or a tag became is one part, and so are letters that follow one another. */
function tellItems(teller: Teller, items: readonly Node[], scope: Scope): WordedPart[] {
  const parts: WordedPart[] = [];
  for (let i = 0; i < items.length;) {
    const variable = runFrom(items, i, scope.variables);
    const tag = variable ? undefined : runFrom(items, i, scope.tags);
    if (variable) {
      parts.push(variablePart(teller, variable.run, items.slice(i, variable.end), scope));
      i = variable.end;
    } else if (tag) {
      parts.push(tagPart(teller, tag.run, items.slice(i, tag.end), scope));
      i = tag.end;
    } else {
      const piece = scope.variables.find(({ span }) => isInside(items[i]!.span, span));
      const inner = piece ? { ...scope, line: piece.line ?? scope.line, variables: piece.inner } : scope;
      const end = endOfText(items, i, scope, piece);
      const part =
        end > i ? textPart(teller, items.slice(i, end) as Literal[], inner) : tellNode(teller, items[i]!, inner);
      parts.push(piece ? { ...part, from: piece.written } : part);
      i = Math.max(end, i + 1);
    }
  }
  return parts;
}

/** The run that begins with an item and ends with this or a later one. */
function runFrom<R extends { readonly span: Span }>(
  items: readonly Node[],
  from: number,
  runs: readonly R[],
): { readonly run: R; readonly end: number } | undefined {
  for (const run of runs) {
    if (run.span.start !== items[from]!.span.start || run.span.end === run.span.start) continue;
    const last = items.findIndex(({ span }, i) => i >= from && span.end === run.span.end);
    if (last >= 0) return { run, end: last + 1 };
  }
  return undefined;
}

function isInside(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end && inner.end > inner.start;
}

/** Behind the last of the letters that follow one another from `start`; `start` where none stands there. */
function endOfText(items: readonly Node[], start: number, { variables, tags }: Scope, piece?: VariableRun): number {
  let end = start;
  for (; items[end]?.type === 'Literal'; end++) {
    if (end === start) continue;
    if (runFrom(items, end, variables) || runFrom(items, end, tags)) break;
    if (variables.find(({ span }) => isInside(items[end]!.span, span)) !== piece) break;
    if (piece && piece.inner.some(({ span }) => span.start === items[end]!.span.start)) break;
  }
  return end;
}

/** In the line at hand as far as it stands there, the uses of variables among it; else where it begins. */
function placeOf({ expanded }: Teller, span: Span, { line, variables }: Scope): Origin | undefined {
  const places = expanded.whereToShow(span);
  if (!line) return places[0];
  const own = [
    ...places.filter((place) => isIn(line, place)),
    ...variables.filter((run) => run.span.start < span.end && span.start < run.span.end).map(({ place }) => place),
  ].map((place) => place.span);
  if (own.length === 0) return places[0];
  return {
    file: line.file,
    span: { start: Math.min(...own.map(({ start }) => start)), end: Math.max(...own.map(({ end }) => end)) },
  };
}

/** As it stands in the line where it is written, else as Python has it. */
function writtenAt({ source }: Teller, span: Span, place: Origin | undefined, line: WrittenLine | undefined): string {
  return line && place && isIn(line, place)
    ? line.text.slice(place.span.start, place.span.end)
    : source.slice(span.start, span.end);
}

interface Rest {
  readonly parts?: readonly WordedPart[];
  readonly isTold?: boolean;
  readonly nodes: readonly Node[];
}

function partAt(
  teller: Teller,
  kind: PartKind,
  span: Span,
  words: string,
  scope: Scope,
  { parts = [], isTold = false, nodes }: Rest,
): WordedPart {
  const place = placeOf(teller, span, scope);
  return { kind, span, written: writtenAt(teller, span, place, scope.line), words, place, parts, isTold, nodes };
}

function leaf(teller: Teller, kind: PartKind, node: Node, words: string, scope: Scope): WordedPart {
  return partAt(teller, kind, node.span, words, scope, { nodes: [node] });
}

function variablePart(
  teller: Teller,
  { span, written, place, line, inner }: VariableRun,
  items: readonly Node[],
  scope: Scope,
): WordedPart {
  const parts = tellItems(teller, items, { ...scope, line: line ?? scope.line, variables: inner });
  const count = parts.length === 1 ? '1 part' : `${parts.length} parts`;
  return {
    kind: 'variable',
    span,
    written,
    words: `a variable that stands for ${parts.length === 1 && isShort(parts[0]!) ? parts[0]!.words : count}`,
    place,
    parts,
    isTold: false,
    nodes: [],
  };
}

function tagPart(teller: Teller, { span, written }: TagRun, items: readonly Node[], scope: Scope): WordedPart {
  return {
    ...partAt(teller, 'tag', span, tagWords(written, teller.source.slice(span.start, span.end)), scope, {
      parts: tellItems(teller, items, { ...scope, tags: [] }),
      isTold: true,
      nodes: [],
    }),
    written,
  };
}

function caseRule({ isMixed }: Teller, { flags }: Scope): CaseRule {
  return { ignoreCase: flags.ignoreCase, isMixed };
}

function textPart(teller: Teller, letters: readonly Literal[], scope: Scope): WordedPart {
  const text = letters.map(({ codePoint }) => String.fromCodePoint(codePoint)).join('');
  const span = { start: letters[0]!.span.start, end: letters.at(-1)!.span.end };
  const words = `${textWords(text)}${caseWords(hasCase(text), caseRule(teller, scope))}`;
  return partAt(teller, 'text', span, words, scope, { nodes: letters });
}

/** Nothing stands below it that its own line does not tell. */
function isShort({ parts, isTold }: WordedPart): boolean {
  return parts.length === 0 || isTold;
}

function tellNode(teller: Teller, node: Node, scope: Scope): WordedPart {
  switch (node.type) {
    case 'Literal':
      return textPart(teller, [node], scope);
    case 'AnyChar':
      return leaf(teller, 'characters', node, anyCharWords(scope.flags), scope);
    case 'Category':
      return leaf(teller, 'characters', node, categoryWords(node, scope.flags), scope);
    case 'CharClass': {
      const words = classWords(node, scope.flags, caseRule(teller, scope));
      const parts = node.members.map((member) =>
        partAt(teller, 'characters', member.span, memberWords(member, scope.flags), scope, { nodes: [] }),
      );
      return partAt(teller, 'characters', node.span, words, scope, { parts, isTold: true, nodes: [node] });
    }
    case 'Assertion':
      return leaf(teller, 'place', node, assertionWords(node, scope.flags), scope);
    case 'BackReference':
      return leaf(
        teller,
        'reference',
        node,
        `once more the text of ${groupName(teller, node.index)}${scope.flags.ignoreCase ? ', in any letter case' : ''}`,
        scope,
      );
    case 'GlobalFlags':
      return leaf(
        teller,
        'flags',
        node,
        flagWords(node.flags, [], { where: 'in the whole regex', reach: teller.reach }),
        scope,
      );
    case 'Comment':
      return leaf(teller, 'remark', node, 'a remark: it matches nothing', scope);
    case 'Sequence': {
      // Only a group, a branch or the whole regex holds one; there it is told by `bodyOf`.
      const { parts, nodes } = bodyOf(teller, node, scope);
      return partAt(teller, 'sequence', node.span, sequenceWords(parts), scope, { parts, nodes });
    }
    case 'Alternation': {
      const parts = node.branches.map((branch) => branchPart(teller, branch, scope));
      return partAt(teller, 'choice', node.span, choiceWords(parts), scope, { parts, nodes: [node] });
    }
    case 'Repeat': {
      const [inner] = tellItems(teller, [node.item], scope);
      return holder(teller, 'repeat', node, scope, {
        ...opened(inner!),
        long: timesWords(node),
        short: (words) => `${words}, ${timesWords(node)}`,
      });
    }
    case 'CaptureGroup': {
      const name = groupTitle(teller, node.index, node.span.start);
      return holder(teller, 'group', node, scope, {
        ...bodyOf(teller, node.body, scope),
        long: name,
        short: (words) => `${name}: ${words}`,
      });
    }
    case 'PlainGroup':
      return plainGroup(teller, node, scope);
    case 'AtomicGroup': {
      const words = 'taken once and never tried in another way';
      return holder(teller, 'group', node, scope, {
        ...bodyOf(teller, node.body, scope),
        long: words,
        short: (inner) => `${words}: ${inner}`,
      });
    }
    case 'LookAround': {
      const where =
        node.direction === 'ahead'
          ? `what follows must ${node.negated ? 'not ' : ''}be`
          : `what stands before must ${node.negated ? 'not ' : ''}be`;
      return holder(teller, 'look', node, scope, {
        ...bodyOf(teller, node.body, scope),
        long: `${where} this (it is looked at, not taken)`,
        short: (words) => `${where} ${words} (looked at, not taken)`,
      });
    }
    case 'Conditional': {
      const branches = [node.yes, ...(node.no ? [node.no] : [])].map((branch, i) => {
        const part = branchPart(teller, branch, scope);
        return { ...part, words: `${i === 0 ? 'then' : 'else'}: ${part.words}` };
      });
      const words = `depends on whether ${groupName(teller, node.index)} took part${node.no ? '' : '; else nothing is asked for'}`;
      return partAt(teller, 'condition', node.span, words, scope, { parts: branches, nodes: [node] });
    }
  }
}

interface Held extends Body {
  /** The line where the parts are told below it. */
  readonly long: string;
  /** The line where one short part is told in it. */
  readonly short: (words: string) => string;
}

/** A node around others: one short part is told in the same line. */
function holder(teller: Teller, kind: PartKind, node: Node, scope: Scope, held: Held): WordedPart {
  const { parts, long, short } = held;
  const [only] = parts;
  const isTold = parts.length === 1 && isShort(only!);
  const words = isTold ? short(only!.words) : long;
  return partAt(teller, kind, node.span, words, scope, { parts, isTold, nodes: [node, ...held.nodes] });
}

/** What a bracket that only holds together has in it stands for it. */
function opened(part: WordedPart): Body {
  return part.kind === 'sequence' ? { parts: part.parts, nodes: part.nodes } : { parts: [part], nodes: [] };
}

function plainGroup(teller: Teller, node: PlainGroup, scope: Scope): WordedPart {
  const flags = flagsBelow(node, scope.flags);
  const { parts, nodes } = bodyOf(teller, node.body, { ...scope, flags });
  if (node.add.size > 0 || node.remove.size > 0) {
    const words = flagWords(node.add, node.remove, { where: 'in here', reach: reachOf(node.body, flags) });
    return holder(teller, 'flags', node, scope, {
      parts,
      nodes,
      long: words,
      short: (inner) => `${inner} (${words})`,
    });
  }
  const place = placeOf(teller, node.span, scope);
  const [only] = parts;
  if (parts.length === 1)
    return {
      ...only!,
      span: node.span,
      written:
        only!.kind === 'variable' || only!.kind === 'tag'
          ? only!.written
          : writtenAt(teller, node.span, place, scope.line),
      place,
      nodes: [node, ...nodes, ...only!.nodes],
    };
  return partAt(teller, 'sequence', node.span, sequenceWords(parts), scope, { parts, nodes: [node, ...nodes] });
}

function branchPart(teller: Teller, branch: Node, scope: Scope): WordedPart {
  const { parts, nodes } = bodyOf(teller, branch, scope);
  const [only] = parts;
  if (parts.length === 1) return { ...only!, nodes: [...nodes, ...only!.nodes] };
  return partAt(teller, 'sequence', branch.span, sequenceWords(parts), scope, { parts, nodes });
}

/** Words that a line has room for. */
const mostTexts = 6;

function choiceWords(parts: readonly WordedPart[]): string {
  const isTexts = parts.every(({ kind }) => kind === 'text' || kind === 'nothing') && parts.length <= mostTexts;
  if (!isTexts) return `one of these ${parts.length}, tried in this order`;
  const [rule = ''] = parts.flatMap(({ words }) => caseSuffix.exec(words)?.[0] ?? []);
  const texts = parts.map(({ kind, words }) => (kind === 'nothing' ? 'nothing' : words.replace(caseSuffix, '')));
  return `${listed(texts)}${rule}, tried in this order`;
}

function sequenceWords(parts: readonly WordedPart[]): string {
  return parts.length === 1 ? '1 part' : `${parts.length} parts, one after the other`;
}

function groupName({ groupNames }: Teller, index: number): string {
  const name = groupNames.get(index);
  return name === undefined ? `group ${index}` : `group ${index} "${name}"`;
}

/** A group that fail2ban's tags open is told in their terms, as is one with such a name. */
function groupTitle(teller: Teller, index: number, start: number): string {
  const name = teller.groupNames.get(index);
  if (name === undefined) return `group ${index}`;
  return `${teller.openings.get(start) ?? `group ${index} "${name}"`}, ${groupWords(name)}`;
}
