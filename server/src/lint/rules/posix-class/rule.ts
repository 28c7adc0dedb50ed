import { readRegexesIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

const instead: Readonly<Record<string, string>> = {
  digit: '\\d',
  alnum: '[^\\W_]',
  space: '\\s',
  alpha: '[^\\W\\d_]',
  xdigit: '[0-9a-fA-F]',
  word: '\\w',
  upper: '[A-Z]',
  lower: '[a-z]',
};

export const rule: Rule = {
  name: 'posix-class',
  severity: 'error',
  summary: '[[:digit:]] is a set of single characters to Python.',
  check(file, report) {
    for (const { regex } of readRegexesIn(file))
      for (const match of regex.expanded.text.matchAll(/(?<!\\)\[\^?[^\]\\]*\[:(\w+):\]\]/g)) {
        const name = match[1]!;
        const better = instead[name] ? `: write ${instead[name]}` : '';
        report({
          message: `Python knows no [:${name}:]. This set holds '[', ':' and the letters of '${name}', and a ']' must follow it${better}.`,
          ...shownAt(regex.expanded, { start: match.index, end: match.index + match[0].length }, startOf(file.path)),
        });
      }
  },
};
