import { expect, it } from 'vitest';
import { byName } from './by-name.ts';

it('should find the first of a name, and read each list once', () => {
  let read = 0;
  const list = Array.from({ length: 1000 }, (_, i) => ({
    id: i,
    get name() {
      read++;
      return `name${i % 500}`;
    },
  }));
  for (let i = 0; i < 500; i++) expect(byName(list).get(`name${i}`)?.id).toBe(i);
  expect(byName(list).get('other')).toBeUndefined();
  expect(read).toBeLessThanOrEqual(2 * list.length);
});
