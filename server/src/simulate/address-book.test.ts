import { expect, it } from 'vitest';
import { AddressBook } from './address-book.ts';

it('should number ids in the order in which they come, however many there are', () => {
  const book = new AddressBook();
  const ids = Array.from({ length: 5000 }, (_, i) =>
    i % 9 === 0 ? `2001:db8::${i.toString(16)}` : `10.${i & 3}.${i >> 8}.${i & 255}`,
  );
  const different = [...new Set(ids)];
  expect(ids.map((id) => book.numberOf(id))).toEqual(ids.map((id) => different.indexOf(id)));
  expect(book.ids).toEqual(different);
  expect(
    ['0.0.0.0', '255.255.255.255', '0.0.0.0', '256.0.0.1', '1.2.3.04'].map(
      (id) => book.numberOf(id) - different.length,
    ),
  ).toEqual([0, 1, 0, 2, 3]);
});
