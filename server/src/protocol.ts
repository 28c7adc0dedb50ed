/** What the server tells its doors (command line, editor). Imports nothing: the client's only door to the server. */

export interface LineCounts {
  readonly total: number;
  readonly ignored: number;
  readonly matched: number;
  readonly missed: number;
}

export interface RegexHits {
  /** The regex as configured, before `<HOST>` is expanded. */
  readonly pattern: string;
  readonly hits: number;
}

export interface DateTemplateHits {
  readonly name: string;
  readonly hits: number;
}

/** One failure that fail2ban would report. */
export interface Match {
  /** The log's physical line, from 1. */
  readonly line: number;
  /** Which failregex, from 1. */
  readonly failregex: number;
  /** The failure id; null while it is pending. */
  readonly id: string | null;
  /** Seconds since 1970; null where the line has no usable date. */
  readonly time: number | null;
  /** The groups that took part. */
  readonly groups: Readonly<Record<string, string>>;
}

/** What a filter does with a log, as `fail2ban-regex --raw` counts it. */
export interface MatchReport {
  readonly lines: LineCounts;
  readonly failregex: readonly RegexHits[];
  readonly ignoreregex: readonly RegexHits[];
  readonly prefregex: { readonly hits: number } | null;
  readonly dateTemplates: readonly DateTemplateHits[];
  /** Physical line numbers from 1; only where asked for. */
  readonly ignored?: readonly number[];
  /** In the order in which fail2ban reports them; only where asked for. */
  readonly matches?: readonly Match[];
}

// ---------------------------------------------------------------------------------------------------------------------------
// Between the editor and the language server, beside LSP itself. docs/protocol.md tells the order of events.
// Addresses are URIs as text; lines and characters count from 0 in UTF-16 units, as LSP counts them.

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Location {
  readonly uri: string;
  readonly range: Range;
}

/** What is run over a log: a filter file, or one jail of a jail file. */
export interface Subject {
  readonly uri: string;
  /** The jail's section; absent for a filter file. */
  readonly jail?: string;
}

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

/** A piece of one log line, `[start, end)` in UTF-16 units. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

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

export const changeKinds = ['gained', 'lost', 'changed'] as const;
/** `gained`: matched now and not before. `lost`: the other way round. `changed`: another failregex, failure id or time, or ignored or missed instead. */
export type ChangeKind = (typeof changeKinds)[number];

/** Which lines of a run: all of one status, or those that one regex hit. */
export type LineSelection = { readonly status: LineStatus } | RegexName;

/** Those that an edit changed in one way, or in any. */
export interface ChangeName {
  readonly change: ChangeKind | 'any';
}

/** Files as they were, where they are not as they are saved now: what an edit is compared with. */
export interface Baseline {
  /** Subjects inside of this folder are compared with it. */
  readonly folder: string;
  /** What it is called: `HEAD`. */
  readonly name: string;
  /** `text`: null for a file that was not there. All others are as they are saved. */
  readonly files: readonly { readonly uri: string; readonly text: string | null }[];
}

/** What the filter as it is written now does otherwise than it did before. */
export interface LineChanges {
  readonly run: number;
  /** `HEAD`, or `the saved file`. */
  readonly since: string;
  readonly counts: Readonly<Record<ChangeKind, number>>;
  /** Why the counts are not known, in words; null where they are. */
  readonly problem: string | null;
  /** The first 5,000 of each kind, in the order of the logs. */
  readonly lines: readonly {
    readonly log: string;
    readonly line: number;
    readonly kind: ChangeKind;
    /** E.g. `was missed, now 192.0.2.1 by failregex 2`. */
    readonly words: string;
  }[];
}

/** The missed lines of one shape of a run's `Breakdown`; the first 500 of them can be listed. */
export interface ShapeName {
  readonly shape: string;
}

/** What the lines of a run are made of. */
export interface Breakdown {
  readonly run: number;
  /** What the missed lines have in common, the most frequent first: `412 × sshd[‹n›]: Connection closed by ‹addr›`. */
  readonly shapes: readonly (ShapeName & {
    readonly count: number;
    /** Its first line, without its date. */
    readonly example: string;
  })[];
  /** Shapes, and lines of shapes, for which there was no room here. */
  readonly others: { readonly shapes: number; readonly lines: number };
  /** What the named groups of each failregex took; empty where several lines are searched at once. */
  readonly groups: readonly (GroupSummary & {
    /** From 1. */
    readonly failregex: number;
  })[];
}

/** What a named group took in a run. */
export interface GroupSummary {
  readonly name: string;
  /** The most frequent first. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** How many different values there are beside these; at the least, where `isBounded`. */
  readonly more: number;
  readonly isBounded: boolean;
}

export interface SelectedLine {
  readonly log: LogFile;
  readonly line: number;
  readonly text: string;
}

/** A document that the server writes; the editor shows it under the scheme `virtualScheme`. */
export type VirtualDocument =
  /** The lines of one status, one a line, each with a link to the log. */
  | { readonly kind: 'lines'; readonly subject: Subject; readonly status: LineStatus }
  /** Every regex of the subject as Python sees it, each piece with the place where it is written. */
  | { readonly kind: 'expanded'; readonly subject: Subject }
  /** What the server would load: every option after includes, `.local` and substitution, with origins. */
  | { readonly kind: 'effective'; readonly subject: Subject }
  /** The lines of attempts of a jail's simulation, one a line, each with a link to the log. */
  | { readonly kind: 'attempts'; readonly subject: Subject; readonly attempts: AttemptSelection }
  /** A compressed log's text. */
  | { readonly kind: 'log'; readonly log: string }
  /** A configuration file that stands in for one that is nowhere installed. `place`: in a configuration folder, `filter.d/common.conf`. */
  | { readonly kind: 'builtin'; readonly place: string }
  /** The page that explains a rule; the code of a diagnostic leads to it. */
  | { readonly kind: 'rule'; readonly rule: string };

export const virtualScheme = 'fail2ban-lens';

export interface VirtualText {
  readonly text: string;
  readonly languageId: string;
  readonly links: readonly { readonly range: Range; readonly target: Location }[];
}

/** What can be seen in the editor; the server runs only what can be seen or was asked for. */
export interface EditorContext {
  /** Documents of our languages, the active one first. */
  readonly visibleSubjects: readonly string[];
  /** Other text documents, the latest used first. */
  readonly visibleLogs: readonly string[];
  /** The logs remembered for the workspace, by the subject's document. */
  readonly chosen: Readonly<Record<string, readonly string[]>>;
}

export interface InitializationOptions {
  readonly context: EditorContext;
}

/** A filter that a log can be tested against. */
export interface FilterChoice {
  readonly subject: Subject;
  readonly label: string;
  readonly detail: string;
}

/** The editor asks: method `fail2banLens/<key>`. Each can be cancelled; a cancelled one fails with LSP's RequestCancelled. */
export interface LensRequests {
  /** Every sample that is offered for a subject, the one in use first. */
  samples: { params: { subject: Subject }; result: readonly Sample[] };
  /** Filters of the workspace and of the configuration folder; those that read `log` first. */
  filters: { params: { log: string | null }; result: readonly FilterChoice[] };
  /** Runs now and answers at the end. `logs` stay the subject's sample for this session (`asked`); null goes back to the first that answers. */
  test: { params: { subject: Subject; logs: readonly string[] | null }; result: RunState };
  /** The latest run as it stands; starts none. */
  state: { params: { subject: Subject }; result: RunState | null };
  /** The marks of lines `[from, to)` of one log, as the latest run has them so far. */
  marks: { params: { subject: Subject; log: string; from: number; to: number }; result: Marks };
  /** All of a log in few pieces, for the overview ruler: neighbours of one status joined, at most `limit` pieces. */
  overview: { params: { subject: Subject; log: string; limit: number }; result: Overview };
  /** The nearest selected line after (`1`) or before (`-1`) `line`, around the end; null where there is none. */
  nextLine: {
    params: { subject: Subject; log: string; line: number; direction: 1 | -1; selection: LineSelection };
    result: number | null;
  };
  /** Why a line, from 0, does or does not match, stage by stage; null where no run tells, and for a line that is passed over. */
  why: { params: { subject: Subject; log: string; line: number }; result: LineReasons | null };
  /** What would make a line, from 0, match (or name what was meant), each tried on all logs of the run; empty where nothing is offered. */
  fixes: { params: { subject: Subject; log: string; line: number }; result: readonly LineFix[] };
  /** What the part of a regex that is written at a place of a file takes in lines `[from, to)` of a log; null where none of the subject's is. */
  part: {
    params: { subject: Subject; uri: string; position: Position; log: string; from: number; to: number };
    result: PartMarks | null;
  };
  /** What the lines of the latest run are made of: answered when that is worked out; null where it cannot be told of what is written now. */
  breakdown: { params: { subject: Subject }; result: Breakdown | null };
  /** What the edit since the baseline, or since the file was saved, changes: answered when that is worked out; null where nothing is changed or can be told. */
  changes: { params: { subject: Subject }; result: LineChanges | null };
  /** The regex in whose line a selection stands, in words; null where Python takes none there. */
  regexWords: { params: { uri: string; range: Range }; result: RegexWords | null };
  /** The same as a railroad diagram; null as there. */
  regexDiagram: { params: RegexDiagramParams; result: RegexDiagram | null };
  /** The text of an SVG file with that diagram; null also where there is too much to draw. */
  regexSvg: { params: RegexDiagramParams; result: string | null };
  /** Selected lines in the order of the logs, `limit` of them from `offset`. */
  lines: {
    params: { subject: Subject; selection: LineSelection | ShapeName | ChangeName; offset: number; limit: number };
    result: { readonly total: number; readonly lines: readonly SelectedLine[] };
  };
  /** Filters with samples that say what is expected of their lines; of filter files, and of samples themselves. Those without are left out. */
  filterTests: { params: { uris: readonly string[] }; result: readonly FilterTests[] };
  /** Runs samples of a filter as fail2ban's own tests run them; cancelling ends the run, whatever it is doing. */
  verify: { params: { filter: string; samples: readonly string[] }; result: FilterVerdict };
  /**
   * A sample of what fail2ban does now with lines of a log, anonymised (docs/ci.md). `text`: the lines; `firstLine`: the number of the first, from 0.
   * `fewest`: few that go through what the filter's sample does not go through yet; `all`: every line.
   */
  record: {
    params: { filter: string; text: string; firstLine: number; pick: 'fewest' | 'all' };
    result: RecordedSample;
  };
  /** What a jail would have done with the log of its latest run, as a page. Fails with words for the user where that cannot be told. */
  simulation: { params: { subject: Subject }; result: SimulationPage };
  /** What a jail would have done with lines `[from, to)` of one log; null where that is not told (a filter, no finished run). */
  banMarks: { params: { subject: Subject; log: string; from: number; to: number }; result: BanMarks | null };
  /** The what-if table of the page for another bantime. */
  whatIf: { params: { subject: Subject; bantime: number }; result: WhatIfPage };
  /** The page as the text of a file. */
  simulationText: { params: { subject: Subject; format: SimulationFormat }; result: string };
  document: { params: { document: VirtualDocument }; result: VirtualText };
  /** The `fail2ban-regex` command that does what the run does; `remarks` name what it cannot say (an unsaved buffer, several logs). */
  commandLine: {
    params: { subject: Subject };
    result: { readonly command: string; readonly remarks: readonly string[] };
  };
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

/** The stages that fail2ban takes a line through, in its order; of the failregexes the nearest first. */
export interface LineReasons {
  readonly run: number;
  readonly version: number | null;
  readonly status: LineStatus;
  readonly stages: readonly ReasonStage[];
}

export interface ReasonStage {
  /** `date`, `searched`, `prefregex`, `failregex 1` … */
  readonly name: string;
  readonly words: string;
  /** True where the line gets stuck here. */
  readonly isObstacle: boolean;
  /** Where the part at fault, or else the regex, is written. */
  readonly location: Location | null;
}

/** One edit of a regex, with the lines that all logs of the run gained and lost when it was run. */
export interface LineFix {
  readonly title: string;
  /** What gives way to `newText`; empty where that is put in. */
  readonly place: Location;
  readonly newText: string;
  readonly gains: number;
  readonly losses: number;
}

/** What one part of a regex takes in some lines of a log. */
export interface PartMarks {
  readonly run: number;
  readonly version: number | null;
  /** Where the part is written. */
  readonly location: Location;
  readonly pieces: readonly { readonly line: number; readonly piece: Piece }[];
}

/** A regex in words, part by part. */
export interface RegexWords {
  readonly kind: RegexKind;
  /** As configured. */
  readonly pattern: string;
  /** What holds for the whole of it. */
  readonly words: string;
  readonly parts: readonly RegexPartWords[];
  /** From the outermost part to the selected one, each by its place among its neighbours; empty for the whole. */
  readonly path: readonly number[];
  /** How many other regexes hold what is selected. */
  readonly others: number;
}

/** An element of a picture. Names are the server's own; text is text, to be shown as text nodes. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (SvgElement | string)[];
}

export interface RegexDiagramParams {
  readonly uri: string;
  readonly range: Range;
  /** Variables as a box with their name, or with what they stand for. */
  readonly variables: 'names' | 'values';
  /** Only the part that is selected. */
  readonly isPart: boolean;
}

/** A regex as a railroad diagram. */
export interface RegexDiagram {
  readonly kind: RegexKind;
  /** As configured. */
  readonly pattern: string;
  /** Each part is an element with its number in `data-part`; null where there is too much to draw. */
  readonly svg: SvgElement | null;
  /** Where the parts are written, by their numbers. */
  readonly places: readonly (Location | null)[];
  /** The part that is selected; null where it is not drawn, or the whole. */
  readonly current: number | null;
}

/** Which attempts of a simulation: those for which all holds that is given. */
export interface AttemptSelection {
  /** Of one failure id. */
  readonly id?: string;
  /** Of a /24 or /48. */
  readonly network?: string;
  /** `kept`: they reach the server; `banned`: those of them that a ban follows; `dropped`: their address is banned; `ignored`: it never is. */
  readonly fate?: AttemptFate;
  /** Moments `[from, to)`, seconds since 1970. */
  readonly from?: number;
  readonly to?: number;
}

export const attemptFates = ['kept', 'dropped', 'banned', 'ignored'] as const;
export type AttemptFate = (typeof attemptFates)[number];

/** The lines behind a figure: one line, from 1, of one of the page's logs, or attempts. */
export type SimulationLink = { readonly log: number; readonly line: number } | { readonly attempts: AttemptSelection };

/** Where bans fall in a log, and which of its lines the firewall would have kept away. */
export interface BanMarks {
  readonly version: number | null;
  readonly bans: readonly {
    readonly line: number;
    /** E.g. `banned for 1 hour`. */
    readonly short: string;
    /** The whole story of the ban, a sentence a line. */
    readonly words: readonly string[];
  }[];
  /** Lines, in order. */
  readonly dropped: readonly number[];
}

/** What a jail would have done, as it is shown: plain text throughout, of which some comes from a log. */
export interface SimulationPage {
  /** E.g. `[sshd] over auth.log`. */
  readonly title: string;
  readonly summary: readonly SimulationLine[];
  readonly charts: readonly SimulationChart[];
  /** Null where there is nothing to try. */
  readonly whatIf: WhatIfPage | null;
  readonly tables: readonly SimulationTable[];
  readonly notes: readonly string[];
}

export interface SimulationLine {
  readonly name: string;
  readonly value: string;
  readonly link: SimulationLink | null;
}

export interface SimulationChart {
  readonly title: string;
  readonly about: string;
  /** Elements with `data-link` stand for the link of that number. */
  readonly svg: SvgElement;
  readonly links: readonly SimulationLink[];
}

export interface SimulationTable {
  readonly title: string;
  /** One sentence under the title; empty for none. */
  readonly about: string;
  readonly columns: readonly { readonly name: string; readonly isNumber: boolean }[];
  readonly rows: readonly SimulationRow[];
  /** Rows that were left out. */
  readonly more: number;
}

export interface SimulationRow {
  readonly cells: readonly string[];
  /** By what each cell is sorted. */
  readonly keys: readonly (string | number)[];
  readonly link: SimulationLink | null;
}

/** Other values of maxretry and findtime, with one of bantime; times in seconds. */
export interface WhatIfPage {
  readonly maxretry: readonly WhatIfValue[];
  readonly findtime: readonly WhatIfValue[];
  /** The values that can be asked for. */
  readonly bantime: readonly WhatIfValue[];
  /** As the jail has it. */
  readonly own: { readonly maxretry: number; readonly findtime: number; readonly bantime: number };
  /** What the cells are of. */
  readonly chosenBantime: number;
  readonly attempts: number;
  /** By maxretry, then findtime. */
  readonly cells: readonly (readonly {
    readonly banned: number;
    readonly bans: number;
    readonly dropped: number;
    readonly mistakes: number;
  }[])[];
}

export interface WhatIfValue {
  readonly value: number;
  /** As fail2ban takes it: `10m`. */
  readonly text: string;
}

export const simulationFormats = ['html', 'markdown', 'csv', 'json'] as const;
export type SimulationFormat = (typeof simulationFormats)[number];

export interface RegexPartWords {
  /** `text`, `characters`, `place`, `repeat`, `choice`, `sequence`, `group`, `look`, `reference`, `condition`, `flags`, `remark`, `nothing`, `tag`, `variable` */
  readonly kind: string;
  /** As its author wrote it. */
  readonly written: string;
  /** One line. */
  readonly words: string;
  /** The variable that it is a piece of; null where it is none, or the whole of one. */
  readonly from: string | null;
  readonly location: Location | null;
  readonly parts: readonly RegexPartWords[];
  /** The words tell of the parts, too. */
  readonly isTold: boolean;
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

/** The editor tells: method `fail2banLens/<key>`. */
export interface LensNotificationsToServer {
  /** What can be seen or was chosen has changed. */
  context: EditorContext;
  /** Ends the subject's run; what it found stays. */
  cancel: { subject: Subject };
  /** What edits are compared with from now on; a subject in none of the folders is compared with its saved file. */
  baselines: { baselines: readonly Baseline[] };
}

/** The server tells: method `fail2banLens/<key>`. */
export interface LensNotificationsToEditor {
  /** A run began, came further (at most ten times a second), or ended. */
  runChanged: RunState;
  /** What virtual documents show of this subject is stale. */
  stale: { subject: Subject };
  /** What the edit of a subject changes is known, or known no more. */
  changesKnown: { subject: Subject };
}

/** The server asks the editor for files that are not on a disk (virtual workspaces): method `fail2banLens/<key>`. */
export interface EditorRequests {
  /** Base64; null where it does not exist or cannot be read. */
  readFile: { params: { uri: string }; result: string | null };
  readFolder: { params: { uri: string }; result: readonly { readonly name: string; readonly isFolder: boolean }[] };
}

export function lensMethod(
  key: keyof LensRequests | keyof LensNotificationsToServer | keyof LensNotificationsToEditor | keyof EditorRequests,
): string {
  return `fail2banLens/${key}`;
}

/** Editor commands that the server names in code lenses, hovers and links, with what it passes them. */
export const editorCommands = {
  /** Arguments: one `PeekLines`. */
  peekLines: 'fail2banLens.peekLines',
  /** Arguments: one `Subject`. */
  chooseSample: 'fail2banLens.chooseSample',
  /** Arguments: one `Subject`. */
  showResults: 'fail2banLens.showResults',
  /** Arguments: one `Subject`, a jail. */
  simulate: 'fail2banLens.simulate',
} as const;

/** Opens the peek view at `at` with the selected lines. */
export interface PeekLines {
  readonly subject: Subject;
  readonly selection: LineSelection | ShapeName | ChangeName;
  readonly at: { readonly uri: string; readonly position: Position };
}

/** The settings under `fail2banLens.`, as `workspace/configuration` gives them. package.json and client/src/settings-schema.ts describe them. */
export interface Settings {
  /** Filter name (globs allowed) -> logs; a relative path stands under the workspace folder. */
  readonly samples: Readonly<Record<string, string | readonly string[]>>;
  readonly configDir: string;
  /** `1.1` is 1.1.1 and newer. */
  readonly fail2banVersion: '1.0' | '1.1.0' | '1.1';
  readonly pythonVersion: '3.6' | '3.7' | '3.8' | '3.9' | '3.10' | '3.11' | '3.12' | '3.13';
  /** The zone of dates that name none; empty: the machine's. */
  readonly timezone: string;
  readonly encoding: string;
  readonly usedns: 'yes' | 'no' | 'warn' | 'raw';
  readonly live: {
    readonly enabled: boolean;
    /** Milliseconds from the last keystroke to a run. */
    readonly delay: number;
    /** Seconds that one regex may take on one line. */
    readonly regexTimeout: number;
    readonly engine: 'auto' | 'v8' | 're2';
  };
  readonly test: {
    /** Whether a test that is asked for opens the log beside the filter. */
    readonly showLog: boolean;
  };
  readonly codeLens: {
    readonly enabled: boolean;
    /** Whether each jail shows what it would have done with its log. */
    readonly bans: boolean;
  };
  /** The git revision that edits of filters are compared with; empty: the saved file. */
  readonly compareWith: string;
  readonly decorations: {
    readonly enabled: boolean;
    readonly missedLines: boolean;
    readonly groups: boolean;
    readonly dates: boolean;
    /** Whether the log of a jail shows where bans fall, and dims what the firewall would have kept away. */
    readonly bans: boolean;
  };
  readonly explain: {
    /** Whether the line at the cursor of a log says why it does not match. */
    readonly cursor: boolean;
    /** Whether a log shows what the part of a regex at the cursor takes in its lines. */
    readonly part: boolean;
  };
  readonly inlayHints: {
    readonly values: boolean;
    readonly groupNumbers: boolean;
    /** How many matches went through each branch of each `|`. */
    readonly branchCounts: boolean;
  };
}

export const defaultSettings: Settings = {
  samples: {},
  configDir: '',
  fail2banVersion: '1.1',
  pythonVersion: '3.11',
  timezone: '',
  encoding: 'auto',
  usedns: 'warn',
  live: { enabled: true, delay: 20, regexTimeout: 1, engine: 'auto' },
  test: { showLog: true },
  codeLens: { enabled: true, bans: true },
  compareWith: 'HEAD',
  decorations: { enabled: true, missedLines: true, groups: true, dates: true, bans: true },
  explain: { cursor: true, part: true },
  inlayHints: { values: false, groupNumbers: false, branchCounts: true },
};

export const languageIds = {
  filter: 'fail2ban-filter',
  jail: 'fail2ban-jail',
  action: 'fail2ban-action',
  conf: 'fail2ban-conf',
} as const;

/** Samples with expectations: logs to every run, and documents with features of their own. */
export const sampleLanguage = 'fail2ban-sample';
