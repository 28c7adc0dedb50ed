import type { FileAnalysis } from '../analysis/workspace.ts';
import type { Origin } from '../text/mapped-text.ts';
import type { Severity } from '../text/problem.ts';

/** Something to tell the author, at a place in a file. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: Origin;
  /** Other places that have to do with it: where the rest of a regex is written, where an option is set first. */
  readonly related: readonly Related[];
  readonly fix?: Fix;
}

export interface Related {
  readonly place: Origin;
  readonly message: string;
}

/** A cure. `safe`: fail2ban does what the author surely meant, and nothing else changes. */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}

/** Puts `text` in the place. Places of one fix do not overlap. */
export interface Edit {
  readonly place: Origin;
  readonly text: string;
}

/** What a rule reports; its name and usual severity are added. */
export interface Report {
  readonly message: string;
  readonly place: Origin;
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly fix?: Fix;
}

export interface Rule {
  /** Says what is wrong, so that "allow NAME" reads well; its folder has the same name. */
  readonly name: string;
  readonly severity: Severity;
  /** One line for lists. */
  readonly summary: string;
  /** Looks at one file; may report places in others that are read with it. */
  check(file: FileAnalysis, report: (report: Report) => void): void;
}
