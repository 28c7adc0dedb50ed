import { expect, it } from 'vitest';
import { fixtureWorkspace } from '../../testing/fixture-workspace.ts';
import { hover } from './hover.ts';
import { regexWordsAt } from './regex-words.ts';

/** What the cursor `‸` or the selection `⟦…⟧` is on, from outside to inside. */
function pathAt(text: string): string[] | undefined {
  const { input, offset, selections } = fixtureWorkspace(text);
  const [selection = { start: offset, end: offset }] = selections;
  return regexWordsAt(input, selection)?.path.map(({ written }) => written);
}

const filter = (regex: string): string => `[Definition]\n_d = sshd\nfailregex = ${regex}\n`;

it.each<[regex: string, path: string[] | undefined]>([
  ['‸^user <HOST>$', ['^']],
  ['^‸user <HOST>$', ['user ']],
  ['^us‸er <HOST>$', ['user ']],
  ['^user <HO‸ST>$', ['<HOST>']],
  ['^user <HOST>$‸', ['$']],
  ['^(?:ab|c‸) <HOST>', ['(?:ab|c)', 'c']],
  ['^(?:ab|‸c) <HOST>', ['(?:ab|c)', 'c']],
  ['^(?:‸a\\d)+ <HOST>', ['(?:a\\d)+', 'a']],
  ['^%(_‸d)s: <HOST>', ['%(_d)s']],
  ['^<F-US‸ER>\\S+</F-USER> <HOST>', ['<F-USER>\\S+</F-USER>']],
  ['^⟦(?:a\\d)+ ⟧<HOST>', []],
  ['^⟦(?:a\\d)+⟧ <HOST>', ['(?:a\\d)+']],
  ['^(‸ <HOST>', undefined],
])('should find the part of %s at the cursor', (regex, path) => {
  expect(pathAt(filter(regex))).toEqual(path);
});

it('should find the regexes that hold a variable, and none elsewhere', () => {
  const { input, offset } = fixtureWorkspace(
    '[Definition]\n_w = (?:a|‸b)\nfailregex = ^%(_w)s <HOST>\n    ^x%(_w)s <HOST>\n',
  );
  const found = regexWordsAt(input, { start: offset, end: offset })!;
  expect([found.others, found.path.map(({ written }) => written)]).toEqual([1, ['%(_w)s', '(?:a|b)', 'b']]);
  expect(pathAt('[Definition]\n# no‸te\nfailregex = <HOST>\n')).toBeUndefined();
  expect(pathAt('[Defin‸ition]\nfailregex = <HOST>\n')).toBeUndefined();
});

it('should tell the part at the cursor on hover, and what it is in', () => {
  const { input, offset } = fixtureWorkspace(filter('^(?i:a(?:IN|A‸NY))? <HOST>'));
  expect(hover(input, offset)!.markdown.split('\n\n')[0]).toBe(
    [
      '`ANY` — "ANY", in any letter case',
      'in `(?:IN|ANY)` — "IN" or "ANY", in any letter case, tried in this order',
      String.raw`in ${'`(?i:a(?:IN|ANY))`'} — in here: letter case does not count \(it reaches 6 letters\)`,
    ].join('  \n'),
  );
});
