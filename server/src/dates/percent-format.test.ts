import { expect, it } from 'vitest';
import { percentFormat } from './percent-format.ts';

const values = new Map([
  ['Y', '(y)'],
  ['%', '%'],
  ['q', "it's"],
]);

it.each([
  ['a key', 'a%(Y)s.', 'a(y).'],
  ['a width', '%(Y)5s|%(Y)-5s|', '  (y)|(y)  |'],
  ['a precision', '%(Y).2s', '(y'],
  ['the whole dict once', '%s', `{'Y': '(y)', '%': '%', 'q': "it's"}`],
  ['the whole dict, cut', '%.4s', "{'Y'"],
  ['one character', '%(%)c', '%'],
  ['repr', '%(q)r', `"it's"`],
  ['a length modifier', '%(Y)hs', '(y)'],
  ['a percent sign', '100%%', '100%'],
])('should format %s', (_, format, text) => {
  expect(percentFormat(format, values)).toEqual({ ok: true, text });
});

it.each([
  ['an unknown conversion', 'ab%Q', 'ValueError', "unsupported format character 'Q' (0x51) at index 3", 2],
  ['an unknown conversion beyond ASCII', '%é', 'ValueError', "unsupported format character '?' (0xe9) at index 1", 0],
  ['a lone sign', 'x%', 'ValueError', 'incomplete format', 1],
  ['a sign before a width', '%5%', 'ValueError', "unsupported format character '%' (0x25) at index 2", 0],
  ['a number', '%-d', 'TypeError', '%d format: a real number is required, not dict', 0],
  ['a number for a key', '%(Y)d', 'TypeError', '%d format: a real number is required, not str', 0],
  ['a hexadecimal number', '%o', 'TypeError', '%o format: an integer is required, not dict', 0],
  ['a float', '%F', 'TypeError', 'must be real number, not dict', 0],
  ['a character', '%(Y)c', 'TypeError', '%c requires int or char', 0],
  ['a star', '%*d', 'TypeError', '* wants int', 0],
  ['an unknown key', '%(x)s', 'KeyError', "'x'", 0],
  ['a key in parentheses', '%(a(b))s', 'KeyError', "'a(b)'", 0],
  ['an open key', '%(Y', 'ValueError', 'incomplete format key', 0],
  ['too few arguments', '%s%s', 'TypeError', 'not enough arguments for format string', 2],
  ['a width beyond all bounds', '%99999999999999999999s', 'ValueError', 'width too big', 0],
] as const)('should fail as Python does: %s', (_, format, exception, message, index) => {
  expect(percentFormat(format, values)).toEqual({ ok: false, error: { exception, message, index } });
});
