import type { CompiledRegex } from '../matching/compile-filter.ts';
import type { Alternation, Node } from '../pyre/nodes.ts';
import { children, flagsOf } from '../pyre/walk.ts';
import type { Origin } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';

/** A small change of a regex. */
export interface Mutation {
  readonly kind: 'anchor' | 'branch' | 'wider' | 'case' | 'optional';
  /** The part that is changed, in the expanded regex. */
  readonly span: Span;
  /** What is done, in words: `without ^`. */
  readonly title: string;
  /** The changed regex, expanded. */
  readonly source: string;
  /** Where the part is written. */
  readonly place: Origin;
}

/** So many changes of one regex are tried. */
const mostOfRegex = 120;

/**
 * Drops an anchor, deletes a branch, widens a class, lets case not matter, and lets a word or a group be missing: one at a time, and only where `isOwn`
 * says that the part is written in the filter's own files. Not each of them is a regex that Python takes.
 */
export function mutationsOf(
  { expanded, pattern }: Pick<CompiledRegex, 'expanded' | 'pattern'>,
  isOwn: (file: string) => boolean,
): Mutation[] {
  const { text } = expanded;
  const found: Mutation[] = [];
  const add = (kind: Mutation['kind'], span: Span, edited: Span, to: string, title: string): void => {
    const place = expanded.whereToEdit(span);
    if (!place || !isOwn(place.file) || found.length >= mostOfRegex) return;
    found.push({ kind, span, title, place, source: text.slice(0, edited.start) + to + text.slice(edited.end) });
  };
  const written = ({ start, end }: Span): string => text.slice(start, end);

  const visit = (node: Node): void => {
    const { span } = node;
    switch (node.type) {
      case 'LookAround':
        return;
      case 'Assertion':
        add('anchor', span, span, '', `without ${written(span)}`);
        break;
      case 'Alternation':
        node.branches.forEach((branch, i) => {
          const title = `without the branch ${branch.span.end > branch.span.start ? written(branch.span) : '(nothing)'}`;
          const bar = barOf(node, i);
          const place = branch.span.end > branch.span.start ? branch.span : bar;
          add('branch', place, unite(branch.span, bar), '', title);
        });
        break;
      case 'Repeat': {
        const { item } = node;
        if ((item.type !== 'CharClass' && item.type !== 'Category') || node.mode === 'possessive') break;
        const wider = item.type === 'Category' && item.kind === 'digit' && !item.negated ? '\\S' : '.';
        add('wider', span, item.span, wider, `${written(span)} as ${wider}${text.slice(item.span.end, span.end)}`);
        return;
      }
      case 'CharClass':
      case 'Category':
        add('wider', span, span, '.', `${written(span)} as .`);
        return;
      case 'PlainGroup':
        if (node.add.size === 0 && node.remove.size === 0)
          add('optional', span, { start: span.end, end: span.end }, '?', `with ${written(span)} optional`);
        break;
      case 'Sequence':
        for (const word of wordsOf(node.items))
          add('optional', word, word, `(?:${written(word)})?`, `with ${written(word)} optional`);
        break;
    }
    for (const child of children(node)) {
      // What is repeated may be missing already, or is not to be repeated twice.
      if (node.type === 'Repeat' && child.type === 'PlainGroup') children(child).forEach(visit);
      else visit(child);
    }
  };
  visit(pattern.body);
  if (!flagsOf(pattern).ignoreCase && hasCase(pattern.body) && !/^\(\?[a-z]/.test(text)) {
    const start = expanded.segments.find(({ origin }) => isOwn(origin.file));
    if (start && found.length < mostOfRegex)
      found.push({
        kind: 'case',
        span: { start: 0, end: text.length },
        title: 'with upper and lower case the same',
        place: start.origin,
        source: `(?i:${text})`,
      });
  }
  return found;
}

function barOf({ branches }: Alternation, i: number): Span {
  const at = i === 0 ? branches[0]!.span.end : branches[i]!.span.start - 1;
  return { start: at, end: at + 1 };
}

function unite(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** Letters and marks in a row, blanks apart. */
function wordsOf(items: readonly Node[]): Span[] {
  const words: { start: number; end: number; letters: number }[] = [];
  let open: (typeof words)[number] | undefined;
  for (const item of items) {
    if (item.type !== 'Literal' || /\s/.test(String.fromCodePoint(item.codePoint))) {
      open = undefined;
      continue;
    }
    if (!open) words.push((open = { ...item.span, letters: 0 }));
    open.end = item.span.end;
    open.letters++;
  }
  return words.filter(({ letters }) => letters >= 2);
}

function hasCase(node: Node): boolean {
  if (node.type === 'Literal') {
    const char = String.fromCodePoint(node.codePoint);
    return char.toLowerCase() !== char.toUpperCase();
  }
  return children(node).some(hasCase);
}
