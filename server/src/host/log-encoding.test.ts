import { describe, expect, it } from 'vitest';
import { findLogEncoding } from './log-encoding.ts';
import { readLines, streamSource } from './log-source.ts';

/** The lines of these bytes, which need no line end: one is put behind them. */
async function textOf(name: string, bytes: readonly number[]): Promise<string> {
  const chunks = (async function* () {
    yield Uint8Array.from([...bytes, 10]);
  })();
  let text = '';
  for await (const lines of readLines(streamSource(chunks, '-'), findLogEncoding(name)!)) text += lines.text;
  return text.replace(/\n$/, '');
}

const ascii = (text: string) => [...Buffer.from(text)];

describe('findLogEncoding', () => {
  it.each([
    ['utf-8', [0x61, 0xe2, 0x82, 0x0a], 'a\ufffd\n'],
    ['UTF8', [0xed, 0xa0, 0x80, 0xff], '\ufffd\ufffd\ufffd\ufffd'],
    ['utf-8', [0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
    ['utf-8-sig', [0xef, 0xbb, 0xbf, 0x61, 10, 0xef, 0xbb, 0xbf, 0x62], 'a\nb'],
    ['auto', [0xc3, 0xa9], 'é'],
    ['latin-1', [0x80, 0xe9], '\x80é'],
    ['ISO-8859-1', [0xe9], 'é'],
    ['charmap', [0xe9], 'é'],
    ['ascii', [0x61, 0xe9], 'a\ufffd'],
    ['cp1252', [0x80, 0x81, 0xe9], '€\ufffdé'],
    ['windows-1251', [0xe9, 0x98], 'й\ufffd'],
    ['cp1253', [0xaa], '\ufffd'],
    ['iso8859-15', [0xa4], '€'],
    ['koi8-r', [0xc1], 'а'],
    ['IBM850', [0x82], 'é'],
    ['cp864', [0x25], '٪'],
    ['hp-roman8', [0xc5], 'é'],
    ['ptcp154', [0x80], 'Җ'],
    ['tis-620', [0xa1], 'ก'],
    ['koi8-t', [0x80], 'қ'],
    ['utf-7', ascii('a+AOk-b+'), 'aéb\ufffd'],
    ['unicode_escape', ascii('\\xe9\\N{LATIN SMALL LETTER E}\\q\\x'), 'ée\\q\ufffd'],
    ['raw_unicode_escape', ascii('\\u00e9\\n'), 'é\\n'],
  ])('should read %s as Python does', async (name, input, expected) => {
    expect(await textOf(name, input)).toBe(expected);
  });

  it.each(['klingon', '', 'rot13', 'idna', 'undefined', 'iso8859-12'])('should not know %j', (name) => {
    expect(findLogEncoding(name)).toBeUndefined();
  });

  it.each(['utf 8', '-UTF--8-', 'iso_8859-1:1987', 'csISOLatin1', 'cp65001'])('should know %j', (name) => {
    expect(findLogEncoding(name)).toBeDefined();
  });
});
