import { describe, expect, it } from 'vitest';
import { actionTags, dateDirectives, dateWords, regexTags } from '../config/vocabulary-tags.ts';
import { directiveKeys } from '../dates/directives.ts';
import { tagTable } from './analyse-regexes.ts';

describe('the words of values', () => {
  it('should describe every tag with a fixed meaning', () => {
    const described = regexTags.map(({ text }) => text.slice(1, -1));
    expect([...tagTable({ useDns: 'warn', fail2ban: '1.1' }).keys()].filter((tag) => !described.includes(tag))).toEqual(
      [],
    );
  });

  it('should describe every directive, and no other', () => {
    expect(dateDirectives.map(({ text }) => text.slice(1)).sort()).toEqual(
      directiveKeys.filter((key) => key !== '%').sort(),
    );
  });

  it.each([...regexTags, ...dateDirectives, ...dateWords, ...actionTags].map((word) => [word.text, word] as const))(
    'should say something short of %s',
    (_, { summary }) => {
      expect(summary).toMatch(/^[^\n]{5,130}[.]$/);
    },
  );

  it.each([regexTags, dateDirectives, dateWords, actionTags])('should hold each word once', (...words) => {
    const texts = words.map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
  });
});
