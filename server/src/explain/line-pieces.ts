import type { CompiledRegex } from '../matching/compile-filter.ts';
import { parsePattern, type ParseOptions } from '../pyre/parser.ts';
import { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { shownIn } from './fixes.ts';
import { partsOf, weightOf, type RegexPart } from './regex-parts.ts';

/** What explaining needs of a regex. */
export type ExplainedRegex = Pick<CompiledRegex, 'expanded' | 'configured' | 'pattern'>;

/** What a regex over several lines wants of one of them, as a regex of its own. */
export interface LinePiece {
  readonly regex: ExplainedRegex;
  /** Its place in the whole regex, expanded and, where it can be told, configured. */
  readonly span: Span;
  readonly place: Span | undefined;
  readonly parts: readonly RegexPart[];
  readonly weight: number;
  /** What divides it from the piece before. */
  readonly divider: RegexPart | undefined;
  /** Where a place of `regex.expanded` stands in the whole. */
  inWhole(span: Span): Span;
  /** A changed text of `regex.expanded` (or of `regex.configured`), as it stands in the whole. */
  asWritten(changed: string): string;
  /** Its first or last anchor is not written: the line break is. */
  readonly isAnchored: { readonly start: boolean; readonly end: boolean };
}

/** Stands for a back-reference to what another line has; no author writes it so. */
const anyText = String.raw`(?:[^\n]*?)`;
/** A place that wants the text of a group again. */
export const backReference = /\(\?P=\w+\)|\\[1-9]\d?/g;

/**
 * Cuts a regex at its line breaks and `<SKIPLINES>`. None where it has no such places, or where one is inside of brackets. The flags at its start go
 * for each piece; a back-reference takes anything there.
 */
export function linePieces(whole: ExplainedRegex, options: ParseOptions): readonly LinePiece[] {
  const { expanded, configured, pattern } = whole;
  const source = expanded.text;
  const parts = partsOf(pattern, expanded, configured);
  const dividers = parts.filter(dividesLines);
  if (dividers.length === 0) return [];
  const flags = /^\(\?[aiLmsux]+\)/.exec(source)?.[0] ?? '';
  const pieces = [undefined, ...dividers].map((divider, i): LinePiece | undefined => {
    const next = dividers[i];
    const span = { start: divider?.span.end ?? flags.length, end: next?.span.start ?? source.length };
    const own = parts.filter((part) => span.start <= part.span.start && part.span.end <= span.end);
    if (own.length === 0) return undefined;
    const isAnchored = {
      start: divider !== undefined && own[0]!.kind !== 'start',
      end: next !== undefined && own.at(-1)!.kind !== 'end',
    };
    return pieceOf(whole, span, { flags, divider, isAnchored, parts: own }, options);
  });
  return pieces.every((piece) => piece !== undefined) ? pieces : [];
}

/** A literal line break, one with its repeat, `<SKIPLINES>`. */
export function dividesLines({ kind, literal, written }: RegexPart): boolean {
  return (
    (kind === 'literal' && literal.includes('\n')) ||
    written === '<SKIPLINES>' ||
    /^(?:\\r\??)?(?:\\n|\[(?:\\r)?\\n\])[+*?]?$/.test(written)
  );
}

function pieceOf(
  { expanded, configured }: ExplainedRegex,
  span: Span,
  { flags, divider, isAnchored, parts }: Pick<LinePiece, 'divider' | 'isAnchored' | 'parts'> & { flags: string },
  options: ParseOptions,
): LinePiece | undefined {
  const before = `${flags}${isAnchored.start ? '^' : ''}`;
  const behind = isAnchored.end ? '$' : '';
  const references: { readonly at: number; readonly text: string }[] = [];
  const alone = (text: MappedText): MappedText =>
    MappedText.concat([
      MappedText.builtin(before, 'line'),
      text.replace(backReference, () => MappedText.builtin(anyText, 'line')),
      MappedText.builtin(behind, 'line'),
    ]);
  for (const { 0: text, index } of expanded.text.slice(span.start, span.end).matchAll(backReference))
    references.push({ at: index, text });
  const place = placeOf({ configured, expanded }, span, flags, divider);
  const piece = alone(expanded.slice(span.start, span.end));
  const { pattern } = parsePattern(piece.text, options);
  if (!pattern) return undefined;
  const regex = {
    expanded: piece,
    configured: place ? alone(configured.slice(place.start, place.end)) : piece,
    pattern,
  };
  const toWhole = (offset: number): number => {
    let at = offset - before.length;
    for (const reference of references) {
      if (at <= reference.at) break;
      at =
        Math.max(reference.at, at - anyText.length) + (at >= reference.at + anyText.length ? reference.text.length : 0);
    }
    return Math.min(span.end, Math.max(span.start, span.start + at));
  };
  return {
    regex,
    span,
    place,
    parts,
    weight: weightOf(parts),
    divider,
    isAnchored,
    inWhole: ({ start, end }) => ({ start: toWhole(start), end: toWhole(end) }),
    asWritten: (changed) => {
      let text = changed.startsWith(before) ? changed.slice(before.length) : changed;
      if (behind !== '' && text.endsWith(behind)) text = text.slice(0, -1);
      for (const reference of references) text = text.replace(anyText, () => reference.text);
      return text;
    },
  };
}

/** Where a piece is written; undefined where that cannot be told. */
function placeOf(
  { configured, expanded }: Pick<ExplainedRegex, 'configured' | 'expanded'>,
  { start, end }: Span,
  flags: string,
  divider: RegexPart | undefined,
): Span | undefined {
  const first = divider ? shownIn(configured, expanded, divider.span)?.end : flags.length;
  const next =
    end < expanded.length ? shownIn(configured, expanded, { start: end, end: end + 1 })?.start : configured.length;
  const isAsTyped = divider !== undefined || configured.text.startsWith(flags);
  return start < end && isAsTyped && first !== undefined && next !== undefined && first < next
    ? { start: first, end: next }
    : undefined;
}
