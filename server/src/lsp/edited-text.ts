/** A place of LSP: line from 0, UTF-16 character in it. */
interface Position {
  readonly line: number;
  readonly character: number;
}

/** An edit of LSP: of all the text where it names no range. */
export interface TextChange {
  readonly range?: { readonly start: Position; readonly end: Position };
  readonly text: string;
}

/** Characters of a piece: what an edit costs. */
const pieceLength = 1 << 15;

/**
 * The text of an open document. It is kept in pieces of whole lines, so that a letter typed into a log of 20 MB costs one piece, not
 * 20 MB; the whole text is put together when it is asked for.
 */
export class EditedText {
  /** All but the last end in LF, so that no line lies in two and no CRLF is parted. Empty before the first edit. */
  private pieces: string[] = [];
  /** How many line ends (LF, CRLF, a lone CR) each piece has. */
  private lineEnds: number[] = [];

  constructor(
    private whole: string | undefined,
    private current: number,
  ) {}

  get version(): number {
    return this.current;
  }

  getText(): string {
    return (this.whole ??= this.pieces.join(''));
  }

  /** Edits, each in the text that the one before it left; places outside of the text count as the nearest one in it. */
  update(changes: readonly TextChange[], version: number): void {
    for (const { range, text } of changes) {
      if (range) this.replace(range.start, range.end, text);
      else [this.whole, this.pieces, this.lineEnds] = [text, [], []];
    }
    this.current = version;
  }

  private replace(one: Position, other: Position, text: string): void {
    if (this.pieces.length === 0) this.setPieces(0, 0, splitPieces(this.getText()));
    this.whole = undefined;
    const isBackwards = one.line > other.line || (one.line === other.line && one.character > other.character);
    const from = this.locate(isBackwards ? other : one);
    const to = this.locate(isBackwards ? one : other);
    let end = to.piece + 1;
    let changed = this.pieces[from.piece]!.slice(0, from.offset) + text + this.pieces[to.piece]!.slice(to.offset);
    if (end < this.pieces.length && !changed.endsWith('\n')) changed += this.pieces[end++]!;
    this.setPieces(from.piece, end, splitPieces(changed));
  }

  /** Puts pieces in place of those in `[from, to)`. */
  private setPieces(from: number, to: number, pieces: string[]): void {
    this.pieces.splice(from, to - from, ...pieces);
    this.lineEnds.splice(from, to - from, ...pieces.map(countLineEnds));
    if (this.pieces.length > 0) return;
    this.pieces = [''];
    this.lineEnds = [0];
  }

  private locate({ line, character }: Position): { readonly piece: number; readonly offset: number } {
    const last = this.pieces.length - 1;
    let piece = 0;
    for (; piece < last && line >= this.lineEnds[piece]!; piece++) line -= this.lineEnds[piece]!;
    const text = this.pieces[piece]!;
    if (line > this.lineEnds[piece]!) return { piece, offset: text.length };
    let start = 0;
    for (; line > 0; line--) start = afterLineEnd(text, lineEnd(text, start));
    return { piece, offset: Math.min(start + character, lineEnd(text, start)) };
  }
}

function splitPieces(text: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    const found = start + 2 * pieceLength >= text.length ? -1 : text.indexOf('\n', start + pieceLength);
    const end = found === -1 ? text.length : found + 1;
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

function countLineEnds(text: string): number {
  let count = 0;
  for (let at = lineEnd(text, 0); at < text.length; at = lineEnd(text, afterLineEnd(text, at))) count++;
  return count;
}

function lineEnd(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return i;
  }
  return text.length;
}

function afterLineEnd(text: string, end: number): number {
  return text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1;
}
