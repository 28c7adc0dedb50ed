import { expect, it } from 'vitest';
import { decodeIni } from './decode.ts';

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));

it('should keep a byte order mark and NUL', () => {
  expect(decodeIni(bytes([0xef, 0xbb, 0xbf], 'a\0é😀'))).toEqual({ text: '\ufeffa\0é😀' });
});

it.each([
  ['a latin-1 letter', bytes('# caf', [0xe9], ' x'), 'byte 0xe9 in position 5: invalid continuation byte'],
  ['a lone continuation byte', bytes('a', [0x80]), 'byte 0x80 in position 1: invalid start byte'],
  ['an overlong form', bytes([0xc0, 0xaf]), 'byte 0xc0 in position 0: invalid start byte'],
  [
    'half a sequence before other text',
    bytes('ab', [0xe2, 0x82], '('),
    'bytes in position 2-3: invalid continuation byte',
  ],
  ['a surrogate', bytes('a', [0xed, 0xa0, 0x80]), 'byte 0xed in position 1: invalid continuation byte'],
  [
    'half a sequence at the end, which is decoded alone',
    bytes('ab', [0xe2, 0x82]),
    'bytes in position 0-1: unexpected end of data',
  ],
  [
    'the second block, counted from its start',
    bytes('x'.repeat(8192), 'ab', [0xff]),
    'byte 0xff in position 2: invalid start byte',
  ],
  [
    'a sequence that was carried over from the first block',
    bytes('x'.repeat(8191), [0xe9], 'ab'),
    'byte 0xe9 in position 0: invalid continuation byte',
  ],
  [
    'behind a good sequence over the border',
    bytes('x'.repeat(8191), 'é', [0xff]),
    'byte 0xff in position 2: invalid start byte',
  ],
  [
    'half a surrogate at the end of a block, which waits',
    bytes('x'.repeat(8190), [0xed, 0xa0, 0x80]),
    'byte 0xed in position 0: invalid continuation byte',
  ],
])('should report %s as Python does', (_, input, message) => {
  expect(decodeIni(input).error?.text).toBe(`'utf-8' codec can't decode ${message}`);
});

it('should tell what was read before', () => {
  const { error } = decodeIni(bytes('[a]\nx=1\n', '#'.repeat(8192), '\n', [0xff]));
  expect(error?.readBefore).toBe('[a]\nx=1\n');
  expect(error?.byteOffset).toBe(8 + 8192 + 1);
});
