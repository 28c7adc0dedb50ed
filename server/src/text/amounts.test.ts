import { expect, it } from 'vitest';
import { amount, plural } from './amounts.ts';

it('should write amounts as people read them', () => {
  expect([0, 999, 1234567].map(amount)).toEqual(['0', '999', '1,234,567']);
  expect([plural(1, 'line'), plural(0, 'line'), plural(1000, 'address', 'addresses')]).toEqual([
    '1 line',
    '0 lines',
    '1,000 addresses',
  ]);
});
