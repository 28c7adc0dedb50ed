import { setHas, type CodePointSet } from '../text/code-point-set.ts';
import { categorySet, leafSet } from '../pyre/analysis/leaf-set.ts';
import type { Node, Pattern } from '../pyre/nodes.ts';
import { walk } from '../pyre/walk.ts';
import type { Span } from '../text/span.ts';

/**
 * Rewrites a subject to one in ASCII that the pattern cannot tell from it, one character for each code point; undefined where
 * there is none.
 *
 * A pattern sees a character only through the sets it holds it to (classes, literals, `.`, the words of `\b`). Two characters
 * that stand in exactly the same of these sets are the same to it, so an ASCII character can stand in for one beyond ASCII, and
 * the ASCII translation, many times faster than one with Python's whole Unicode tables, finds the same spans. E.g. to `^\w+ \d`
 * the subject `Zürich 7` is `ZArich 7`. Without a stand-in: a digit of another script to a pattern that names every ASCII digit.
 */
export type StandIns = (subject: string) => AsciiSubject | undefined;

export interface AsciiSubject {
  readonly text: string;
  /** True where a surrogate pair became one character: offsets in `text` count code points of the subject. */
  readonly isShorter: boolean;
}

/** Undefined where a back-reference could take two characters with one stand-in for equal. */
export function createStandIns(pattern: Pattern): StandIns | undefined {
  const sets = setsOf(pattern);
  if (!sets) return undefined;
  const asciiByMembership = new Map<string, string>();
  for (let code = 127; code >= 0; code--)
    if (code !== newline) asciiByMembership.set(membership(sets, code), String.fromCharCode(code));

  const known = new Map<number, string | undefined>();
  const standInFor = (codePoint: number): string | undefined => {
    if (!known.has(codePoint)) known.set(codePoint, asciiByMembership.get(membership(sets, codePoint)));
    return known.get(codePoint);
  };

  return (subject) => {
    let text = '';
    let done = 0;
    for (let i = 0; i < subject.length; i++) {
      if (subject.charCodeAt(i) < 128) continue;
      const codePoint = subject.codePointAt(i)!;
      const standIn = standInFor(codePoint);
      if (standIn === undefined) return undefined;
      text += subject.slice(done, i) + standIn;
      if (codePoint > 0xffff) i++;
      done = i + 1;
    }
    text += subject.slice(done);
    return { text, isShorter: text.length < subject.length };
  };
}

/** Lines end at it, whatever a pattern's sets are. */
const newline = 10;

/** Every set that the pattern holds a character to; undefined where a text beyond ASCII could be captured and asked for again. */
function setsOf(pattern: Pattern): readonly CodePointSet[] | undefined {
  const repeated = spansAskedForAgain(pattern);
  const isRepeated = ({ span }: Node): boolean =>
    repeated.some((group) => group.start <= span.start && span.end <= group.end);
  const sets: CodePointSet[] = [];
  let isExact = true;
  walk(pattern, (node, flags) => {
    const isBoundary =
      node.type === 'Assertion' && (node.kind === 'word-boundary' || node.kind === 'not-word-boundary');
    const set = isBoundary ? categorySet({ kind: 'word', negated: false }, flags) : leafSet(node, flags);
    if (set) sets.push(set);
    const mayTakeMore = node.type === 'BackReference' || (set !== undefined && !isBoundary && (set.at(-1) ?? 0) > 128);
    if (mayTakeMore && isRepeated(node)) isExact = false;
  });
  return isExact ? sets : undefined;
}

/** The capture groups that a back-reference names. */
function spansAskedForAgain(pattern: Pattern): readonly Span[] {
  const named = new Set<number>();
  const groups: { readonly index: number; readonly span: Span }[] = [];
  walk(pattern, (node) => {
    if (node.type === 'BackReference') named.add(node.index);
    if (node.type === 'CaptureGroup') groups.push(node);
  });
  return groups.filter(({ index }) => named.has(index)).map(({ span }) => span);
}

/** One digit a set: 1 where `code` is in it. */
function membership(sets: readonly CodePointSet[], code: number): string {
  let key = '';
  for (const set of sets) key += setHas(set, code) ? '1' : '0';
  return key;
}
