import { describe, expect, it } from 'vitest';
import { MappedText } from '../text/mapped-text.ts';
import { compileFilter, type CompiledFilter } from './compile-filter.ts';
import { isPlainFilter } from './plain-filter.ts';

function compile(failregex: readonly string[], prefregex?: string): CompiledFilter {
  const text = (regex: string) => MappedText.builtin(regex, 'test');
  return compileFilter(
    {
      ...(prefregex === undefined ? {} : { prefregex: text(prefregex) }),
      failregex: failregex.map(text),
      ignoreregex: [],
    },
    { useDns: 'warn', fail2ban: '1.1', python: '3.11', maxLines: 1 },
  ).filter;
}

describe('isPlainFilter', () => {
  it.each<[string, string, string?]>([
    ['a host', 'a <HOST>'],
    ['a host in each branch', 'a <ADDR>(?:x|y)'],
    ['a user beside it', '<F-USER>x</F-USER> <HOST>'],
    ['a merged user', '<F-ALT_USER_1>x</F-ALT_USER_1> <HOST>'],
    ['the id of prefregex', 'a', '^<ADDR> <F-CONTENT>.*</F-CONTENT>'],
  ])('should be plain: %s', (_, failregex, prefregex) => {
    expect(isPlainFilter(compile([failregex], prefregex))).toBe(true);
  });

  it.each<[string, string, string?]>([
    ['an optional host', 'a(?: <HOST>)?'],
    ['a host in one branch', '<F-ID>a</F-ID>|b'],
    ['a connection', '<F-MLFID>x</F-MLFID> <HOST>'],
    ['no failure', '<F-NOFAIL>x</F-NOFAIL> <HOST>'],
    ['a net', '<IP4>/<CIDR>'],
    ['a merged id', '<F-ALT_ID>x</F-ALT_ID> <HOST>'],
    ['a merged connection', '<F-ALT_MLFID>x</F-ALT_MLFID> <HOST>'],
    ['groups joined to one', '<F-TUPLE_USER>x</F-TUPLE_USER> <HOST>'],
    ['a merged content', 'a <HOST>', '^<F-ALT_CONTENT>x</F-ALT_CONTENT>'],
    ['a connection in prefregex', 'a <HOST>', '^<F-MLFID>x</F-MLFID>'],
    ['an own optional id over that of prefregex', 'a(?: <HOST>)?', '^<F-ID>x</F-ID>'],
  ])('should not be plain: %s', (_, failregex, prefregex) => {
    expect(isPlainFilter(compile([failregex], prefregex))).toBe(false);
  });
});
