/**
 * What the server tells its doors (command line, editor), one file a subject in protocol/: the client's only door to the server. Here stand the
 * messages between the editor and the language server, beside LSP itself; docs/protocol.md tells the order of events.
 */
import type { Baseline, ChangeName, LineChanges } from './protocol/changes.ts';
import type { VirtualDocument, VirtualText } from './protocol/documents.ts';
import type { Breakdown, LineFix, LineReasons, PartMarks, ShapeName } from './protocol/lines.ts';
import type { Position, Range, Subject } from './protocol/places.ts';
import type { RegexDiagram, RegexDiagramParams, RegexWords } from './protocol/regexes.ts';
import type { LineSelection, Marks, Overview, RunState, Sample, SelectedLine } from './protocol/runs.ts';
import type {
  ListedTests,
  FilterVerdict,
  PackedFilter,
  PackRefusal,
  RecordedSample,
  UnnoticedChanges,
} from './protocol/samples.ts';
import type {
  BanMarks,
  SimulationFormat,
  SimulationPage,
  SimulationSubject,
  WhatIfPage,
} from './protocol/simulation.ts';

export * from './protocol/changes.ts';
export * from './protocol/documents.ts';
export * from './protocol/lines.ts';
export * from './protocol/places.ts';
export * from './protocol/regexes.ts';
export * from './protocol/report.ts';
export * from './protocol/runs.ts';
export * from './protocol/samples.ts';
export * from './protocol/settings.ts';
export * from './protocol/simulation.ts';

/** What can be seen in the editor; the server runs only what can be seen or was asked for. */
export interface EditorContext {
  /** Documents of our languages, the active one first. */
  readonly visibleSubjects: readonly string[];
  /** Other text documents, the latest used first. */
  readonly visibleLogs: readonly string[];
  /** The logs remembered for the workspace, by the subject's document. */
  readonly chosen: Readonly<Record<string, readonly string[]>>;
  /** The user trusts the workspace: what was found in its files may be kept on the disk. */
  readonly isTrusted: boolean;
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
  filterTests: { params: { uris: readonly string[] }; result: ListedTests };
  /** Runs samples of a filter as fail2ban's own tests run them; cancelling ends the run, whatever it is doing. */
  verify: { params: { filter: string; samples: readonly string[] }; result: FilterVerdict };
  /**
   * A sample of what fail2ban does now with lines of a log, anonymised (docs/ci.md). `text`: the lines; `firstLine`: the number of the first, from 0.
   * `fewest`: few that go through what the filter's sample does not go through yet; `all`: every line; `asIs`: every line, and nothing is anonymised.
   * `options`: of the filter, in its brackets.
   */
  record: {
    params: {
      filter: string;
      text: string;
      firstLine: number;
      pick: 'fewest' | 'all' | 'asIs';
      options?: Readonly<Record<string, string>>;
    };
    result: RecordedSample;
  };
  /**
   * Tries small changes of a filter's regexes on its samples, for half a minute at most, and tells those that no line notices. `changesTried` tells how far it is;
   * cancelling ends it, whatever it is doing. Fails with words for the user where there is no sample.
   */
  unnoticed: { params: { filter: string }; result: UnnoticedChanges };
  /**
   * A filter with its includes, jails and samples as one folder (docs/ci.md): of its files as they are saved, but of `unsaved`, documents with edits, as they
   * stand in the editor. `archive`: the folder in a `.tar.gz`.
   */
  pack: {
    params: { filter: string; unsaved: readonly string[]; archive: string | null };
    result: PackedFilter | PackRefusal;
  };
  /** What a jail would have done with the log of its latest run, as a page. Fails with words for the user where that cannot be told. */
  simulation: { params: SimulationSubject; result: SimulationPage };
  /** What a jail would have done with lines `[from, to)` of one log; null where that is not told (a filter, no finished run). */
  banMarks: { params: { subject: Subject; log: string; from: number; to: number }; result: BanMarks | null };
  /** The what-if table of the page for a jail, by its number there, with another bantime; null: with its own. */
  whatIf: { params: SimulationSubject & { tried: number; bantime: number | null }; result: WhatIfPage };
  /** The page as the text of a file. */
  simulationText: {
    params: SimulationSubject & { format: SimulationFormat };
    result: string;
  };
  document: { params: { document: VirtualDocument }; result: VirtualText };
  /** The `fail2ban-regex` command that does what the run does; `remarks` name what it cannot say (an unsaved buffer, several logs). */
  commandLine: {
    params: { subject: Subject };
    result: { readonly command: string; readonly remarks: readonly string[] };
  };
}

/** The editor tells: method `fail2banLens/<key>`. */
export interface LensNotificationsToServer {
  /** What can be seen or was chosen has changed. */
  context: EditorContext;
  /** Ends the subject's run; what it found stays. */
  cancel: { subject: Subject };
  /** What edits are compared with from now on, the first that a subject stands in; in none: with its saved file. */
  baselines: { baselines: readonly Baseline[] };
}

/** The server tells: method `fail2banLens/<key>`. */
export interface LensNotificationsToEditor {
  /** A run began, came further (at most ten times a second), or ended. */
  runChanged: RunState;
  /** What virtual documents show of this subject is stale. */
  stale: { subject: Subject };
  /** How many of the changes that `unnoticed` tries are done. */
  changesTried: { filter: string; done: number; of: number };
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
