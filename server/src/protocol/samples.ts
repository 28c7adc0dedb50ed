/** Samples with expectations: listed, run and recorded. */
import type { Location } from './places.ts';
import type { RegexKind } from './runs.ts';

/** A filter with its samples. */
export interface FilterTests {
  /** Its file. */
  readonly filter: string;
  readonly name: string;
  readonly samples: readonly SampleTests[];
}

/** A sample file, and the lines that fail2ban's tests ask of it. */
export interface SampleTests {
  readonly uri: string;
  readonly lines: readonly SampleLine[];
}

/** A log line with what is expected of it. */
export interface SampleLine {
  /** The sample itself, or a file that it adds. */
  readonly uri: string;
  /** From 0. */
  readonly line: number;
  /** Whether the line above is its `# failJSON:` comment; one without must not match. */
  readonly isCommented: boolean;
  readonly text: string;
  readonly matches: boolean;
  /** What the comment says for people. */
  readonly description: string | null;
}

/** A sample that was made of a log. */
export interface RecordedSample {
  /** The filter's sample, there or not: where the lines belong. */
  readonly uri: string;
  readonly isThere: boolean;
  /** What is to stand there, or behind what stands there; empty where no line is worth it. */
  readonly text: string;
  readonly lines: number;
  readonly matching: number;
  /** What of the filter no line of the whole sample goes through, in words. */
  readonly uncovered: readonly string[];
  /** Lines, from 0, that would have been of use, and why they are left out. */
  readonly leftOut: readonly { readonly line: number; readonly reason: string }[];
}

/** What running samples of a filter gave. */
export interface FilterVerdict {
  readonly samples: readonly { readonly uri: string; readonly checks: readonly SampleCheck[] }[];
  /** What of the filter the samples go through. */
  readonly coverage: readonly CoverageRow[];
}

/** One thing that a sample asks. Lines that no option set asks for have none. */
export interface SampleCheck {
  readonly uri: string;
  /** From 0; null for what is asked of the filter as a whole. */
  readonly line: number | null;
  /** The log line, or what is asked. */
  readonly title: string;
  /** None: it holds. */
  readonly failures: readonly CheckFailure[];
  /** The expectation that would hold, as JSON; null where there is none, and where the line holds. */
  readonly fitting: string | null;
  /** What is asked of a regex: where that is written. */
  readonly location: Location | null;
}

export interface CheckFailure {
  readonly message: string;
  readonly expected: Readonly<Record<string, unknown>> | null;
  readonly got: Readonly<Record<string, unknown>> | null;
  /** The filter's options where the sample sets some. */
  readonly options: Readonly<Record<string, unknown>> | null;
  /** Why a line does not match that should, the nearest regex first. */
  readonly why: readonly string[];
}

/** A regex, or a branch of a `|` in one, that is written in a file. */
export interface CoverageRow {
  readonly kind: RegexKind | 'branch';
  readonly text: string;
  readonly location: Location;
  /** Sample lines that went through it, each option set counted. */
  readonly hits: number;
}
