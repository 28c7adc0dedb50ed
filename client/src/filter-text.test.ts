import { expect, it } from 'vitest';
import { looksLikeFilter } from './filter-text.ts';

it.each([
  ['a filter', '# of ours\n[Definition]\nfailregex = ^<HOST> x$\n', true],
  ['a filter with a prefregex first', '[INCLUDES]\nbefore = common.conf\n[Definition]\nprefregex = ^x\n', true],
  ['an action', '[Definition]\nactionban = true\n', false],
  ['a jail with a failregex of its own', '[mine]\nfailregex = ^<HOST> x$\n', false],
  ['another program’s configuration', '[server]\nport = 80\n', false],
])('should tell %s by its text', (_, text, isFilter) => {
  expect(looksLikeFilter(text)).toBe(isFilter);
});
