import type { CoverageCounts } from '../../samples/coverage.ts';
import { passedOf, type FilterCoverageReport, type VerifyReport } from './verify-report.ts';

export function writeVerifyJson({ samples, coverage, filters, withoutSamples, show }: VerifyReport): string {
  const files = samples.map(({ file, filter, tests }) => {
    const passed = passedOf(tests);
    return {
      file,
      filter,
      passed,
      failed: tests.length - passed,
      failures: tests.flatMap((test) =>
        test.failures.map(({ message, expected, got, options, why }) => ({
          line: test.line,
          ...(show(test.file) === file ? {} : { file: show(test.file) }),
          message: test.line === null ? `${test.title}: ${message}` : message,
          expected,
          got,
          ...(options ? { options } : {}),
          ...(why.length > 0 ? { why } : {}),
        })),
      ),
    };
  });
  return `${JSON.stringify(
    { files, coverage: { ...countsOf(coverage), filters: filters.map(coverageOf) }, withoutSamples },
    null,
    2,
  )}\n`;
}

function countsOf({ percent, regexes, branches }: CoverageCounts): CoverageCounts {
  return { percent, regexes, branches };
}

function coverageOf({ filter, rows, ...counts }: FilterCoverageReport): object {
  return {
    filter,
    ...countsOf(counts),
    rows: rows.map(({ kind, text, place, hits }) => ({
      kind,
      text,
      file: place?.file ?? null,
      line: place?.line ?? null,
      column: place?.column ?? null,
      hits,
    })),
  };
}
