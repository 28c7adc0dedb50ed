import type { LineStatistics, Verdict } from '../../matching/line-statistics.ts';
import type { MatchReport } from '../../protocol.ts';

/** Everything that the writers of `test` show. Plain data. */
export interface TestReport {
  /** The lines that tell what is tested, before the results. */
  readonly heading: readonly string[];
  readonly report: MatchReport;
  readonly prefregexText: string | undefined;
  readonly lines: LineStatistics['lines'];
  /** Where fewer lines than this were counted, they are printed. */
  readonly printLimit: number;
  readonly printAll: ReadonlySet<Verdict>;
  readonly printNone: ReadonlySet<Verdict>;
  readonly overruns: readonly OverrunReport[];
  readonly crashes: { readonly count: number; readonly first: readonly { readonly line: number; readonly message: string }[] };
  readonly droppedLine: { readonly number: number; readonly text: string } | undefined;
  readonly seconds: number;
  readonly verbose: boolean;
}

/** A regex that was stopped by its deadline. */
export interface OverrunReport {
  readonly kind: 'failregex' | 'ignoreregex' | 'prefregex';
  /** From 1. */
  readonly index: number;
  readonly line: number;
  readonly then: 're2' | 'skipped' | 'stopped';
}
