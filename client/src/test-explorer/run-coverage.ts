import { type FileCoverageDetail, type TestRun, BranchCoverage, FileCoverage, StatementCoverage, Uri } from 'vscode';
import type { CoverageRow } from '../../../server/src/protocol.ts';
import { toRange } from '../to-range.ts';
import { coveredFiles } from './coverage-model.ts';

/** What runs say of coverage, kept until the editor asks for the details of a file. */
export interface RunCoverage {
  add(run: TestRun, rows: readonly CoverageRow[]): void;
  details(file: FileCoverage): FileCoverageDetail[];
}

export function createRunCoverage(): RunCoverage {
  const details = new WeakMap<FileCoverage, FileCoverageDetail[]>();
  return {
    add(run, rows) {
      for (const { uri, statements } of coveredFiles(rows)) {
        const covered = statements.map(
          ({ range, hits, branches }) =>
            new StatementCoverage(
              hits,
              toRange(range),
              branches.map((branch) => new BranchCoverage(branch.hits, toRange(branch.range), branch.label)),
            ),
        );
        const file = FileCoverage.fromDetails(Uri.parse(uri), covered);
        details.set(file, covered);
        run.addCoverage(file);
      }
    },
    details: (file) => details.get(file) ?? [],
  };
}
