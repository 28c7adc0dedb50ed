import type { Mutant, MutantReport } from '../../mutants/find-mutants.ts';
import type { CoverageCounts } from '../../samples/coverage.ts';
import type { SampleTest } from '../../samples/verify-sample.ts';
import type { LinePosition } from './resolve.ts';

/** One sample file with those that it adds. */
export interface VerifiedSample {
  /** As it is shown. */
  readonly file: string;
  readonly filter: string;
  readonly tests: readonly SampleTest[];
}

export interface CoverageRow {
  /** `failregex`, `ignoreregex`, `prefregex`, or `branch` of a `|`. */
  readonly kind: string;
  readonly text: string;
  readonly place: LinePosition | undefined;
  readonly hits: number;
}

/** Small changes of the regexes of one filter that none of its sample lines notices. */
export interface MutantsOfFilter extends Omit<MutantReport, 'unnoticed'> {
  readonly filter: string;
  readonly unnoticed: readonly (Omit<Mutant, 'place'> & { readonly place: LinePosition })[];
}

/** What the samples of one filter go through. */
export interface FilterCoverageReport extends CoverageCounts {
  readonly filter: string;
  readonly rows: readonly CoverageRow[];
}

export interface VerifyReport {
  readonly samples: readonly VerifiedSample[];
  readonly coverage: CoverageCounts;
  readonly filters: readonly FilterCoverageReport[];
  /** Filters without any sample; their regexes are in no coverage. */
  readonly withoutSamples: readonly string[];
  /** Undefined where nobody asked. */
  readonly mutants?: readonly MutantsOfFilter[];
  /** How the file of a test is shown. */
  show(file: string): string;
}

/** Where a test stands: `samples/sshd:12`. */
export function placeOfTest({ show }: VerifyReport, { file, line }: SampleTest): string {
  return line === null ? show(file) : `${show(file)}:${line}`;
}

export function percentInWords({ percent, regexes, branches }: CoverageCounts): string {
  const parts = [
    `${regexes.covered} of ${regexes.total} regexes`,
    `${branches.covered} of ${branches.total} branches`,
  ].join(', ');
  return percent === null ? 'nothing to cover' : `${percent} % (${parts})`;
}
