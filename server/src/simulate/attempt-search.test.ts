import { expect, it } from 'vitest';
import { compileFilter } from '../matching/compile-filter.ts';
import { MappedText } from '../text/mapped-text.ts';
import { AddressBook } from './address-book.ts';
import { createAttemptIds } from './attempt-id.ts';
import { attemptSearch } from './attempt-search.ts';
import { UserBook } from './user-book.ts';

it.each<[what: string, failregex: string, asksUsers: boolean, isNumber: boolean]>([
  ['an address', 'from <HOST>', true, true],
  ['a user beside it', 'for <F-USER>\\S+</F-USER> from <HOST>', true, true],
  ['a user that nobody asks for', 'for <F-ALT_USER>\\S+</F-ALT_USER> from <HOST>', false, true],
  ['a user that another group may name', 'for <F-ALT_USER>\\S+</F-ALT_USER> from <HOST>', true, false],
])('should need no more than a number a line where all see: %s', (_, failregex, asksUsers, isNumber) => {
  const { filter } = compileFilter(
    { failregex: [MappedText.builtin(failregex, 'test')], ignoreregex: [] },
    { useDns: 'warn', fail2ban: '1.1', python: '3.11', maxLines: 1 },
  );
  const ids = createAttemptIds(new AddressBook(), 'warn', '1.1');
  const { toFailed } = attemptSearch(filter, ids, '1.1', asksUsers ? new UserBook() : undefined);
  expect(toFailed !== undefined).toBe(isNumber);
});
