import type { CharClass, ClassMember, FlagLetter, Node, Pattern, Repeat } from './nodes.ts';

/**
 * The pattern as text, written from its tree alone: parsed again it gives the same tree but for spans and comments, in verbose
 * mode too. Flags that only the caller of `parsePattern` set are not in it.
 */
export function printPattern({ body }: Pattern): string {
  return printNode(body);
}

/** As `printPattern`, for one part. */
export function printNode(node: Node): string {
  switch (node.type) {
    case 'Alternation':
      return node.branches.map(printNode).join('|');
    case 'Sequence':
      return printItems(node.items);
    case 'Literal':
      return printLiteral(node.codePoint, literalSpecials);
    case 'AnyChar':
      return '.';
    case 'CharClass':
      return printClass(node);
    case 'Category':
      return categoryOf[node.kind][node.negated ? 1 : 0];
    case 'Assertion':
      return assertionOf[node.kind];
    case 'Repeat':
      return printRepeat(node);
    case 'CaptureGroup':
      return node.name === undefined ? `(${printNode(node.body)})` : `(?P<${node.name}>${printNode(node.body)})`;
    case 'PlainGroup':
      return `(?${letters(node.add)}${node.remove.size > 0 ? `-${letters(node.remove)}` : ''}:${printNode(node.body)})`;
    case 'AtomicGroup':
      return `(?>${printNode(node.body)})`;
    case 'LookAround':
      return `(?${node.direction === 'behind' ? '<' : ''}${node.negated ? '!' : '='}${printNode(node.body)})`;
    case 'BackReference':
      return node.name === undefined ? `\\${node.index}` : `(?P=${node.name})`;
    case 'Conditional':
      return `(?(${node.name ?? node.index})${printNode(node.yes)}${node.no ? `|${printNode(node.no)}` : ''})`;
    case 'GlobalFlags':
      return `(?${letters(node.flags)})`;
    case 'Comment':
      return '';
  }
}

const categoryOf = { digit: ['\\d', '\\D'], space: ['\\s', '\\S'], word: ['\\w', '\\W'] } as const;

const assertionOf = {
  'line-start': '^',
  'line-end': '$',
  'string-start': '\\A',
  'string-end': '\\Z',
  'word-boundary': '\\b',
  'not-word-boundary': '\\B',
} as const;

/** What needs a backslash; `#` and the blank do in verbose mode. */
const literalSpecials = '.\\[{()*+?^$|}# ';
const classSpecials = '\\[]^-&~|# ';

/** A digit behind `\1` is written as `\x30`, lest it belong to the number. */
function printItems(items: readonly Node[]): string {
  let text = '';
  let isBehindNumber = false;
  for (const item of items) {
    const printed = printNode(item);
    if (printed === '') continue;
    text += isBehindNumber && /^[0-9]/.test(printed) ? `\\x3${printed}` : printed;
    isBehindNumber = item.type === 'BackReference' && item.name === undefined;
  }
  return text;
}

function printLiteral(codePoint: number, specials: string): string {
  const char = String.fromCodePoint(codePoint);
  if (specials.includes(char)) return '\\' + char;
  if (codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0))
    return `\\x${codePoint.toString(16).padStart(2, '0')}`;
  // A lone surrogate is written as an escape, lest it pair with its neighbour.
  return codePoint >= 0xd800 && codePoint <= 0xdfff ? `\\u${codePoint.toString(16)}` : char;
}

function printClass({ negated, members }: CharClass): string {
  return `[${negated ? '^' : ''}${members.map(printMember).join('')}]`;
}

function printMember(member: ClassMember): string {
  switch (member.type) {
    case 'Literal':
      return printLiteral(member.codePoint, classSpecials);
    case 'ClassRange':
      return `${printLiteral(member.from, classSpecials)}-${printLiteral(member.to, classSpecials)}`;
    case 'Category':
      return printNode(member);
  }
}

function printRepeat({ item, min, max, mode }: Repeat): string {
  const needsGroup =
    item.type === 'Sequence' || item.type === 'Alternation' || item.type === 'Repeat' || item.type === 'Assertion';
  const printed = needsGroup ? `(?:${printNode(item)})` : printNode(item);
  return printed + printBounds(min, max) + { greedy: '', lazy: '?', possessive: '+' }[mode];
}

function printBounds(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function letters(flags: ReadonlySet<FlagLetter>): string {
  return [...flags].join('');
}
