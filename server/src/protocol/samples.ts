/** Samples with expectations: listed, run and recorded. */
import type { Location } from './places.ts';
import type { RegexKind } from './runs.ts';

/** What a workspace has of samples with expectations. */
export interface ListedTests {
  readonly filters: readonly FilterTests[];
  /** Packs of filters whose files were left out: folders of the workspace, copies for other servers. */
  readonly packs: readonly string[];
}

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

/** Small changes of a filter's regexes, and those of them that no line of its samples notices. */
export interface UnnoticedChanges {
  readonly filter: string;
  readonly name: string;
  readonly samples: readonly string[];
  /** Changes that do change something, and those of them that a line notices. */
  readonly tried: number;
  readonly noticed: number;
  /** Of so many more it is not known whether they change anything. */
  readonly undecided: number;
  /** The time was over before the last change. */
  readonly isPartial: boolean;
  /** In the order of the files: those whose place can be opened. */
  readonly changes: readonly UnnoticedChange[];
}

export interface UnnoticedChange {
  /** Which regex, and what is changed: `failregex 1 without ^`. */
  readonly title: string;
  readonly location: Location;
  /** A line that would notice it; null where none could be built. */
  readonly line: NoticingLine | null;
}

/** A log line with which a filter and the changed one do different things: both were run. */
export interface NoticingLine {
  /** With `maxlines`, perhaps of several lines. */
  readonly text: string;
  /** The filter's options, in its brackets, with which they were run. */
  readonly options: Readonly<Record<string, string>>;
  /** What the filter does with the line, and what it would do changed, in words. */
  readonly now: string;
  readonly changed: string;
}

/** What running samples of a filter gave. */
export interface FilterVerdict {
  readonly samples: readonly { readonly uri: string; readonly checks: readonly SampleCheck[] }[];
  /** What of the filter the samples go through. */
  readonly coverage: readonly CoverageRow[];
  /** What the run read or looked for: the filter, all that it includes or that may override it, its samples. Where none of it changes, the verdict stands. */
  readonly files: readonly string[];
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

/** A filter with all that it needs, for another server; nothing is written. */
export interface PackedFilter {
  /** The filter's. */
  readonly name: string;
  /** What it holds, in one line: files, jails with the names of their options, checks, what of the sample holds. */
  readonly summary: string;
  /** What its samples ask and does not hold. */
  readonly failed: number;
  /** What of the files is not as it is saved, and what the pack does not hold, in words. */
  readonly remarks: readonly string[];
  /** `path` below the pack; `mode` as of `chmod`. The first is README.md. */
  readonly files: readonly { readonly path: string; readonly text: string; readonly mode: number }[];
  /** The same as a `.tar.gz`, in base64; null where none was asked for. */
  readonly archive: string | null;
}

/** Why a filter cannot be packed, and where the cause is written, where the client can open that. */
export interface PackRefusal {
  readonly refusal: string;
  readonly location: Location | null;
}
