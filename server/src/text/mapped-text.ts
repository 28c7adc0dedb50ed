import type { Span } from './span.ts';

/** Where a piece of text is written. */
export interface Origin {
  /** The file's path or URI as the file system names it; `builtin:NAME` for text nobody wrote in a file. */
  readonly file: string;
  readonly span: Span;
}

/**
 * A run of text with one origin. `exact`: character i of `text` stands at `origin.span.start + i`. Otherwise the whole
 * run stands for the whole span: `%` for `%%`, an address group for `<HOST>`, a newline for a line break with indentation.
 */
export interface Segment {
  readonly text: string;
  readonly origin: Origin;
  readonly exact: boolean;
}

/**
 * A text that remembers where each of its characters is written. Immutable. Every step from a file to a compiled regex
 * (INI value, interpolation, tag substitution, option merging, `<HOST>` expansion) takes and gives a MappedText.
 */
export class MappedText {
  static readonly empty = new MappedText([]);

  readonly text: string;
  readonly segments: readonly Segment[];
  /** Offset in `text` at which each segment starts. */
  private readonly starts: readonly number[];

  private constructor(segments: readonly Segment[]) {
    this.segments = segments;
    const starts: number[] = [];
    let length = 0;
    for (const segment of segments) {
      starts.push(length);
      length += segment.text.length;
    }
    this.starts = starts;
    this.text = segments.length === 1 ? segments[0]!.text : segments.map((s) => s.text).join('');
  }

  get length(): number {
    return this.text.length;
  }

  /** Text copied character by character from `file` at `start`. */
  static exact(text: string, file: string, start: number): MappedText {
    return MappedText.of({ text, origin: { file, span: { start, end: start + text.length } }, exact: true });
  }

  /** Text that stands for what is written at `origin`, without a character-by-character relation. */
  static derived(text: string, origin: Origin): MappedText {
    return MappedText.of({ text, origin, exact: false });
  }

  /** Text that no file holds (a command-line argument, a built-in default); `name` says what it is. */
  static builtin(text: string, name: string): MappedText {
    return MappedText.exact(text, `builtin:${name}`, 0);
  }

  static of(...segments: Segment[]): MappedText {
    return new MappedText(mergeNeighbours(segments));
  }

  /** As `of`, for a list that may be longer than an argument list can be. */
  static fromSegments(segments: readonly Segment[]): MappedText {
    return new MappedText(mergeNeighbours(segments));
  }

  static concat(parts: readonly MappedText[]): MappedText {
    return new MappedText(mergeNeighbours(parts.flatMap((part) => part.segments)));
  }

  static join(parts: readonly MappedText[], separator: MappedText): MappedText {
    return MappedText.concat(parts.flatMap((part, i) => (i === 0 ? [part] : [separator, part])));
  }

  slice(start: number, end: number = this.length): MappedText {
    return start <= 0 && end >= this.length ? this : new MappedText(this.segmentsBetween(start, end));
  }

  /** The segments of `slice(start, end)`; cheaper where very many pieces are put together. */
  segmentsBetween(start: number, end: number): Segment[] {
    const out: Segment[] = [];
    for (let i = this.indexAt(start); i < this.segments.length; i++) {
      const from = this.starts[i]!;
      if (from >= end) break;
      const piece = sliceSegment(this.segments[i]!, Math.max(0, start - from), end - from);
      if (piece) out.push(piece);
    }
    return out;
  }

  /**
   * As `String.prototype.replace` with a global pattern; `replacement` gets the match and the matched part, and gives
   * the new part, or undefined to leave the match as it is.
   */
  replace(
    pattern: RegExp,
    replacement: (match: RegExpExecArray, matched: MappedText) => MappedText | undefined,
  ): MappedText {
    if (!pattern.global) throw new Error('MappedText.replace needs a global pattern');
    const parts: MappedText[] = [];
    let done = 0;
    for (const match of this.text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      const part = replacement(match, this.slice(match.index, end));
      if (!part) continue;
      parts.push(this.slice(done, match.index), part);
      done = end;
    }
    if (parts.length === 0) return this;
    parts.push(this.slice(done));
    return MappedText.concat(parts);
  }

  /** Splits at every occurrence of `separator` (a plain string), which is dropped. */
  split(separator: string): MappedText[] {
    const parts: MappedText[] = [];
    let done = 0;
    for (let at = this.text.indexOf(separator); at !== -1; at = this.text.indexOf(separator, done)) {
      parts.push(this.slice(done, at));
      done = at + separator.length;
    }
    parts.push(this.slice(done));
    return parts;
  }

  /** Without leading and trailing characters that `isSpace` accepts. */
  trim(isSpace: (char: string) => boolean = (char) => /\s/u.test(char)): MappedText {
    let start = 0;
    let end = this.length;
    while (start < end && isSpace(this.text[start]!)) start++;
    while (end > start && isSpace(this.text[end - 1]!)) end--;
    return this.slice(start, end);
  }

  /**
   * The places to show for `span` of this text, in order, neighbours of one file joined. May widen: a part of a derived
   * run answers with the whole place it stands for. Never use this for an edit. An empty span answers with an empty
   * (or widened) place.
   */
  whereToShow(span: Span): Origin[] {
    const out: Origin[] = [];
    for (let i = this.indexAt(span.start); i < this.segments.length; i++) {
      const from = this.starts[i]!;
      if (out.length > 0 ? from >= span.end : from > span.end) break;
      const { text, origin, exact } = this.segments[i]!;
      const place = exact
        ? shift(origin, Math.max(0, span.start - from), Math.min(text.length, span.end - from))
        : origin;
      const last = out.at(-1);
      if (last && last.file === place.file && last.span.end === place.span.start)
        out[out.length - 1] = { file: last.file, span: { start: last.span.start, end: place.span.end } };
      else out.push(place);
    }
    return out;
  }

  /** The one place where an edit of `span` has exactly that effect; undefined where the span crosses runs or is derived. */
  whereToEdit(span: Span): Origin | undefined {
    const i = this.indexAt(span.start);
    const segment = this.segments[i];
    if (!segment || !segment.exact) return undefined;
    const from = this.starts[i]!;
    if (span.end > from + segment.text.length) return undefined;
    return shift(segment.origin, span.start - from, span.end - from);
  }

  /** Index of the segment that holds `offset`; the last one for the end of the text. */
  private indexAt(offset: number): number {
    let low = 0;
    let high = this.segments.length - 1;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      if (this.starts[mid]! <= offset) low = mid;
      else high = mid - 1;
    }
    return low;
  }
}

function shift({ file, span }: Origin, start: number, end: number): Origin {
  return { file, span: { start: span.start + start, end: span.start + end } };
}

function sliceSegment(segment: Segment, start: number, end: number): Segment | undefined {
  const text = segment.text.slice(start, end);
  if (text === '') return undefined;
  if (text.length === segment.text.length) return segment;
  return segment.exact
    ? { text, origin: shift(segment.origin, start, start + text.length), exact: true }
    : { ...segment, text };
}

function mergeNeighbours(segments: readonly Segment[]): Segment[] {
  const out: Segment[] = [];
  for (const segment of segments) {
    if (segment.text === '') continue;
    const last = out.at(-1);
    if (
      last?.exact &&
      segment.exact &&
      last.origin.file === segment.origin.file &&
      last.origin.span.end === segment.origin.span.start
    )
      out[out.length - 1] = {
        text: last.text + segment.text,
        origin: { file: last.origin.file, span: { start: last.origin.span.start, end: segment.origin.span.end } },
        exact: true,
      };
    else out.push(segment);
  }
  return out;
}
