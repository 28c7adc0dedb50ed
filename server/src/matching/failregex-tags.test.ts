import { describe, expect, it } from 'vitest';
import { MappedText } from '../text/mapped-text.ts';
import { expandTags, localizeFlags, mergedGroups, namesFailure, type TagOptions } from './failregex-tags.ts';

const options: TagOptions = { useDns: 'warn', fail2ban: '1.1' };
const written = (text: string) => MappedText.exact(text, 'f', 100);
const expand = (text: string, change: Partial<TagOptions> = {}) =>
  expandTags(written(text), { ...options, ...change }).text;

const v4 = String.raw`(?:::f{4,6}:)?(?P<ip4>(?:\d{1,3}\.){3}\d{1,3})`;
const v6 = String.raw`(?P<ip6>(?:[0-9a-fA-F]{1,4}::?|:){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):))`;
const dns = String.raw`(?P<dns>[\w\-.^_]*\w)`;
const address = String.raw`\[?(?:${v4}|${v6})\]?`;

describe('expandTags', () => {
  it.each([
    ['<IP4>', v4],
    ['<F-IP4/>', v4],
    ['<IP6>', v6],
    ['<DNS>', dns],
    ['<ADDR>', address],
    ['<F-ADDR/>', address],
    ['<HOST>', `(?:${address}|${dns})`],
    ['<CIDR>', String.raw`(?P<cidr>\d+)`],
    ['<F-SUBNET/>', String.raw`\[?(?:${v4}|${v6})(?:/(?P<cidr>\d+))?\]?`],
    ['<F-ID/>', String.raw`(?P<fid>\S+)`],
    ['<F-PORT/>', String.raw`(?P<fport>\w+)`],
    ['<F-ID>x</F-ID>', '(?P<fid>x)'],
    ['<F-PORT>x</F-PORT>', '(?P<fport>x)'],
    ['<F-USER>x</F-USER>', '(?P<user>x)'],
    ['<F-ALT_USER_1>x</F-ALT_USER_1>', '(?P<alt_user_1>x)'],
    ['<F-USER>a</F-USER><F-USER>b</F-USER>', '(?P<user>a)(?P<user>b)'],
    ['a<SKIPLINES>b<SKIPLINES>c', String.raw`a\n(?P<skiplines0>(?:(?:.*\n)*?))b\n(?P<skiplines1>(?:(?:.*\n)*?))c`],
  ])('should expand %s', (text, expected) => {
    expect(expand(text)).toBe(expected);
  });

  it.each([
    '<host>',
    '<HOST >',
    '<F-user>',
    '<F-HOST/>',
    '<IP4/>',
    '<F-USER/>',
    '</F-USER>',
    '</IP4>',
    '<unknown>',
    '<é>',
  ])('should leave %s as text', (text) => {
    expect(expand(text)).toBe(text);
  });

  it('should leave a closing tag alone that comes before its opening one', () => {
    expect(expand('</F-A>x<F-A>y</F-A>')).toBe('</F-A>x(?P<a>y)');
  });

  it('should not look again at what a tag became', () => {
    expect(expand('<<HOST>>', { useDns: 'no' })).toBe(`<${address}>`);
  });

  it('should take no host name where usedns is no', () => {
    expect(expand('<HOST>', { useDns: 'no' })).toBe(address);
    expect(expand('<HOST>', { useDns: 'raw' })).toBe(`(?:${address}|${dns})`);
  });

  it('should want a digit before the first colon in 1.0', () => {
    expect(expand('<IP6>', { fail2ban: '1.0' })).toBe(v6.replace('|:)', '|::)'));
    expect(expand('<IP6>', { fail2ban: '1.1.0' })).toBe(v6);
  });

  it('should map what a tag became to the tag, and the rest to itself', () => {
    const expanded = expandTags(written('a<HOST>b'), options);
    expect(expanded.whereToShow({ start: 5, end: 9 })).toEqual([{ file: 'f', span: { start: 101, end: 107 } }]);
    expect(expanded.whereToEdit({ start: expanded.length - 1, end: expanded.length })).toEqual({
      file: 'f',
      span: { start: 107, end: 108 },
    });
  });
});

describe('localizeFlags', () => {
  it.each([
    ['((?i)foo)', '(?i:foo)'],
    ['(?:(?i)foo)', '(?i:foo)'],
    ['a((?im)b)c((?s)d)', 'a(?im:b)c(?s:d)'],
    ['(?i)foo', '(?i)foo'],
    [String.raw`\((?i)foo)`, String.raw`\((?i)foo)`],
    ['(?P<x>(?i)foo)', '(?P<x>(?i)foo)'],
    ['((?i:foo))', '((?i:foo))'],
  ])('should make %s into %s', (text, expected) => {
    expect(localizeFlags(written(text)).text).toBe(expected);
  });

  it('should keep where the flags and the rest are written', () => {
    const local = localizeFlags(written('x((?i)foo)'));
    expect(local.whereToShow({ start: 1, end: 4 })).toEqual([{ file: 'f', span: { start: 102, end: 105 } }]);
    expect(local.whereToShow({ start: 4, end: 5 })).toEqual([{ file: 'f', span: { start: 105, end: 106 } }]);
    expect(local.whereToEdit({ start: 5, end: 8 })).toEqual({ file: 'f', span: { start: 106, end: 109 } });
  });
});

it('should merge alternatives and tuples by name', () => {
  expect(
    mergedGroups(['tuple_id_2', 'alt_user_2', 'alt_user', 'alt_user1', 'user', 'alt_id', 'alt_', 'tuple_id']),
  ).toEqual({
    alternatives: [
      { group: 'alt_id', target: 'fid' },
      { group: 'alt_user', target: 'user' },
      { group: 'alt_user1', target: 'user1' },
      { group: 'alt_user_2', target: 'user' },
    ],
    tuples: [
      { group: 'tuple_id', target: 'fid' },
      { group: 'tuple_id_2', target: 'fid' },
    ],
  });
});

it.each([
  ['ip4', true],
  ['fid', true],
  ['dns', true],
  ['mlfid', true],
  ['alt_ip4', false],
  ['host', false],
  ['cidr', false],
])('should know whether %s names a failure', (name, expected) => {
  expect(namesFailure(new Map([[name, 1]]))).toBe(expected);
});
