import { describe, expect, it } from 'vitest';
import { compileFilter } from '../matching/compile-filter.ts';
import { expandRegex } from '../matching/compile-regex.ts';
import { MappedText } from '../text/mapped-text.ts';
import { explainMatch, type MatchedId } from './explain-match.ts';
import { createTrials } from './trials.ts';

const options = {
  python: '3.11',
  multiline: false,
  guard: (work: () => void) => (work(), true),
  milliseconds: 1000,
} as const;

function idOf(failregex: string, line: string): MatchedId | undefined {
  const tags = { useDns: 'warn', fail2ban: '1.1' } as const;
  const { filter } = compileFilter(
    { failregex: [MappedText.builtin(failregex, 'test')], ignoreregex: [] },
    { ...tags, python: '3.11', maxLines: 1 },
  );
  const text = `${line}\n`;
  return explainMatch(filter.failregex[0]!, text, createTrials(options).of(text).trial, (regex) =>
    expandRegex(regex, tags),
  );
}

describe('What a match names', () => {
  it.each([
    ['from <HOST>$', 'from 192.0.2.1', '192.0.2.1'],
    ['from <HOST> ', 'from 2001:db8::1 port', '2001:db8::1'],
    ['from <HOST> ', 'from ::ffff:192.0.2.1 port', '192.0.2.1'],
    ['from <HOST>$', 'from dsl-7.example.com', 'dsl-7.example.com'],
  ])('%s in %s: nothing is wrong', (regex, line, id) => {
    expect(idOf(regex, line)).toMatchObject({ id, doubt: undefined });
  });

  it.each<[regex: string, line: string, id: string, meant: string | undefined, fixed: string | undefined]>([
    ['^.*<HOST>$', 'failed from 192.0.2.145', '5', '192.0.2.145', '^.*?\\b<ADDR>$'],
    ['^.*<ADDR>$', 'failed from 192.0.2.145', '2.0.2.145', '192.0.2.145', '^.*?\\b<ADDR>$'],
    ['^.*<HOST>:\\d+ - "GET', 'INFO: 198.51.100.38:53735 - "GET /', '8', '198.51.100.38', '^.*?\\b<ADDR>:\\d+ - "GET'],
    ['429.*<HOST>', '429 | 35.2ms | 192.0.2.77 | GET "/api/v1"', '1', '192.0.2.77', '429.*?\\b<ADDR>'],
    ['from <HOST>', 'from host.lan (192.0.2.1)', 'host.lan', '192.0.2.1', 'from \\S+ \\(<ADDR>'],
    ['^<HOST>.* GET', '203.0.113.9.bc.example.com - GET', '203.0.113.9', undefined, '^<HOST>(?![\\w.-]).* GET'],
  ])('%s in %s: the wrong one', (regex, line, id, meant, fixed) => {
    const found = idOf(regex, line)!;
    expect([found.id, found.doubt?.meant, found.doubt?.fix?.configured.text]).toEqual([id, meant, fixed]);
    expect(found.doubt!.message).toMatch(/^It names "/);
  });

  it('should say nothing of an id of the author’s own', () => {
    expect(idOf('user <F-ID>\\S+</F-ID> from <HOST>', 'user bob from 192.0.2.1')).toBeUndefined();
  });
});
