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
    ['gbk', [0xc4, 0xe3, 0x80, 0x61], '你\ufffda'],
    ['936', [0xa2, 0xa1, 0xff, 0x61], 'ⅰ\ufffda'],
    ['gb18030', [0x81, 0x30, 0x81, 0x30, 0x94, 0x39, 0xda, 0x33], '\u0080\u{1f4a9}'],
    ['gb2312', [0xa2, 0xa1, 0xb0, 0xa1], '\ufffd“\ufffd'],
    ['hz', ascii('~{<:~}~~'), '己~'],
    ['big5', [0xa7, 0x41, 0x88, 0x62], '你\ufffdb'],
    ['big5-hkscs', [0x88, 0x62], '\u00ca\u0304'],
    ['cp950', [0xa3, 0xe1], '€'],
    ['shift_jis', [0x83, 0x65, 0xb1, 0x5c, 0x81], 'テｱ\\\ufffd'],
    ['cp932', [0x87, 0x40, 0xf0, 0x40, 0x80], '①\ue000\x80'],
    ['shift_jis_2004', [0x5c, 0x82, 0xf5], '¥か\u309a'],
    ['euc-jp', [0xa4, 0xc6, 0x8f, 0xb0, 0xa1, 0x8e, 0xb1], 'て丂ｱ'],
    ['euc_jisx0213', [0xae, 0xa1], '\ufffd'],
    ['iso2022_jp', ascii('\x1b$B$F\x1b(J\\\x1b(B\\'), 'て¥\\'],
    ['iso2022_jp_2', ascii('\x1b.F\x1bNa\x1b$A0!'), 'α啊'],
    ['iso2022_jp_ext', ascii('\x1b(I1'), 'ｱ'],
    ['iso2022_kr', ascii('\x1b$)C\x0e0!\x0fa'), '가a'],
    ['euc-kr', [0xb0, 0xa1, 0xa4, 0xd4, 0xa4, 0xa1, 0xa4, 0xbf, 0xa4, 0xa2], '가갂'],
    ['uhc', [0x81, 0x41], '갂'],
    ['johab', [0x88, 0x61], '가'],
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
