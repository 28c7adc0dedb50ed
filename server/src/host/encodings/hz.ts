import { Output, type Codec, type Decoded } from './codec.ts';
import { nothing, pairTable } from './multi-byte-tables.ts';

const tilde = 0x7e;

/** HZ: GB 2312 in seven bits, between `~{` and `~}`; `~` at a line's end joins it with the next one. */
export function createHz(): Codec {
  const table = pairTable('gb2312');
  let writable: ReadonlySet<string> | undefined;
  return {
    isCutAtLineFeeds: false,
    isAsciiBased: false,
    decode: (bytes) => decode(bytes, (lead, trail) => table.at(lead | 0x80, trail | 0x80)),
    encodedLength: (text) => encodedLength(text, (writable ??= new Set(table.texts()))),
  };
}

function decode(bytes: Uint8Array, pairOf: (lead: number, trail: number) => number): Decoded {
  const output = new Output(bytes);
  let isInGb = false;
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at]!;
    const next = bytes[at + 1];
    if (byte !== tilde && (byte >= 0x80 || !isInGb)) {
      if (byte >= 0x80) output.fail(at, at + 1);
      else output.add(byte);
      at++;
      continue;
    }
    if (next === undefined) {
      output.fail(at, bytes.length);
      break;
    }
    const value = byte === tilde || next >= 0x80 ? nothing : pairOf(byte, next);
    const sign = byte === tilde ? String.fromCharCode(next) : '';
    if (value !== nothing) output.add(value);
    else if (sign === '~' && !isInGb) output.add(tilde);
    else if (sign === '{' && !isInGb) isInGb = true;
    else if (sign === '}' && isInGb) isInGb = false;
    else if (!(sign === '\n' && !isInGb)) {
      output.fail(at, at + 1);
      at++;
      continue;
    }
    at += 2;
  }
  return output.decoded;
}

function encodedLength(text: string, writable: ReadonlySet<string>): number {
  let length = 0;
  let isInGb = false;
  for (const char of text) {
    const isGb = writable.has(char);
    if (isGb !== isInGb) length += 2;
    isInGb = isGb;
    // What cannot be written is a question mark.
    length += isGb || char === '~' ? 2 : 1;
  }
  return length + (isInGb ? 2 : 0);
}
