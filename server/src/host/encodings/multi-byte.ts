import { codePointsIn, Output, type Codec, type Decoded } from './codec.ts';
import { singles } from './multi-byte-data.ts';
import { nothing, pairTable, textOf, wideError, type PairTable } from './multi-byte-tables.ts';

/** How the bytes behind a lead byte are read where they are more than one. */
interface Longer {
  /** How many bytes there are with the lead byte; 0 where it is an ordinary pair. */
  length(bytes: Uint8Array, at: number): number;
  /** The value of that many bytes, as in a `PairTable`. */
  value(bytes: Uint8Array, at: number): number;
  /** How many bytes a character takes that no table has; 0 where it cannot be written. */
  encodedLength(code: number): number;
}

/**
 * Encodings without a state, of one byte or two and here and there more. A byte that begins nothing is one error; what the end of the bytes
 * cuts off is one error from its first byte on.
 */
const longer: Readonly<Record<string, (() => Longer) | undefined>> = {
  big5: undefined,
  big5hkscs: undefined,
  cp932: undefined,
  cp949: undefined,
  cp950: undefined,
  euc_jis_2004: () => withThirdByte('euc_jis_2004_8f'),
  euc_jisx0213: () => withThirdByte('euc_jisx0213_8f'),
  euc_jp: () => withThirdByte('euc_jp_8f'),
  euc_kr: () => madeUpHangul,
  gb18030: () => withFourBytes(pairTable('gb18030')),
  gb2312: undefined,
  gbk: undefined,
  johab: undefined,
  shift_jis: undefined,
  shift_jis_2004: undefined,
  shift_jisx0213: undefined,
};

export function createMultiByteCodec(key: string): Codec | undefined {
  if (!(key in longer)) return undefined;
  const table = pairTable(key);
  const single = singleCharacters(singles[key] ?? '');
  const more = longer[key]?.();
  let lengths: ReadonlyMap<string, number> | undefined;
  return {
    // Only a longer sequence that a line end cuts off takes it along.
    isCutAtLineFeeds: more === undefined,
    isAsciiBased: single[0x5c] === 0x5c,
    decode: (bytes) => decode(bytes, single, table, more),
    encodedLength: (text) => encodedLength(text, (lengths ??= lengthsOf(single, table, key)), more),
  };
}

/** The character of each byte that is one by itself; -1 for the others. */
function singleCharacters(stored: string): Int32Array {
  const characters = Int32Array.from({ length: 256 }, (_, byte) => (byte < 0x80 ? byte : -1));
  for (let i = 0; i < stored.length; i += 2) characters[stored.charCodeAt(i)] = stored.charCodeAt(i + 1);
  return characters;
}

function decode(bytes: Uint8Array, single: Int32Array, table: PairTable, more: Longer | undefined): Decoded {
  const output = new Output(bytes);
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at]!;
    if (single[lead]! >= 0) {
      output.add(single[lead]!);
      at++;
      continue;
    }
    const longLength = at + 1 < bytes.length && more ? more.length(bytes, at) : 0;
    const length = longLength || 2;
    if (at + length > bytes.length) {
      output.fail(at, bytes.length);
      break;
    }
    const value = longLength > 0 ? more!.value(bytes, at) : table.at(lead, bytes[at + 1]!);
    const taken = value === nothing ? 1 : length;
    if (value === nothing || value === wideError) output.fail(at, at + taken);
    else output.addText(textOf(value));
    at += taken;
  }
  return output.decoded;
}

function encodedLength(text: string, lengths: ReadonlyMap<string, number>, more: Longer | undefined): number {
  let total = 0;
  for (let at = 0; at < text.length;) {
    const pair = text.slice(at, at + 2);
    const char = lengths.has(pair) ? pair : String.fromCodePoint(text.codePointAt(at)!);
    // What cannot be written is a question mark.
    total += lengths.get(char) ?? (more?.encodedLength(char.codePointAt(0)!) || 1);
    at += char.length;
  }
  return total;
}

/** Characters that are read and never written: the edition of 2000 unites them with others. */
const readOnly = new Set(['euc_jisx0213 \u7626', 'euc_jisx0213 \u7e6b', 'euc_jisx0213 \u9b1c']);

/** The shortest form of each character, and of each two that are written as one. */
function lengthsOf(single: Int32Array, table: PairTable, key: string): ReadonlyMap<string, number> {
  const lengths = new Map<string, number>();
  const third = key.startsWith('euc_j') ? pairTable(`${key}_8f`) : undefined;
  for (const text of third?.texts() ?? []) if (!readOnly.has(`${key} ${text}`)) lengths.set(text, 3);
  for (const text of table.texts()) {
    lengths.set(text, 2);
    // Quirk: where a character may be the first of two, Python takes a NUL behind it along.
    if (codePointsIn(text) === 2) lengths.set(`${text[0]!}\0`, 2);
  }
  for (const code of single) if (code >= 0) lengths.set(String.fromCharCode(code), 1);
  return lengths;
}

/** EUC's third set: a byte 8f and two more. */
function withThirdByte(name: string): Longer {
  const table = pairTable(name);
  return {
    length: (bytes, at) => (bytes[at] === 0x8f ? 3 : 0),
    value: (bytes, at) => table.at(bytes[at + 1]!, bytes[at + 2]!),
    encodedLength: () => 0,
  };
}

const initials = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const finals = 'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';
const firstLetter = 0x3131;
const firstVowel = 0x314f;
const filler = 0x3164;
const firstSyllable = 0xac00;

/** KS X 1001: a syllable that is no character of its own as a filler and three letters (the last may be a filler), eight bytes. */
const madeUpHangul: Longer = {
  length: (bytes, at) => (bytes[at] === 0xa4 && bytes[at + 1] === 0xd4 ? 8 : 0),
  value(bytes, at) {
    const letters = [3, 5, 7].map((i) => (bytes[at + i - 1] === 0xa4 ? bytes[at + i]! - 0xa1 + firstLetter : 0));
    const [initial, vowel, final] = letters as [number, number, number];
    const first = initials.indexOf(String.fromCharCode(initial));
    const middle = vowel - firstVowel;
    const last = final === filler ? 0 : finals.indexOf(String.fromCharCode(final)) + 1;
    if (first < 0 || middle < 0 || middle > 20 || (last === 0 && final !== filler)) return nothing;
    return firstSyllable + (first * 21 + middle) * 28 + last;
  },
  encodedLength: (code) => (code === filler ? 2 : code >= firstSyllable && code < firstSyllable + 11172 ? 8 : 0),
};

/** GB 18030: every other code point as four bytes, in their order. */
function withFourBytes(table: PairTable): Longer {
  const inTwo = new Set<number>();
  for (const text of table.texts()) inTwo.add(text.codePointAt(0)!);
  const others: number[] = [];
  for (let code = 0x80; code < 0x10000; code++)
    if ((code < 0xd800 || code > 0xdfff) && !inTwo.has(code)) others.push(code);
  return {
    length: (bytes, at) => (bytes[at + 1]! >= 0x30 && bytes[at + 1]! <= 0x39 ? 4 : 0),
    value(bytes, at) {
      const [first, second, third, fourth] = bytes.subarray(at, at + 4) as unknown as [number, number, number, number];
      const isWrong = first < 0x81 || first > 0xfe || third < 0x81 || third > 0xfe || fourth < 0x30 || fourth > 0x39;
      if (isWrong) return nothing;
      const number = (((first - 0x81) * 10 + second - 0x30) * 126 + third - 0x81) * 10 + fourth - 0x30;
      const beyond = number - 189_000;
      return beyond >= 0 ? (beyond < 0x100000 ? 0x10000 + beyond : nothing) : (others[number] ?? nothing);
    },
    encodedLength: () => 4,
  };
}
