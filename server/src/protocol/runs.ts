/** Live runs, the logs that they read, and what became of each line. */
import type { Location, Piece, Range, Subject } from './places.ts';
import type { DateTemplateHits, LineCounts } from './report.ts';

/**
 * Why a log answers for a subject; the first that answers wins, in this order.
 * `asked`: named by a `test` request of this session. `directive`: a `# fail2ban-lens: log=` comment. `setting`: `fail2banLens.samples`.
 * `chosen`: remembered for the workspace. `visible`: a log editor that can be seen. `fixture`: a file of the filter's name.
 * `logpath`: what a jail with this filter reads.
 */
export const sampleReasons = ['asked', 'directive', 'setting', 'chosen', 'visible', 'fixture', 'logpath'] as const;
export type SampleReason = (typeof sampleReasons)[number];

/** One log of a sample. */
export interface LogFile {
  readonly uri: string;
  /** What an editor opens to show it: `uri` itself, or a virtual document for a compressed log. */
  readonly shownAs: string;
}

/** One or several logs that can stand in for what a subject reads. */
export interface Sample {
  readonly reason: SampleReason;
  readonly logs: readonly LogFile[];
  /** Short: `named.log`, `3 logs in /var/log`. */
  readonly label: string;
  /** Where it is and why it is offered, in words for a quick pick. */
  readonly detail: string;
  /** False where a log is named but cannot be read; `detail` says so. */
  readonly readable: boolean;
}

export const regexKinds = ['failregex', 'ignoreregex', 'prefregex'] as const;
export type RegexKind = (typeof regexKinds)[number];

/** One regex of a subject. */
export interface RegexName {
  readonly kind: RegexKind;
  /** Which of its kind, from 1. */
  readonly index: number;
}

export interface RegexResult extends RegexName {
  /** As configured, before `<HOST>` is expanded. */
  readonly pattern: string;
  readonly hits: number;
  /** Where it is written; null where it comes from no file. */
  readonly location: Location | null;
  /** Who searched: `v8`, `re2`, `automaton`, `tracer`; empty for a regex that fail2ban does not take. */
  readonly engine: string;
  /** Set where its deadline ended the search of a line. */
  readonly stopped: Stopped | null;
}

/** A regex that took too long; fail2ban itself would still be at it. */
export interface Stopped {
  /** The first such line or, for `givenUp`, the last. */
  readonly log: string;
  readonly line: number;
  /** How many lines took too long. */
  readonly lines: number;
  readonly seconds: number;
  /** `re2`, `automaton`: that engine went on with it, the hits are whole. `skipped`: it has no hit in those lines. `givenUp`: nor in any later one. */
  readonly then: 're2' | 'automaton' | 'skipped' | 'givenUp';
}

export interface RunReport {
  readonly lines: LineCounts;
  readonly regexes: readonly RegexResult[];
  readonly dateTemplates: readonly DateTemplateHits[];
  /** Lines whose date was found. */
  readonly dated: number;
  /** What the author has to hear besides the counts, a sentence each; empty while it runs. */
  readonly notes: readonly string[];
}

/**
 * `noSample`: no log answers. `running`: `report`, when there is one, is partial. `done`. `cancelled`: by the user; `report` stays partial.
 * `failed`: `problem` says why (a regex that does not compile, an unreadable log).
 */
export type RunStatus = 'noSample' | 'running' | 'done' | 'cancelled' | 'failed';

/** A subject's latest run. A later run of the same subject has a higher `run`. */
export interface RunState {
  readonly subject: Subject;
  /** The jail's section, header and options; null for a filter file. */
  readonly range: Range | null;
  readonly run: number;
  readonly status: RunStatus;
  readonly sample: Sample | null;
  readonly report: RunReport | null;
  /** True where fail2ban would not load what is written now: `report`, marks and lines are those of the version before. */
  readonly outdated?: boolean;
  /** The regexes that fail2ban does not take, as they are written now. */
  readonly refused?: readonly RegexName[];
  /** While it runs: how much of the logs has been read; `of` is null where the size is unknown. */
  readonly progress: { readonly bytes: number; readonly of: number | null } | null;
  readonly problem: string | null;
  readonly milliseconds: number;
}

export const lineStatuses = ['matched', 'ignored', 'missed'] as const;
export type LineStatus = (typeof lineStatuses)[number];

export interface GroupMark {
  readonly name: string;
  readonly value: string;
  /** Null where the value is written nowhere in the line (taken from prefregex, merged, from an earlier line). */
  readonly piece: Piece | null;
}

export interface HitMark {
  /** From 1; `RunReport.regexes` holds its text and place. */
  readonly failregex: number;
  /** Null while the failure is pending. */
  readonly id: string | null;
  readonly groups: readonly GroupMark[];
}

/** What one log line came to. Lines that fail2ban-regex skips (empty, `#`) have no mark. */
export interface LineMark {
  readonly line: number;
  readonly status: LineStatus;
  readonly hits: readonly HitMark[];
  /** The ignoreregex that hit, from 1; null where none did. */
  readonly ignoreregex: number | null;
  readonly date: {
    readonly piece: Piece;
    readonly text: string;
    readonly template: string;
    /** Seconds since 1970. */ readonly time: number | null;
  } | null;
}

export interface Marks {
  readonly run: number;
  /** The version of the log's document that the run read; null where it read the disk. */
  readonly version: number | null;
  readonly marks: readonly LineMark[];
}

export interface Overview {
  readonly run: number;
  readonly version: number | null;
  /** Lines `[from, to)`. */
  readonly pieces: readonly { readonly from: number; readonly to: number; readonly status: LineStatus }[];
}

/** Which lines of a run: all of one status, or those that one regex hit. */
export type LineSelection = { readonly status: LineStatus } | RegexName;

export interface SelectedLine {
  readonly log: LogFile;
  readonly line: number;
  readonly text: string;
}
