import { Output, type Codec } from './codec.ts';

/** What Python writes as it is: all of ASCII that prints but `\`, `~` and `+`, and blanks, tabs and line ends. */
const direct = /^[\t\n\r\x20-\x2a\x2c-\x5b\x5d-\x7d]$/;
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const base64Values = Int8Array.from({ length: 256 }, (_, byte) => base64.indexOf(String.fromCharCode(byte)));
const plus = 0x2b;
const minus = 0x2d;

/** UTF-7 as Python reads it: lone surrogates are taken, and a run of base64 that ends badly is one error from its `+` on. */
export const utf7: Codec = { isCutAtLineFeeds: false, isAsciiBased: false, decode, encodedLength };

function decode(bytes: Uint8Array): ReturnType<Codec['decode']> {
  const output = new Output(bytes);
  /** Of the run of base64 at hand: where its `+` stands, or -1; the bits that are no character yet; the first half of a pair. */
  let run = -1;
  let buffer = 0;
  let bits = 0;
  let high = 0;
  const isUnfinished = (): boolean => bits >= 6 || (bits > 0 && buffer !== 0);
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at]!;
    if (run >= 0 && base64Values[byte]! >= 0) {
      buffer = (buffer << 6) | base64Values[byte]!;
      bits += 6;
      at++;
      if (bits < 16) continue;
      bits -= 16;
      const unit = buffer >>> bits;
      buffer &= (1 << bits) - 1;
      const isPair = high > 0 && (unit & 0xfc00) === 0xdc00;
      if (isPair) output.add(0x10000 + ((high & 0x3ff) << 10) + (unit & 0x3ff));
      else if (high > 0) output.add(high);
      high = !isPair && (unit & 0xfc00) === 0xd800 ? unit : 0;
      if (!isPair && high === 0) output.add(unit);
    } else if (run >= 0) {
      const start = run;
      run = -1;
      if (isUnfinished()) {
        output.fail(start, ++at);
        continue;
      }
      if (high > 0 && byte < 0x80 && byte !== plus) output.add(high);
      high = 0;
      if (byte === minus) at++;
    } else if (byte === plus) {
      const next = bytes[at + 1];
      if (next === minus) {
        output.add(plus);
        at += 2;
      } else if (next !== undefined && base64Values[next]! < 0) {
        output.fail(at, at + 2);
        at += 2;
      } else {
        [run, buffer, bits, high] = [at, 0, 0, 0];
        at++;
      }
    } else {
      if (byte < 0x80) output.add(byte);
      else output.fail(at, at + 1);
      at++;
    }
  }
  if (run >= 0 && (high > 0 || isUnfinished())) output.fail(run, bytes.length);
  return output.decoded;
}

function encodedLength(text: string): number {
  let length = 0;
  let isInRun = false;
  let bits = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (direct.test(char) || (char === '+' && !isInRun)) {
      if (isInRun) length += (bits > 0 ? 1 : 0) + (/[A-Za-z0-9/-]/.test(char) ? 1 : 0);
      length += char === '+' ? 2 : 1;
      isInRun = false;
      bits = 0;
      continue;
    }
    if (!isInRun) length++;
    isInRun = true;
    bits += 16;
    length += Math.floor(bits / 6);
    bits %= 6;
  }
  return length + (bits > 0 ? 1 : 0) + (isInRun ? 1 : 0);
}
