import { digitValue, isSpace } from './unicode.ts';

/**
 * Python's `int(text)`: blanks around, a sign, digits of any script, single underscores between them. Gives undefined where
 * Python raises ValueError. E.g. ` +1_0 ` gives 10n
 */
export function pythonInt(text: string): bigint | undefined {
  const found = /^[\t-\r ]*([+-]?)(\d+(?:_\d+)*)[\t-\r ]*$/.exec(toAscii(text));
  if (!found) return undefined;
  const digits = found[2]!.replaceAll('_', '');
  return digits.length > maxIntDigits ? undefined : BigInt(found[1] + digits);
}

/** `sys.get_int_max_str_digits()` */
export const maxIntDigits = 4300;

/** `_PyUnicode_TransformDecimalAndSpaceToASCII`: only characters beyond ASCII change. */
function toAscii(text: string): string {
  return Array.from(text, (char) => {
    const codePoint = char.codePointAt(0)!;
    if (codePoint < 127) return char;
    return isSpace(codePoint) ? ' ' : (digitValue(codePoint)?.toString() ?? '?');
  }).join('');
}
