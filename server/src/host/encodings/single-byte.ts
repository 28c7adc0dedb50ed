import { carriageReturn, codePointsIn, lineFeed, type Codec } from './codec.ts';
import { singleByteTables } from './single-byte-data.ts';

/** An encoding of one byte a character. */
export function createSingleByteCodec(key: string): Codec | undefined {
  const stored = singleByteTables[key];
  if (stored === undefined) return undefined;
  const isAsciiBased = stored.length === 128;
  const table = isAsciiBased ? String.fromCharCode(...Array(128).keys()) + stored : stored;
  // EBCDIC has its line ends elsewhere.
  const isCutAtLineFeeds = table[lineFeed] === '\n' && table[carriageReturn] === '\r';
  const codec: Codec = {
    isCutAtLineFeeds,
    isAsciiBased,
    decode(bytes) {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        .toString('latin1')
        .replace(isAsciiBased ? /[\x80-\xff]/g : /[^]/g, (char) => table[char.charCodeAt(0)]!);
      const start = text.indexOf('\ufffd');
      return { text, error: start === -1 ? undefined : { start, end: start + 1 } };
    },
    encodedLength: codePointsIn,
    settled: (bytes) => ({ length: bytes.length, rest: codec }),
  };
  return codec;
}
