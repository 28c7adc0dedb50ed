import type { MappedText } from '../text/mapped-text.ts';
import type { Problem } from '../text/problem.ts';
import type { Span } from '../text/span.ts';

/** One file. Lines before the first header belong to no section; only comments and blank lines stand there in a good file. */
export interface IniFile {
  readonly type: 'File';
  /** The path or URI that origins carry and error texts name. */
  readonly file: string;
  readonly text: string;
  readonly sections: readonly IniSection[];
  /** Every physical line, in order. */
  readonly lines: readonly IniLine[];
}

/** E.g. `[Definition]` and what follows it. A repeated section is a node of its own. */
export interface IniSection {
  readonly type: 'Section';
  /** From the header's `[` to the end of the section's last option, or of the header. */
  readonly span: Span;
  /** `[…]` as read: up to the last `]` of the line. */
  readonly headerSpan: Span;
  /** As written: case and blanks count. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly options: readonly IniOption[];
}

/** E.g. `failregex = ^a <HOST>` with its continuation lines. */
export interface IniOption {
  readonly type: 'Option';
  /** From the key to the end of the last value line. */
  readonly span: Span;
  /** Lower-cased, as fail2ban looks it up. */
  readonly key: string;
  readonly keySpan: Span;
  /** The `=` or `:`. */
  readonly delimiterSpan: Span;
  /** From the first value character to the last; empty behind the delimiter where there is no value. */
  readonly valueSpan: Span;
  /** Trimmed value lines joined by line feeds, as the real reader keeps them before any substitution. */
  readonly value: MappedText;
  /** The trimmed text of each value line, blank ones included (empty spans); comment lines are left out. */
  readonly valueLines: readonly Span[];
}

/**
 * What a physical line is to the real reader: `blank`, a full-line `comment`, a section `header`, an `option`'s first
 * line, a `continuation` of a value (also blank lines inside one), or `bad` (fits nowhere).
 */
export interface IniLine {
  readonly type: 'blank' | 'comment' | 'header' | 'option' | 'continuation' | 'bad';
  /** Without the line end. */
  readonly span: Span;
  /** The trimmed content: without indentation, inline comment and trailing blanks. Empty for blank lines and comments. */
  readonly content: Span;
  /** `; …` behind blank space, or the whole stripped comment line. */
  readonly comment?: Span;
}

/** The exceptions of configparser that end the reading of a whole file. */
export type IniErrorName =
  'DuplicateSectionError' | 'DuplicateOptionError' | 'MissingSectionHeaderError' | 'ParsingError';

/** The one exception that the real reader raises for the file: with its whole text, possibly over several lines. */
export interface IniError {
  readonly name: IniErrorName;
  readonly text: string;
  readonly span: Span;
}

export interface ParsedIni {
  readonly tree: IniFile;
  /** All that is wrong, one at each place, with the real reader's wording cut to one line. */
  readonly problems: readonly Problem[];
  /** Present where the real reader raises: the file, and all that includes it, is then unusable. */
  readonly error?: IniError;
}
