import { describe, expect, it } from 'vitest';
import { compileFilter } from '../matching/compile-filter.ts';
import { MappedText } from '../text/mapped-text.ts';
import { createBranchCounter, type BranchReport } from './branch-counts.ts';
import { countedParts } from './counted-parts.ts';

function count(failregex: string, texts: readonly string[]): BranchReport {
  const { filter, problems } = compileFilter(
    { failregex: [MappedText.builtin(failregex, 'test')], ignoreregex: [] },
    { useDns: 'warn', fail2ban: '1.1', python: '3.11', maxLines: 1 },
  );
  expect(problems).toEqual([]);
  const regex = filter.failregex[0]!;
  const counter = createBranchCounter(regex, '3.11', { parts: countedParts(regex) });
  texts.forEach((text) => counter.add(`${text}\n`));
  return counter.report();
}

/** `pattern: hits` of each branch. */
const branchesOf = ({ alternations }: BranchReport): string[][] =>
  alternations.map(({ branches }) => branches.map(({ written, hits }) => `${written}: ${hits}`));

describe('Counts inside of a regex', () => {
  it('should sum up to what the regex counts, unused branches included', () => {
    const report = count('query: \\S+ (?:IN|ANY|MX) from <HOST>$', [
      'query: a IN from 192.0.2.1',
      'query: a IN from 192.0.2.2',
      'query: a ANY from 192.0.2.1',
    ]);
    expect(branchesOf(report)).toEqual([['IN: 2', 'ANY: 1', 'MX: 0']]);
    expect([report.hits, report.isComplete, report.alternations[0]!.taken]).toEqual([3, true, 3]);
  });

  it('should tell alternations in alternations, and empty branches', () => {
    const report = count('^(?:a(?:x|y|)|b|) <HOST>$', ['ax 192.0.2.1', 'a 192.0.2.1', 'b 192.0.2.1', ' 192.0.2.1']);
    expect(branchesOf(report)).toEqual([
      ['a(?:x|y|): 2', 'b: 1', ': 1'],
      ['x: 1', 'y: 0', ': 1'],
    ]);
    expect(report.alternations.map(({ taken }) => taken)).toEqual([4, 2]);
  });

  it('should say where a match may go through several branches', () => {
    const report = count('^(?: (?:port \\d+|on \\S+))* <HOST>$', [' port 1 on x 192.0.2.1']);
    expect(report.alternations[0]).toMatchObject({ isRepeated: true, taken: 1 });
    expect(branchesOf(report)).toEqual([['port \\d+: 1', 'on \\S+: 1']]);
  });

  it('should tell what the groups took, the most frequent first', () => {
    const users = ['root', 'root', 'admin', 'root', 'a', 'b', 'c', 'd', 'e'];
    const { groups } = count(
      'for <F-USER>\\S+</F-USER> from <ADDR>$',
      users.map((user) => `for ${user} from 192.0.2.1`),
    );
    expect(groups.find(({ name }) => name === 'user')).toEqual({
      name: 'user',
      span: { start: 4, end: 17 },
      hits: 9,
      values: [
        { value: 'root', count: 3 },
        { value: 'admin', count: 1 },
        { value: 'a', count: 1 },
        { value: 'b', count: 1 },
        { value: 'c', count: 1 },
      ],
      distinct: 7,
      isBounded: false,
      shortest: 1,
      longest: 5,
      kinds: ['small letters'],
    });
    expect(groups.map(({ name }) => name)).toEqual(['user', 'ip4']);
  });

  it('should not pretend to know branches where groups are told by their numbers', () => {
    const report = count('(a|b) \\1 <HOST>$', ['a a 192.0.2.1']);
    expect([report.isComplete, report.alternations]).toEqual([false, []]);
  });

  it('should tell what each part took, with its lengths and what its characters are', () => {
    const regex = '^(?:a \\d+|b(?: \\w+)?) user=(\\S*) (?:x\\d)+ <HOST>\\b$';
    const texts = ['a 12 user=bob x1x2 192.0.2.1', 'a 7 user=A.b x3 192.0.2.1', 'b eve user=bob x1 2001:db8::1'];
    const { parts } = count(regex, texts);
    const at = regex.indexOf('\\S*');
    expect(parts[4]).toMatchObject({ span: { start: at, end: at + 3 }, written: '\\S*' });
    const told = parts.map(({ written, values, shortest, longest, kinds }) => [
      written,
      values.map(({ value, count: times }) => `${value} ${times}`).join(', '),
      `${shortest} to ${longest}`,
      kinds.join(', '),
    ]);
    expect(told).toEqual([
      ['(?:a \\d+|b(?: \\w+)?)', 'a 12 1, a 7 1, b eve 1', '3 to 5', 'digits, small letters, blanks'],
      ['\\d+', '12 1, 7 1', '1 to 2', 'digits'],
      ['(?: \\w+)?', ' eve 1', '4 to 4', 'small letters, blanks'],
      ['\\w+', 'eve 1', '3 to 3', 'small letters'],
      ['\\S*', 'bob 2, A.b 1', '3 to 3', 'small letters, capital letters, .'],
      ['(?:x\\d)+', 'x1x2 1, x3 1, x1 1', '2 to 4', 'digits, small letters'],
      ['<HOST>', '192.0.2.1 2, 2001:db8::1 1', '9 to 11', 'digits, small letters, . :'],
    ]);
  });
});
