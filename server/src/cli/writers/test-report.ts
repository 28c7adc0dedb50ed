import type { AlternationCounts, BranchReport } from '../../explain/branch-counts.ts';
import type { ShapeReport } from '../../explain/line-shapes.ts';
import type { LinePosition } from './resolve.ts';
import type { DateProof, DateSighting } from '../../explain/date-advice.ts';
import type { Verdict } from '../../matching/line-statistics.ts';
import type { MatchReport } from '../../protocol.ts';

/** Everything that the writers of `test` show: plain data, and what grows with the log as texts that wait to be read. */
export interface TestReport {
  /** The lines that tell what is tested, before the results. */
  readonly heading: readonly string[];
  readonly report: MatchReport;
  /** That the run ended before the log did, and where, as a sentence. */
  readonly partial: string | undefined;
  /** With `--matches`: the items of two JSON lists, in pieces. */
  readonly lists: { readonly ignored: Iterable<string>; readonly matches: Iterable<string> } | undefined;
  readonly prefregexText: string | undefined;
  /** The lines of a verdict as rows of the report, in pieces. */
  readonly rowsOf: (verdict: Verdict) => Iterable<string>;
  /** Where fewer lines than this were counted, they are printed. */
  readonly printLimit: number;
  readonly printAll: ReadonlySet<Verdict>;
  readonly printNone: ReadonlySet<Verdict>;
  readonly overruns: readonly OverrunReport[];
  readonly crashes: {
    readonly count: number;
    readonly first: readonly { readonly line: number; readonly message: string }[];
  };
  readonly droppedLine: { readonly number: number; readonly text: string } | undefined;
  /** What fail2ban-regex does not say, one sentence each. */
  readonly notes: readonly string[];
  /** A date that stands in the lines and is not found, and a datepattern that was tried on the whole log. */
  readonly dateAdvice:
    | { readonly sighting: DateSighting; readonly proof: (DateProof & { readonly matched: number }) | undefined }
    | undefined;
  /** The datepattern in force, where one is set. */
  readonly datepattern: string | undefined;
  /** With `--shapes`: the missed lines by their shape. */
  readonly shapes: ShapeReport | undefined;
  /** With `--alternatives`: by failregex; none where several lines are searched at once. */
  readonly branches: readonly PlacedBranches[] | undefined;
  readonly seconds: number;
  /** With `-v`: each failregex's failures, and the date templates without hits too. */
  readonly details: TestDetails | undefined;
}

export interface TestDetails {
  /** By failregex, from 0: what it found, as rows of the report, in pieces. */
  readonly failures: readonly Iterable<string>[];
  readonly dateTemplates: MatchReport['dateTemplates'];
}

/** A regex that was stopped by its deadline. */
export interface OverrunReport {
  readonly kind: 'failregex' | 'ignoreregex' | 'prefregex';
  /** From 1. */
  readonly index: number;
  readonly line: number;
  readonly then: 're2' | 'automaton' | 'skipped' | 'stopped';
}

/** Which way the matches of one failregex went, and where each `|` is written. */
export interface PlacedBranches extends Omit<BranchReport, 'alternations' | 'parts'> {
  readonly alternations: readonly (AlternationCounts & {
    readonly text: string;
    readonly place: LinePosition | undefined;
  })[];
}
