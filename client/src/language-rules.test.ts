import { expect, it } from 'vitest';
import { onEnterRules } from './language-rules.ts';

const fits = ({ beforeText, afterText }: { beforeText: RegExp; afterText?: RegExp }, before: string, after: string) =>
  beforeText.test(before) && (afterText?.test(after) ?? true);

it.each([
  ['behind the first line of a value', 'failregex = ^foo', '', ' '.repeat(12)],
  ['behind a value without blanks around =', 'failregex=^foo', '', ' '.repeat(10)],
  ['behind a value with a : and a = in it', 'maxlines: a=b', '', ' '.repeat(10)],
  ['behind an open bracket', 'failregex = ^(?:foo', '', ' '.repeat(12)],
  ['behind a continuation line', '            ^(?:bar', '', undefined],
  ['in the middle of a comment', '# to be', 'continued', '# '],
])('should place the next line %s', (_sentence, before, after, appended) => {
  const rule = onEnterRules().find((candidate) => fits(candidate, before, after));
  expect(rule?.action.indentAction).toBe(0);
  expect(rule?.action.appendText).toBe(appended);
});

it.each([
  ['a section', '[Definition]'],
  ['an empty value', 'ignoreregex ='],
  ['the end of a comment', '# done'],
])('should leave Enter alone behind %s', (_sentence, before) => {
  expect(onEnterRules().some((rule) => fits(rule, before, ''))).toBe(false);
});
