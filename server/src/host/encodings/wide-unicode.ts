import { codePointsIn, Output, type Codec } from './codec.ts';

interface Wide {
  /** Bytes of a unit. */
  readonly unit: 2 | 4;
  readonly isBigEndian: boolean;
  /** A byte order mark is looked for at the start, and written. */
  readonly hasMark: boolean;
}

const wide: Readonly<Record<string, Wide>> = {
  utf_16: { unit: 2, isBigEndian: false, hasMark: true },
  utf_16_le: { unit: 2, isBigEndian: false, hasMark: false },
  utf_16_be: { unit: 2, isBigEndian: true, hasMark: false },
  utf_32: { unit: 4, isBigEndian: false, hasMark: true },
  utf_32_le: { unit: 4, isBigEndian: false, hasMark: false },
  utf_32_be: { unit: 4, isBigEndian: true, hasMark: false },
};

/** UTF-16 and UTF-32; without a byte order mark `utf_16` and `utf_32` are little endian. */
export function createWideCodec(key: string): Codec | undefined {
  return wide[key] && codecOf(wide[key]);
}

function codecOf(kind: Wide): Codec {
  const { unit, hasMark } = kind;
  return {
    isCutAtLineFeeds: false,
    isAsciiBased: false,
    decode(bytes) {
      const { isBigEndian, length } = orderOf(bytes, kind);
      const output = new Output(bytes);
      if (unit === 2) decode16(bytes, length, isBigEndian, output);
      else decode32(bytes, length, isBigEndian, output);
      return output.decoded;
    },
    encodedLength: (text) => (hasMark ? unit : 0) + unit * (unit === 2 ? text.length : codePointsIn(text)),
    settled(bytes) {
      const { isBigEndian } = orderOf(bytes, kind);
      const rest = codecOf({ unit, isBigEndian, hasMark: false });
      // The last whole unit may be the first half of a pair.
      const length = Math.max(0, bytes.length - (bytes.length % unit) - 4);
      const isInPair = unit === 2 && length > 0 && isHigh(unitAt(bytes, length - 2, isBigEndian));
      return bytes.length < 8 ? { length: 0, rest: this } : { length: isInPair ? length - 2 : length, rest };
    },
  };
}

/** The bytes' order, and how long the mark is that says so. */
function orderOf(bytes: Uint8Array, { unit, isBigEndian, hasMark }: Wide): { isBigEndian: boolean; length: number } {
  if (!hasMark || bytes.length < unit) return { isBigEndian, length: 0 };
  const read = unit === 2 ? unitAt : pointAt;
  if (read(bytes, 0, false) === 0xfeff) return { isBigEndian: false, length: unit };
  if (read(bytes, 0, true) === 0xfeff) return { isBigEndian: true, length: unit };
  return { isBigEndian, length: 0 };
}

function decode16(bytes: Uint8Array, from: number, isBigEndian: boolean, output: Output): void {
  let at = from;
  while (at + 1 < bytes.length) {
    const unit = unitAt(bytes, at, isBigEndian);
    if (!isHigh(unit)) {
      if (isLow(unit)) output.fail(at, at + 2);
      else output.add(unit);
      at += 2;
    } else if (at + 3 >= bytes.length) {
      // Half a pair takes a single byte behind it along.
      output.fail(at, bytes.length);
      return;
    } else {
      const low = unitAt(bytes, at + 2, isBigEndian);
      if (isLow(low)) output.add(0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff));
      else output.fail(at, at + 2);
      at += isLow(low) ? 4 : 2;
    }
  }
  if (at < bytes.length) output.fail(at, bytes.length);
}

function decode32(bytes: Uint8Array, from: number, isBigEndian: boolean, output: Output): void {
  let at = from;
  for (; at + 3 < bytes.length; at += 4) {
    const code = pointAt(bytes, at, isBigEndian);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) output.fail(at, at + 4);
    else output.add(code);
  }
  if (at < bytes.length) output.fail(at, bytes.length);
}

function unitAt(bytes: Uint8Array, at: number, isBigEndian: boolean): number {
  return isBigEndian ? (bytes[at]! << 8) | bytes[at + 1]! : bytes[at]! | (bytes[at + 1]! << 8);
}

function pointAt(bytes: Uint8Array, at: number, isBigEndian: boolean): number {
  const [first, second] = [unitAt(bytes, at, isBigEndian), unitAt(bytes, at + 2, isBigEndian)];
  return isBigEndian ? first * 0x10000 + second : second * 0x10000 + first;
}

function isHigh(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function isLow(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}
