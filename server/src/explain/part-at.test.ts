import { expect, it } from 'vitest';
import { compileFilter } from '../matching/compile-filter.ts';
import { MappedText } from '../text/mapped-text.ts';
import { partAt } from './part-at.ts';

function at(marked: string): string | undefined {
  const offset = marked.indexOf('‸');
  const { filter } = compileFilter(
    { failregex: [MappedText.exact(marked.replace('‸', ''), '/f', 10)], ignoreregex: [] },
    { useDns: 'warn', fail2ban: '1.1', python: '3.11', maxLines: 1 },
  );
  return partAt(filter.failregex[0]!, '/f', 10 + offset)?.written;
}

it.each([
  ['^lo‸gin of \\w+ from <HOST>$', 'login'],
  ['^login of ‸\\w+ from <HOST>$', '\\w+'],
  ['^login of \\w‸+ from <HOST>$', '\\w+'],
  ['^login of \\w+ from <HO‸ST>$', '<HOST>'],
  ['^login of \\w+ from ‸<HOST>$', '<HOST>'],
  ['^(?:login|lo‸gout \\d+) <HOST>$', 'logout'],
  ['^(?:login|logout \\d‸+) <HOST>$', '\\d+'],
  ['^(?:login| logout‸)+ <HOST>$', '(?:login| logout)+'],
  ['^<F-U‸SER>a\\w*</F-USER> <HOST>$', '(?P<user>a\\w*)'],
  ['^<F-USER>a\\w‸*</F-USER> <HOST>$', '\\w*'],
])('the part at the cursor of %s should be %s', (marked, written) => {
  expect(at(marked)).toBe(written);
});

it('should be none in another file', () => {
  const { filter } = compileFilter(
    { failregex: [MappedText.exact('^a <HOST>$', '/f', 10)], ignoreregex: [] },
    { useDns: 'warn', fail2ban: '1.1', python: '3.11', maxLines: 1 },
  );
  expect(partAt(filter.failregex[0]!, '/g', 11)).toBeUndefined();
  expect(partAt(filter.failregex[0]!, '/f', 5)).toBeUndefined();
});
