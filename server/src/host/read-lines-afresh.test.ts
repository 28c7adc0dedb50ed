import { describe, expect, it } from 'vitest';
import { findLogEncoding } from './log-encoding.ts';
import { readLines, streamSource } from './log-source.ts';

const text = 'one\ntwo\nthree\n';

function utf16(content: string, { isBigEndian = false, hasMark = false } = {}): Buffer {
  const bytes = Buffer.from(hasMark ? `\ufeff${content}` : content, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
}

function utf32(content: string): Buffer {
  return Buffer.concat([...content].map((char) => Buffer.from([char.charCodeAt(0), char.charCodeAt(0) >> 8, 0, 0])));
}

/** One entry a line; an unfinished one ends in `…`. */
async function linesOf(encoding: string, ...chunks: Uint8Array[]): Promise<string[]> {
  const source = streamSource(
    (async function* () {
      yield* chunks;
    })(),
    '-',
  );
  const out: string[] = [];
  for await (const lines of readLines(source, findLogEncoding(encoding)!)) {
    if (!lines.isComplete) out.push(`${lines.text}…`);
    else if (lines.isOneLine) out.push(lines.text.slice(0, -1));
    else out.push(...lines.text.slice(0, -1).split('\n'));
  }
  return out;
}

describe('readLinesAfresh', () => {
  // What FileContainer of fail2ban 1.0.2 and 1.1.0 gives.
  it.each([
    ['utf-16', 'with mark', utf16(text, { hasMark: true }), ['one', 'two', 'hree']],
    [
      'utf-16',
      'with mark, big endian',
      utf16(text, { hasMark: true, isBigEndian: true }),
      ['one', '琀眀漀਀琀栀爀攀攀਀…'],
    ],
    ['utf-16', 'without mark', utf16(text), ['one', 'wo', 'hree']],
    ['utf-16', 'without mark, big endian', utf16(text, { isBigEndian: true }), ['漀渀攀਀琀眀漀਀琀栀爀攀攀਀…']],
    ['utf-16-le', 'LF', utf16(text), ['one', 'two', 'three']],
    ['utf-16-be', 'LF', utf16(text, { isBigEndian: true }), ['one', 'two', 'three']],
    ['utf-16-be', 'CR LF', utf16('a\r\nb\r\n', { isBigEndian: true }), ['a', 'b']],
    ['utf-16-le', 'CR LF', utf16('a\r\nb\r\n'), ['a', '戀\u0d00\u0a00\ufffd…']],
    ['utf-16-le', 'LF bytes in characters', utf16('\u0a00\u010ab\nc\n'), ['\u0a00\u010ab', 'c']],
    ['utf-32-le', 'LF', utf32(text), ['one', 'two', 'three']],
    ['utf-32', 'with mark', utf32(`\ufeff${text}`), ['one', 'two', 'hree']],
    ['cp037', 'EBCDIC line ends', Buffer.from('969585' + '25' + 'a3a696' + '25', 'hex'), ['one\ntwo']],
    ['unicode_escape', 'escaped line ends', Buffer.from('a\\nb\nc\\\nd\n'), ['a\nb', 'cd']],
    ['utf-7', 'base64 that ends badly', Buffer.from('a+\nb\n'), ['a\ufffdb']],
  ])('should read %s (%s) as fail2ban does', async (encoding, _, bytes, expected) => {
    expect(await linesOf(encoding, bytes)).toEqual(expected);
    expect(await linesOf(encoding, ...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
  });

  it('should take no longer for a log without a line end than for another', async () => {
    const bytes = utf16('some line of text\n'.repeat(100_000), { isBigEndian: true });
    const [line, ...others] = await linesOf('utf-16-le', bytes);
    expect(others).toEqual([]);
    expect(line).toHaveLength(bytes.length / 2 + 1);
  });
});
