import { expect, it } from 'vitest';
import { writeCheckSarif } from './check-sarif.ts';

it('should make no link of what a file says', () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const sarif = JSON.parse(
    writeCheckSarif({
      findings: [
        { file: 'a b.conf', range, line: 'x', rule: 'r', severity: 'error', message: '[x](https://evil)', related: [] },
      ],
      fileCount: 1,
      fixed: [],
      rules: [],
    }),
  ) as { runs: { results: { message: { text: string } }[] }[] };
  expect(sarif.runs[0]!.results[0]!.message.text).toBe('[x\\](https://evil)');
});
