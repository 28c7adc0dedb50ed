import type { FileAnalysis } from '../analysis/workspace.ts';
import type { SampleAdvice } from '../advice/advise.ts';
import type { Danger } from '../danger/danger.ts';
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
  /** The mistake itself, where this finding only tells what comes of it: left out where that file's own findings stand beside it. */
  readonly echoes?: Origin;
  readonly fix?: Fix;
  readonly proof?: Proof;
}

/** What anybody can try on the real fail2ban. */
export type Proof =
  | {
      /** One or more log lines. */
      readonly log: string;
      /** What fail2ban-regex takes from them with this filter; null for nothing. */
      readonly id: string | null;
      /** Who it should have been, where that is known. */
      readonly meant?: string;
    }
  | {
      /** A text on which the search takes so many steps. */
      readonly text: string;
      readonly steps: number;
    };

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

/** What running a file's regexes has shown, told at the place where they are written. */
export interface DangerInFile {
  readonly danger: Danger | SampleAdvice;
  readonly place: Origin;
  readonly related: readonly Related[];
  readonly fix: Fix | undefined;
  /** None where an automaton proved it. */
  readonly proof?: Proof;
}

/** What a rule reports; its name and usual severity are added. */
export interface Report {
  readonly message: string;
  readonly place: Origin;
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly echoes?: Origin;
  readonly fix?: Fix;
  readonly proof?: Proof;
}

export interface Rule {
  /** Says what is wrong, so that "allow NAME" reads well; its folder has the same name. */
  readonly name: string;
  readonly severity: Severity;
  /** One line for lists. */
  readonly summary: string;
  /** Looks at one file; may report places in others that are read with it. `dangers`: what the engine showed of its regexes, as far as that is known. */
  check(file: FileAnalysis, report: (report: Report) => void, dangers: readonly DangerInFile[]): void;
}

/** The page that explains a rule, from the project's folder. */
export function rulePage(name: string): string {
  return `server/src/lint/rules/${name}/doc.md`;
}

/** A message with its proof below, for readers that show plain text. */
export function withProof(message: string, proof: Proof | undefined): string {
  if (!proof) return message;
  if ('text' in proof) return `${message}\nproof: ${proof.steps} steps on: ${proof.text}`;
  const takes = proof.id === null ? 'fail2ban takes nobody' : `fail2ban takes ${proof.id}`;
  const meant = proof.meant === undefined ? '' : `, meant is ${proof.meant}`;
  const lines = proof.log.split('\n').map((line) => `proof: ${line}`);
  return [message, ...lines, `${takes}${meant}`].join('\n');
}
