import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { hasStock, stockCoveragePage } from './stock-coverage.ts';

if (!hasStock()) console.warn('SKIPPED: fail2ban 1.0.2 is not installed, so docs/stock-coverage.md is not checked');

it.skipIf(!hasStock())(
  'should find of the stock filters what docs/stock-coverage.md tells',
  { timeout: 60_000 },
  () => {
    const rows = (page: string): string[] => page.split('\n').filter((line) => line.startsWith('|'));
    expect(rows(stockCoveragePage())).toEqual(rows(readFileSync('docs/stock-coverage.md', 'utf8')));
  },
);
