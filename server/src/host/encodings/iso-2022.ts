import { codePointsIn, Output, type Codec, type Decoded } from './codec.ts';
import { nothing, pairTable, textOf, wideError } from './multi-byte-tables.ts';
import { singleByteTables } from './single-byte-data.ts';

/** A set of characters that an escape sequence chooses. */
interface CharacterSet {
  /** What the escape sequence ends with, behind `$` where a character takes two bytes. */
  readonly mark: string;
  /** How long the sequence is that Python writes. */
  readonly escapeLength: 3 | 4;
  /** 1: chosen by its sequence, shown by SO until SI. */
  readonly place: 0 | 1;
  decode(first: number, second: number): string | undefined;
  /** Every character that it has; none for sets that are only read. */
  texts(): Iterable<string>;
}

interface Variant {
  readonly sets: readonly string[];
  readonly hasShift?: boolean;
  /** Characters by SS2, of Latin-1 or Greek. */
  readonly hasSecond?: boolean;
  /** `ESC & @` before the sequence of JIS X 0208. */
  readonly hasRevision?: boolean;
}

/** The sets of each encoding, in the order in which they are tried for a character that is written. */
const variants: Readonly<Record<string, Variant>> = {
  iso2022_kr: { sets: ['ksx1001-so'], hasShift: true },
  iso2022_jp: { sets: ['jisx0208', 'jisx0201-roman', 'jisx0208-old'], hasRevision: true },
  iso2022_jp_1: { sets: ['jisx0208', 'jisx0212', 'jisx0201-roman', 'jisx0208-old'], hasRevision: true },
  iso2022_jp_2: {
    sets: ['jisx0208', 'jisx0212', 'ksx1001', 'gb2312', 'jisx0201-roman', 'jisx0208-old'],
    hasSecond: true,
    hasRevision: true,
  },
  iso2022_jp_2004: { sets: ['jisx0208', 'jisx0213-2004-1', 'jisx0213-2004-2'], hasRevision: true },
  iso2022_jp_3: { sets: ['jisx0208', 'jisx0213-2000-1', 'jisx0213-2000-2'], hasRevision: true },
  iso2022_jp_ext: {
    sets: ['jisx0208', 'jisx0212', 'jisx0201-roman', 'jisx0201-kana', 'jisx0208-old'],
    hasRevision: true,
  },
};

/** Rows of JIS X 0213's second plane; the others of EUC's third set are JIS X 0212. */
const secondPlane = (row: number): boolean => [1, 3, 4, 5, 8].includes(row) || (row >= 12 && row <= 15) || row >= 78;

const makers: Readonly<Record<string, () => CharacterSet>> = {
  'ksx1001-so': () => ({ ...doubleByte('$C', 4, 'cp949'), place: 1 }),
  ksx1001: () => doubleByte('$C', 4, 'cp949'),
  gb2312: () => doubleByte('$A', 4, 'gb2312'),
  jisx0208: () => doubleByte('$B', 3, 'euc_jp'),
  'jisx0208-old': () => ({ ...doubleByte('$@', 3, 'euc_jp'), texts: () => [] }),
  jisx0212: () => doubleByte('$D', 4, 'euc_jp_8f'),
  'jisx0213-2000-1': () => doubleByte('$O', 4, 'euc_jisx0213'),
  'jisx0213-2000-2': () => doubleByte('$P', 4, 'euc_jisx0213_8f', secondPlane),
  'jisx0213-2004-1': () => doubleByte('$Q', 4, 'euc_jis_2004'),
  'jisx0213-2004-2': () => doubleByte('$P', 4, 'euc_jis_2004_8f', secondPlane),
  'jisx0201-roman': () =>
    singleByte('J', (byte) => (byte === 0x5c ? '\u00a5' : byte === 0x7e ? '\u203e' : String.fromCharCode(byte))),
  'jisx0201-kana': () =>
    singleByte('I', (byte) => (byte > 0x20 && byte < 0x60 ? String.fromCharCode(0xff40 + byte) : undefined)),
};

function doubleByte(
  mark: string,
  escapeLength: 3 | 4,
  tableName: string,
  hasRow: (row: number) => boolean = () => true,
): CharacterSet {
  const table = pairTable(tableName);
  const stored = (first: number, second: number): string | undefined => {
    if (first >= 0x80 || second >= 0x80 || first < 0x21 || second < 0x21 || !hasRow(first - 0x20)) return undefined;
    const value = table.at(first | 0x80, second | 0x80);
    return value === nothing || value === wideError ? undefined : textOf(value);
  };
  return {
    mark,
    escapeLength,
    place: 0,
    decode: (first, second) => {
      const text = stored(first, second);
      return readAs[`${tableName} ${text}`] ?? text;
    },
    *texts() {
      for (let first = 0x21; first < 0x7f; first++)
        for (let second = 0x21; second < 0x7f; second++) {
          const text = stored(first, second);
          // Python 3.11.2 writes no two characters as one here.
          if (text !== undefined && codePointsIn(text) === 1 && readAs[`${tableName} ${text}`] !== '~') yield text;
        }
    },
  };
}

/** Quirks of Python's ISO 2022: what it reads in the place of a character of JIS X 0213; the tilde it never writes. */
const readAs: Readonly<Record<string, string>> = {
  'euc_jisx0213 \uff5e': '~',
  'euc_jis_2004 \uff5e': '~',
  'euc_jisx0213_8f \u9b1d': '\u9b1c',
};

function singleByte(mark: string, decode: (byte: number) => string | undefined): CharacterSet {
  return {
    mark,
    escapeLength: 3,
    place: 0,
    decode,
    *texts() {
      for (let byte = 0x21; byte < 0x7f; byte++) {
        const text = decode(byte);
        if (text !== undefined) yield text;
      }
    },
  };
}

export function createIso2022(key: string): Codec | undefined {
  const variant = variants[key];
  if (!variant) return undefined;
  const sets = variant.sets.map((name) => makers[name]!());
  let written: ReadonlyMap<string, CharacterSet> | undefined;
  return {
    isCutAtLineFeeds: false,
    isAsciiBased: false,
    decode: (bytes) => new Decoder(bytes, variant, sets).run(),
    encodedLength: (text) => encodedLength(text, (written ??= setsByText(sets))),
  };
}

const escape = 0x1b;
const shiftOut = 0x0e;
const shiftIn = 0x0f;
const lineFeed = 0x0a;
const ascii = 'B';
/** Longer sequences are none. */
const maxEscape = 16;

/** Mirrors the decoder of CPython's `_codecs_iso2022.c`. */
class Decoder {
  private at = 0;
  private readonly output: Output;
  /** What is chosen for G0 to G2. */
  private readonly chosen = [ascii, ascii, ascii];
  private isShifted = false;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly variant: Variant,
    private readonly sets: readonly CharacterSet[],
  ) {
    this.output = new Output(bytes);
  }

  run(): Decoded {
    const { bytes, output } = this;
    while (this.at < bytes.length) {
      const byte = bytes[this.at]!;
      if (byte === escape) this.readEscape();
      else if ((byte === shiftOut || byte === shiftIn) && this.variant.hasShift) {
        this.isShifted = byte === shiftOut;
        this.at++;
      } else if (byte >= 0x80) this.fail(1);
      else if (byte < 0x20) {
        if (byte === lineFeed) this.isShifted = false;
        output.add(byte);
        this.at++;
      } else this.readCharacter(byte);
    }
    return output.decoded;
  }

  private readCharacter(byte: number): void {
    const mark = this.chosen[this.isShifted ? 1 : 0]!;
    const set = this.sets.find((known) => known.mark === mark);
    if (!set) {
      this.output.add(byte);
      this.at++;
      return;
    }
    const width = mark.startsWith('$') ? 2 : 1;
    if (!this.needs(width)) return;
    const text = set.decode(byte, this.bytes[this.at + 1]!);
    if (text === undefined) this.fail(width);
    else this.take(text, width);
  }

  private readEscape(): void {
    if (!this.needs(2)) return;
    const next = this.character(1);
    if ('()$.&'.includes(next)) this.choose();
    else if (next === 'N' && this.variant.hasSecond) this.readSecond();
    else this.readForeignEscape();
  }

  /** Another kind of sequence: text as it stands, up to its end. */
  private readForeignEscape(): void {
    let end = this.at + 1;
    while (end < this.bytes.length && !isEscapeEnd(this.bytes[end]!)) end++;
    for (const byte of this.bytes.subarray(this.at, end + 1)) this.output.add(byte);
    this.at = end + 1;
  }

  private choose(): void {
    const length = this.escapeLength();
    if (length === undefined) return;
    const sequence = String.fromCharCode(...this.bytes.subarray(this.at + 1, this.at + length));
    const found = this.designation(sequence);
    const mark = found?.mark;
    if (!found || (mark !== ascii && !this.knows(mark!))) {
      this.fail(length);
      return;
    }
    this.chosen[found.place] = mark!;
    this.at += length;
  }

  /** Undefined where there is none: that was told as an error. */
  private escapeLength(): number | undefined {
    const { bytes, at } = this;
    for (let i = 1; i < maxEscape; i++) {
      if (at + i >= bytes.length) {
        this.needs(i + 1);
        return undefined;
      }
      if (isEscapeEnd(bytes[at + i]!)) return i + 1;
      if (this.variant.hasRevision && this.character(i) === '&' && this.character(i + 1) === '@') i += 2;
    }
    this.fail(1);
    return undefined;
  }

  private designation(sequence: string): { readonly place: 0 | 1 | 2; readonly mark: string } | undefined {
    const [first, second] = [sequence[0]!, sequence[1]!];
    if (sequence.length === 2) {
      if (first === '$') return { place: 0, mark: `$${second}` };
      if (first === '(' || first === ')') return { place: first === '(' ? 0 : 1, mark: second };
      return first === '.' && this.variant.hasSecond ? { place: 2, mark: second } : undefined;
    }
    if (sequence.length === 3 && first === '$' && (second === '(' || second === ')'))
      return { place: second === '(' ? 0 : 1, mark: `$${sequence[2]!}` };
    // Quirk: of `& @ ESC $ B` only the end is looked at.
    const isRevised = this.variant.hasRevision && sequence.length === 5 && sequence.endsWith('\x1b$B');
    return isRevised ? { place: 0, mark: '$B' } : undefined;
  }

  private knows(mark: string): boolean {
    return (
      this.sets.some((set) => set.mark === mark) || (this.variant.hasSecond === true && (mark === 'A' || mark === 'F'))
    );
  }

  /** One character of Latin-1 or Greek. */
  private readSecond(): void {
    if (!this.needs(3)) return;
    const byte = this.bytes[this.at + 2]!;
    const mark = this.chosen[2]!;
    const text =
      mark === 'F'
        ? greek(byte ^ 0x80)
        : byte >= 0x80
          ? undefined
          : String.fromCharCode(mark === 'A' ? byte + 0x80 : byte);
    if (text === undefined) this.fail(3);
    else this.take(text, 3);
  }

  private take(text: string, length: number): void {
    this.output.addText(text);
    this.at += length;
  }

  private fail(length: number): void {
    this.output.fail(this.at, this.at + length);
    this.at += length;
  }

  /** False where fewer bytes are left: all of them are one error. */
  private needs(count: number): boolean {
    if (this.at + count <= this.bytes.length) return true;
    this.fail(this.bytes.length - this.at);
    return false;
  }

  private character(offset: number): string {
    return String.fromCharCode(this.bytes[this.at + offset] ?? 0);
  }
}

/** ISO 8859-7 of 1987, without the signs that were added later. */
function greek(byte: number): string | undefined {
  const char = byte < 0x80 ? String.fromCharCode(byte) : singleByteTables['iso8859_7']![byte - 0x80]!;
  return '\ufffd\u20ac\u20af\u037a'.includes(char) ? undefined : char;
}

function isEscapeEnd(byte: number): boolean {
  return byte >= 0x40 && byte <= 0x5a;
}

function setsByText(sets: readonly CharacterSet[]): ReadonlyMap<string, CharacterSet> {
  const byText = new Map<string, CharacterSet>();
  for (const set of [...sets].reverse()) for (const text of set.texts()) byText.set(text, set);
  return byText;
}

/** The text ends in ASCII, so what is written at the end of others counts only for what is not finished. */
function encodedLength(text: string, written: ReadonlyMap<string, CharacterSet>): number {
  const chosen = [ascii, ascii];
  let isShifted = false;
  let length = 0;
  for (const char of text) {
    // What cannot be written is a question mark.
    const set = char < '\x80' ? undefined : written.get(char);
    const place = set?.place ?? 0;
    const mark = set?.mark ?? ascii;
    if (chosen[place] !== mark) length += set?.escapeLength ?? 3;
    if (isShifted !== (place === 1)) length++;
    chosen[place] = mark;
    isShifted = place === 1;
    length += mark.startsWith('$') ? 2 : 1;
  }
  return length + (isShifted ? 1 : 0) + (chosen[0] === ascii ? 0 : 3);
}
