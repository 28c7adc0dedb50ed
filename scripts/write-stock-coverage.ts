// Writes docs/stock-coverage.md from the installed fail2ban 1.0.2.
import { writeFileSync } from 'node:fs';
import { hasStock, stockCoveragePage } from './stock-coverage.ts';

if (hasStock()) writeFileSync('docs/stock-coverage.md', stockCoveragePage());
else {
  console.error('fail2ban 1.0.2 with its test logs is not installed here');
  process.exitCode = 1;
}
