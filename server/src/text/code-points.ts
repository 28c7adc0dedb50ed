/**
 * CPython counts code points, JavaScript counts UTF-16 units. These two functions are the only place where one becomes
 * the other. A lone surrogate counts as one code point, as in Python.
 */

/** The number of code points in `text` before the UTF-16 `offset`. */
export function toCodePointOffset(text: string, offset: number): number {
  let count = 0;
  for (let i = 0; i < offset; count++) i += isPairAt(text, i) ? 2 : 1;
  return count;
}

/** The UTF-16 offset of the code point number `codePointOffset` of `text`. */
export function toUtf16Offset(text: string, codePointOffset: number): number {
  let i = 0;
  for (let count = 0; count < codePointOffset && i < text.length; count++) i += isPairAt(text, i) ? 2 : 1;
  return i;
}

function isPairAt(text: string, i: number): boolean {
  const high = text.charCodeAt(i);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(i + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}
