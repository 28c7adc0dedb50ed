import { digitValue } from '../text/unicode.ts';
import { pythonRepr } from '../text/python-string.ts';
import { crash, unparsable, type DateOutcome } from './date-value.ts';

/** The number that `EPOCH` and `LEPOCH` look for, as Python regex text. */
export function epochNumber(isLong: boolean): string {
  return isLong ? '\\d{10,11}(?:\\d{3}(?:\\.\\d{1,6}|\\d{3})?)?' : '\\d{10,11}\\b(?:\\.\\d{3,6})?';
}

const isAsciiNumber = /^[0-9]+(?:\.[0-9]+)?$/;

/** The moment of an Epoch text; null where its group took no part. Long values count milli- or microseconds, told by their length. */
export function epochTime(text: string | null, isLong: boolean): DateOutcome {
  if (text === null)
    return isLong
      ? crash('TypeError', "object of type 'NoneType' has no len()")
      : crash('TypeError', "float() argument must be a string or a real number, not 'NoneType'");
  const ascii = isAsciiNumber.test(text)
    ? text
    : Array.from(text, (char) => digitValue(char.codePointAt(0)!)?.toString() ?? char).join('');
  if (!isAsciiNumber.test(ascii))
    return unparsable('ValueError', `could not convert string to float: ${pythonRepr(text)}`);
  const number = Number(ascii);
  if (!isLong || ascii.length < 13) return { kind: 'time', seconds: number };
  return { kind: 'time', seconds: ascii.length >= 16 && !ascii.includes('.') ? number / 1000000 : number / 1000 };
}
