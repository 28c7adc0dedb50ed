/** What a jail would have done with its log. */
import type { Subject } from './places.ts';
import type { SvgElement } from './regexes.ts';

/** What is simulated: a jail over the log of its latest run, alone or beside `others` (over the logs of all of them). */
export interface SimulationSubject {
  readonly subject: Subject;
  readonly others?: readonly Subject[];
  /** When the server is restarted, as people write a moment: `2025-07-11 05:40`, in the zone of the page, or with a zone. */
  readonly restarts?: readonly string[];
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
  /** Where the editor shows each log that a link names by its number. */
  readonly logs: readonly string[];
  readonly summary: readonly SimulationLine[];
  readonly charts: readonly SimulationChart[];
  /** A moment at which the server could be restarted, as it is written; null where no line has a date. */
  readonly restartHint: string | null;
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

/** Other values of maxretry and findtime of one jail, with one of bantime; times in seconds. The figures are of all jails together. */
export interface WhatIfPage {
  /** Any of them can be tried; the others stay as they are. */
  readonly jails: readonly string[];
  /** The number of the jail whose settings these are. */
  readonly tried: number;
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
