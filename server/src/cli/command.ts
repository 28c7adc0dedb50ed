import type { ParseArgsConfig } from 'node:util';
import type { FileSystem } from '../host/file-system.ts';
import type { AnswerStore } from '../host/answer-store.ts';
import type { GitAnswer } from '../host/git.ts';
import type { Interruption } from '../host/interruption.ts';
import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import type { LogPart, LogThreads } from './log-threads.ts';

/**
 * 0 done; 1 done, and what was asked to hold does not; 2 bad usage or unreadable input; 3 stopped before the end: what is told is true of a
 * part; 130 the same, stopped by Ctrl+C.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** The machine, as a command sees it. */
export interface CliHost {
  readonly files: FileSystem;
  /** Puts new text in place of an existing file, in one step. Throws where that is not allowed. */
  replaceFile?(path: string, text: string): void;
  /** The page that explains a rule; undefined where it is not installed. */
  rulePage?(name: string): string | undefined;
  /** What was worked out before, where the machine keeps such things. */
  answers?(): AnswerStore | undefined;
  /** Writes a new file, with the folders that lead to it. Throws where there is one, or where that is not allowed. */
  createFile?(path: string, content: string | Uint8Array, mode?: number): void;
  /** Runs git in a folder; for arguments that name a revision. */
  git?(folder: string, args: readonly string[], input?: string): GitAnswer;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Standard input, for whoever asks for it first. */
  stdin(): AsyncIterable<Uint8Array>;
  out(text: string): void;
  /** Settled when what was written with `out` is taken; for who has much more to write. */
  drained?(): Promise<void>;
  err(text: string): void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Where parts of one log can be read at the same time. */
  readonly threads?: LogThreads;
  /** This is such a thread: it reads this part and `tell`s what it found (what the command takes of its threads), undefined where it is not sure. */
  readonly part?: LogPart;
  tell?(found: unknown): void;
  /** Hears Ctrl+C from now on, in place of being ended by it. */
  listenForInterruption?(): Interruption;
}

/** The machine for a command: on a terminal, `out` and `err` show what the terminal would obey in place of having it obeyed. */
export interface CommandHost extends CliHost {
  /** For what is meant to be obeyed: our own colours, in a text that is visible otherwise. */
  outAsIs(text: string): void;
  errAsIs(text: string): void;
}

/** What ends the runs of a command before the end of the log; all its runs share it. */
export interface RunLimits {
  /** Where Ctrl+C is heard. */
  interruption: Interruption | undefined;
  /** What regexes took that were stopped by their deadline, in all. */
  overrunMilliseconds: number;
}

export interface CommandContext {
  readonly host: CommandHost;
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly fail2ban: Fail2banVersion;
  readonly python: PythonVersion;
  /** Shared by all runs over logs; none: they go to the end. */
  readonly limits?: RunLimits;
}

export interface Command {
  readonly name: string;
  /** What follows `fail2ban-lens NAME` in the usage line. */
  readonly usage: string;
  /** One line for the overview. */
  readonly summary: string;
  /** Lines of help, one an option. */
  readonly help: readonly string[];
  readonly options: NonNullable<ParseArgsConfig['options']>;
  run(context: CommandContext): Promise<ExitCode>;
}

/** Bad usage or unreadable input: printed as one line, exit code 2. Say what, where, what to do. */
export class UsageError extends Error {}
