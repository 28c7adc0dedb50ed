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

it('should name any file by an address, half a character in its name too', () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const finding = { range, line: 'x', rule: 'r', severity: 'error', message: 'x', related: [] } as const;
  const sarif = JSON.parse(
    writeCheckSarif({
      findings: [{ ...finding, file: 'a b:\ud800\u{1f600}%2f\x1b.conf' }],
      fileCount: 1,
      fixed: [],
      rules: [],
    }),
  ) as { runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[] };
  expect(sarif.runs[0]!.results[0]!.locations[0]!.physicalLocation.artifactLocation.uri).toBe(
    'a%20b%3A%EF%BF%BD%F0%9F%98%80%252f%1B.conf',
  );
});
