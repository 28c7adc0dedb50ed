import { expect, it } from 'vitest';
import { UserBook } from './user-book.ts';

it('should count names by address, and cut those that are no names', () => {
  const book = new UserBook();
  book.add(0, 'root');
  book.add(3_000_000, 'root');
  book.add(3_000_000, 'root');
  book.add(1, 'x'.repeat(500));
  expect(book.names).toEqual(['root', `${'x'.repeat(100)}…`]);
  expect([...book.entries()]).toEqual([
    { address: 0, user: 0, attempts: 1 },
    { address: 3_000_000, user: 0, attempts: 2 },
    { address: 1, user: 1, attempts: 1 },
  ]);
});

it('should remember no more names than it has room for', () => {
  const book = new UserBook({ names: 10, tries: 12 });
  for (let i = 0; i < 11; i++) book.add(0, `user${i}`);
  book.add(0, 'user7');
  expect([book.names.length, book.lost]).toEqual([10, 1]);
  for (let address = 1; address < 4; address++) book.add(address, 'user7');
  book.add(0, 'user7');
  expect([[...book.entries()].length, book.lost]).toEqual([12, 2]);
  expect([...book.entries()][7]).toEqual({ address: 0, user: 7, attempts: 3 });
});
