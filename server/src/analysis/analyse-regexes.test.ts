import { describe, expect, it } from 'vitest';
import { MappedText } from '../text/mapped-text.ts';
import { analyseRegexes, isRegexProblem, longestRead } from './analyse-regexes.ts';

const text = (value: string): MappedText => MappedText.builtin(value, 'x');
const kindsOf = (prefregex: string | undefined, failregex: string): (string | undefined)[] => {
  const { prefregex: prefix, failregex: regexes } = analyseRegexes(
    { ...(prefregex ? { prefregex: text(prefregex) } : {}), failregex: [text(failregex)], ignoreregex: [] },
    { fail2ban: '1.1', python: '3.11' },
  );
  return [prefix, ...regexes].map((one) => one && (isRegexProblem(one) ? one.kind : 'read'));
};

describe('analyseRegexes', () => {
  const tooLong = `${'('.repeat(10)}${'x'.repeat(longestRead)}`;

  it('should not read a regex beyond the bound, and say of it neither that it is good nor that it is bad', () => {
    expect(kindsOf(undefined, tooLong)).toEqual([undefined, 'not-read']);
  });

  it('should not miss an id that a prefregex beyond the bound may name', () => {
    expect(kindsOf(tooLong, '^bad$')).toEqual(['not-read', 'not-read']);
    expect(kindsOf(tooLong, '^bad ($')).toEqual(['not-read', 'not-compilable']);
    expect(kindsOf('^a (?P<content>.*)$', '^bad$')).toEqual(['read', 'no-failure-id']);
  });
});
