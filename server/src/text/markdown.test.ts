import { describe, expect, it } from 'vitest';
import { code, codeBlock, plain } from './markdown.ts';

describe('plain', () => {
  it.each([
    ['markup', '**a** _b_ `c` [d](e) <f>', '\\*\\*a\\*\\* \\_b\\_ \\`c\\` \\[d\\]\\(e\\) \\<f\\>'],
    ['an address', 'https://a.b/c', 'https\\://a\\.b/c'],
    ['an address of another kind', 'see ftp://a', 'see ftp\\://a'],
    ['an address without a scheme', 'www.a.b', 'www\\.a\\.b'],
    ['an address of mail', 'me@a.b', 'me\\@a\\.b'],
    ['a command behind a scheme', 'command:/x', 'command\\:/x'],
    ['what would make a heading of the line above', 'a\n===', 'a \\=\\=\\='],
  ])('should make %s harmless', (_, text, markdown) => expect(plain(text)).toBe(markdown));

  it('should leave words alone', () => expect(plain('No section: "Definition"')).toBe('No section: "Definition"'));
});

it('should keep what stands in code from ending it', () => {
  expect(code('a``b')).toBe('```a``b```');
  expect(codeBlock('a\n```\nb')).toBe('````\na\n```\nb\n````');
});
