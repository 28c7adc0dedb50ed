import { passedOf } from '../../samples/verify-sample.ts';
import type { CoverageCounts } from '../../samples/coverage.ts';
import type { FilterCoverageReport, MutantsOfFilter, VerifyReport } from './verify-report.ts';

export function writeVerifyJson({ samples, coverage, filters, withoutSamples, mutants, show }: VerifyReport): string {
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
    {
      files,
      coverage: { ...countsOf(coverage), filters: filters.map(coverageOf) },
      withoutSamples,
      ...(mutants ? { mutants: mutants.map(mutantsOf) } : {}),
    },
    null,
    2,
  )}\n`;
}

function countsOf({ percent, regexes, branches }: CoverageCounts): CoverageCounts {
  return { percent, regexes, branches };
}

function mutantsOf({ filter, tried, noticed, undecided, isPartial, unnoticed }: MutantsOfFilter): object {
  return {
    filter,
    tried,
    noticed,
    undecided,
    partial: isPartial,
    unnoticed: unnoticed.map(({ role, index, kind, title, place: { file, line, column }, line: proposed }) => ({
      regex: role,
      index,
      kind,
      title,
      file,
      line,
      column,
      proposed: proposed ?? null,
    })),
  };
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
