import type { WayEffect } from '../../danger/sample-effect.ts';
import type { FoundDangers } from '../../danger/known-dangers.ts';
import type { FilterTexts } from '../../danger/probe.ts';
import type { BranchReport } from '../../explain/branch-counts.ts';
import type { ShapeReport } from '../../explain/line-shapes.ts';
import type {
  AttemptSelection,
  ChangeKind,
  BanMarks,
  DateTemplateHits,
  LineCounts,
  LineStatus,
  Piece,
  RegexKind,
  RegexName,
  SimulationFormat,
  SimulationPage,
  Stopped,
  WhatIfPage,
} from '../../protocol.ts';
import type { FileSnapshot } from '../../host/recorded-files.ts';
import type { MutantReport } from '../../mutants/find-mutants.ts';
import type { PackChecks } from '../../pack/check-pack.ts';
import type { FilterOfSamples } from '../../samples/find-samples.ts';
import type { Recording } from '../../samples/record/record.ts';
import type { FilterRequest, VerifiedFilter } from '../../samples/verify-filter.ts';
import type { JailSettings } from '../../simulate/jail-settings.ts';
import type { selectAttempts } from '../../simulate/select-attempts.ts';
import type { ServerSettings } from '../../simulate/server-settings.ts';
import type { SimulationSummary } from '../../simulate/simulation-summary.ts';
import type { Span } from '../../text/span.ts';

/** A filter in plain texts, as configured: what crosses to the matching thread. */
export interface FilterInput extends FilterTexts {
  readonly engine: 'auto' | 'v8' | 're2';
  /** `logtimezone`; null for the machine's own. */
  readonly timeZone: string | null;
  readonly localZone: string;
}

/** Where a log's text comes from: a disk, in the machine's own form of paths, or the thread's store of texts. */
export type LogInput = {
  /** The core's path. */
  readonly path: string;
  /** Changes whenever the text does: a document's version, a file's time and size. */
  readonly stamp: string;
  readonly encoding: string;
  /** The last line counts though it has no line end: text that was pasted, not written by a daemon. */
  readonly keepsLastLine: boolean;
} & ({ readonly source: 'disk'; readonly file: string } | { readonly source: 'text' });

export interface RunInput {
  readonly filter: FilterInput;
  readonly logs: readonly LogInput[];
  /** What one regex may take on one line. */
  readonly regexMilliseconds: number;
}

/** Samples that are run as fail2ban's own tests run them. */
export interface VerifyInput extends Pick<FilterRequest, 'filter' | 'samples' | 'fail2ban' | 'python'> {
  readonly files: FileSnapshot;
  /** What one regex may take on one line. */
  readonly regexMilliseconds: number;
}

/** Small changes of a filter's regexes, tried on its samples for so long at most. */
export interface MutantsInput extends VerifyInput {
  readonly milliseconds: number;
}

/** A log to make a sample of. */
export interface RecordInput extends Pick<VerifyInput, 'files' | 'fail2ban' | 'python' | 'regexMilliseconds'> {
  readonly filter: FilterOfSamples;
  /** The log. */
  readonly text: string;
  readonly pick: 'fewest' | 'all' | 'asIs';
  /** In the filter's brackets. */
  readonly options: Readonly<Record<string, string>>;
  /** The sample that is there. */
  readonly existing: string | undefined;
}

/** A jail over the logs of a run, alone or with others. */
export interface SimulationInput {
  /** With the logs of all of them. */
  readonly run: RunInput;
  readonly jail: JailSettings;
  readonly others: readonly OtherJailInput[];
  readonly server: ServerSettings;
  /** When the server is restarted, in order; seconds since 1970. */
  readonly restarts: readonly number[];
}

/** A jail that reads the same logs, or what the server itself logs. */
export interface OtherJailInput {
  readonly filter: FilterInput;
  readonly jail: JailSettings;
  readonly readsOwnLog: boolean;
}

/** What can be asked of a simulation, each with its answer. */
export interface SimulationAnswers {
  summary: { ask: { readonly kind: 'summary' }; answer: SimulationSummary };
  page: { ask: { readonly kind: 'page' }; answer: Omit<SimulationPage, 'logs'> };
  /** `tried`: the jail, by its number. `bantime`: null for its own. */
  whatIf: {
    ask: { readonly kind: 'whatIf'; readonly tried: number; readonly bantime: number | null };
    answer: WhatIfPage;
  };
  /** The lines of attempts, `most` of them. */
  lines: {
    ask: { readonly kind: 'lines'; readonly attempts: AttemptSelection; readonly most: number };
    answer: ReturnType<typeof selectAttempts>;
  };
  /** What became of lines `[from, to)`, from 0, of one log. */
  fates: {
    ask: { readonly kind: 'fates'; readonly log: number; readonly from: number; readonly to: number };
    answer: Pick<BanMarks, 'bans' | 'dropped'>;
  };
  /** The report as the text of a file. */
  file: { ask: { readonly kind: 'file'; readonly format: SimulationFormat }; answer: string };
}
export type SimulationKind = keyof SimulationAnswers;
export type SimulationAsk = SimulationAnswers[SimulationKind]['ask'];
export type SimulationAnswer = SimulationAnswers[SimulationKind]['answer'];

export type ToThread =
  /** Texts for `LogInput`s of source `text`: they stay until the next text of the path, or null. */
  | { readonly type: 'text'; readonly path: string; readonly text: string | Uint8Array | null }
  | { readonly type: 'run'; readonly run: number; readonly input: RunInput }
  | { readonly type: 'cancel'; readonly run: number }
  | {
      readonly type: 'explain';
      readonly id: number;
      readonly input: RunInput;
      readonly log: number;
      readonly from: number;
      readonly to: number;
    }
  /** Why a line, from 0, does or does not match: the answer holds one `LineReasons`, or none for a line that is passed over. */
  | {
      readonly type: 'reasons';
      readonly id: number;
      readonly input: RunInput;
      readonly log: number;
      readonly line: number;
    }
  /** Where a missed line, from 0, would be found: the answer holds one `Elsewhere`. `isAllMissed`: so are all lines of the log. */
  | {
      readonly type: 'elsewhere';
      readonly id: number;
      readonly input: RunInput;
      readonly log: number;
      readonly line: number;
      readonly modes: readonly FilterMode[];
      readonly isAllMissed: boolean;
    }
  /** The fixes that line `line`, from 0, asks for, each tried on all logs; none where it is left. */
  | {
      readonly type: 'fixes';
      readonly id: number;
      readonly input: RunInput;
      readonly log: number;
      readonly line: number;
    }
  /** What parts of regexes take in the lines `[from, to)`. */
  | {
      readonly type: 'parts';
      readonly id: number;
      readonly input: RunInput;
      readonly log: number;
      readonly parts: readonly RegexPartName[];
      readonly from: number;
      readonly to: number;
    }
  /** The lines that the run's filter and `base` treat differently: done when no run needs the thread; the answer holds one `Comparison`, or none where it is left. */
  | { readonly type: 'compare'; readonly id: number; readonly input: RunInput; readonly base: FilterInput }
  /** What the lines of a whole run are made of: done when no run needs the thread; the answer holds one `Breakdown`, or none where it is left. */
  | { readonly type: 'breakDown'; readonly id: number; readonly input: RunInput }
  /** The answer to a question is not needed any more. */
  | { readonly type: 'leave'; readonly id: number }
  /** What the filters do wrong, tried on the sample and on lines made for it: the answer holds one `FoundDangers` a filter. */
  | {
      readonly type: 'dangers';
      readonly id: number;
      readonly filters: readonly FilterTexts[];
      readonly sample: LogInput | null;
      /** Answers are taken from the disk, and kept there. */
      readonly keepsOnDisk: boolean;
    }
  /** What other ways to write a filter do to every line, and to those of its sample: the answer holds one `WayEffect` a way. */
  | {
      readonly type: 'effects';
      readonly id: number;
      readonly ways: readonly { readonly before: FilterTexts; readonly after: FilterTexts }[];
      readonly sample: LogInput | null;
    }
  /** All samples of a filter, of files as they were read. The answer holds one `VerifiedFilter`. */
  | ({ readonly type: 'verify'; readonly id: number } & VerifyInput)
  /** Changes of a filter that its samples do not notice. The answer holds one `MutantReport`; `step` tells how far it is. */
  | ({ readonly type: 'mutants'; readonly id: number } & MutantsInput)
  /** What a pack says of the same. The answer holds one `PackChecks`, or a text: why the filter cannot be packed. */
  | ({ readonly type: 'checkPack'; readonly id: number } & VerifyInput)
  /** A sample of a log. The answer holds one `Recording`. */
  | ({ readonly type: 'record'; readonly id: number } & RecordInput)
  /** What a jail would have done with the logs: the answer holds what `ask` asks for. */
  | { readonly type: 'simulate'; readonly id: number; readonly input: SimulationInput; readonly ask: SimulationAsk }
  /** Lines from 0, in any order. */
  | { readonly type: 'texts'; readonly id: number; readonly log: LogInput; readonly lines: readonly number[] };

export type FromThread =
  /** The thread works for this run now, or for a question; told when it is another than before. */
  | { readonly type: 'turn'; readonly run: number | null }
  | { readonly type: 'progress'; readonly run: number; readonly part: RunPart }
  /** The last message of a run. */
  | {
      readonly type: 'end';
      readonly run: number;
      readonly part: RunPart | null;
      readonly problem: RunProblem | null;
      readonly cancelled: boolean;
    }
  | {
      readonly type: 'answer';
      readonly id: number;
      readonly answer:
        | readonly ExplainedLine[]
        | readonly LineReasons[]
        | readonly Elsewhere[]
        | readonly Breakdown[]
        | readonly Comparison[]
        | readonly PartOfLine[]
        | readonly TriedFix[]
        | readonly string[]
        | readonly FoundDangers[]
        | readonly VerifiedFilter[]
        | readonly MutantReport[]
        | readonly (Recording | string)[]
        | readonly (PackChecks | string)[]
        | readonly (WayEffect | undefined)[]
        | readonly SimulationAnswer[];
    }
  /** How far the work on a question is. */
  | { readonly type: 'step'; readonly id: number; readonly done: number; readonly of: number }
  | { readonly type: 'failure'; readonly id: number; readonly message: string };

/** Why a run did not count all. `filter`: fail2ban would not load it; `run`: the log cannot be read, the thread ended. */
export interface RunProblem {
  readonly of: 'filter' | 'run';
  readonly message: string;
}

/** What a run has found so far, and what it found since the last message. */
export interface RunPart {
  readonly report: ThreadReport;
  readonly progress: { readonly bytes: number; readonly of: number | null };
  readonly lines: readonly LinesPart[];
}

export interface ThreadReport {
  readonly lines: LineCounts;
  readonly regexes: readonly ThreadRegex[];
  readonly dateTemplates: readonly DateTemplateHits[];
  readonly dated: number;
  /** Lines on which fail2ban would fail. */
  readonly crashes: number;
  readonly firstCrash: { readonly log: number; readonly line: number; readonly message: string } | null;
  /** Of the last part: see `notesOf`. */
  readonly notes: readonly string[];
}

export interface ThreadRegex {
  readonly kind: RegexKind;
  /** From 1. */
  readonly index: number;
  readonly hits: number;
  readonly engine: string;
  /** Why fail2ban takes it not; null where it does. */
  readonly problem: string | null;
  /** Where its deadline ended the search of a line (from 0), how many lines, and what then. */
  readonly stopped: (Pick<Stopped, 'line' | 'lines' | 'then'> & { readonly log: number }) | null;
}

/** New lines of one log. One that begins at 0 takes the place of all that was told of the log before. */
export interface LinesPart {
  readonly log: number;
  /** The first line, from 0. */
  readonly from: number;
  /** A `LineCode` each. */
  readonly codes: Uint8Array;
  /** Hits of regexes as pairs: line from 0, then `hitCode`. */
  readonly hits: Uint32Array;
  /** Lines before `from` that turned out to belong to a multi-line match. */
  readonly turnedMatched: readonly number[];
}

/** A line's status in two bits, and whether prefregex matched it. 0: skipped, as empty lines and comments are. */
export const lineCode = { matched: 1, ignored: 2, missed: 3, statusBits: 3, prefregex: 4 } as const;

/** A regex in one number: failregex even, ignoreregex odd; index from 1. */
export function hitCode(kind: 'failregex' | 'ignoreregex', index: number): number {
  return index * 2 + (kind === 'ignoreregex' ? 1 : 0);
}

/** A filter in another of its modes. */
export interface FilterMode {
  readonly mode: string;
  readonly filter: FilterInput;
}

/** Where a line would be found that a filter misses. */
export interface Elsewhere {
  /** Other modes of the filter that match it. */
  readonly modes: readonly string[];
  /** Why the log looks like another program's, in one sentence; null where it does not. */
  readonly foreign: string | null;
}

/** The stages that a line goes through. */
export interface LineReasons {
  /** From 0. */
  readonly line: number;
  readonly status: LineStatus;
  readonly stages: readonly {
    readonly name: string;
    readonly words: string;
    readonly isObstacle: boolean;
    /** `index` from 1; `span`: the part at fault, in UTF-16 of the expanded regex. */
    readonly regex: { readonly kind: RegexKind; readonly index: number; readonly span: Span | null } | null;
  }[];
}

/** A part of one of the configured regexes: `span` in UTF-16 of the expanded regex. */
export interface RegexPartName extends RegexName {
  readonly span: Span;
}

/** One configured regex as it could be written, and how many lines that was seen to gain and lose. */
export interface TriedFix extends RegexName {
  readonly title: string;
  readonly configured: string;
  /** The line does not match without it; else it matches, and names what was not meant. */
  readonly isForMiss: boolean;
  readonly gains: number;
  readonly losses: number;
}

/** What a part takes in a line, from 0. */
export interface PartOfLine {
  readonly line: number;
  readonly piece: Piece;
}

/** What a filter does with one line: failregexes from 1, as configured. */
export interface Treatment {
  readonly status: LineStatus;
  readonly failures: readonly { readonly failregex: number; readonly id: string | null }[];
}

/** The lines that two filters treat differently. */
export interface Comparison {
  readonly counts: Readonly<Record<ChangeKind, number>>;
  /** The first ones of each kind; lines from 0, in the order of the logs. */
  readonly lines: readonly {
    readonly kind: ChangeKind;
    readonly log: number;
    readonly line: number;
    readonly was: Treatment;
    readonly is: Treatment;
  }[];
  /** Why this is not all: `base`: that filter does not load. `stopped`: a search took too long. */
  readonly gap: 'base' | 'stopped' | null;
}

/** What the lines of a run are made of. */
export interface Breakdown {
  /** Which way the matches of each failregex that was taken went. */
  readonly regexes: readonly (BranchReport & {
    /** From 1. */
    readonly index: number;
  })[];
  /** The shapes of missed lines. Their lines are `lineKey`s. */
  readonly shapes: ShapeReport;
}

const linesOfLog = 2 ** 32;

/** A line of one of several logs, both from 0, as one number; and back. */
export function lineKey(log: number, line: number): number {
  return log * linesOfLog + line;
}
export function lineOfKey(key: number): { readonly log: number; readonly line: number } {
  return { log: Math.floor(key / linesOfLog), line: key % linesOfLog };
}

/** What is known of one line beside its status. */
export interface ExplainedLine {
  /** From 0. */
  readonly line: number;
  readonly hits: readonly {
    /** From 1. */
    readonly failregex: number;
    readonly id: string | null;
    readonly groups: readonly { readonly name: string; readonly value: string; readonly piece: Piece | null }[];
  }[];
  /** From 1. */
  readonly ignoreregex: number | null;
  readonly date: {
    readonly piece: Piece;
    readonly text: string;
    readonly template: string;
    readonly time: number | null;
  } | null;
}
