import type { Problem } from '../text/problem.ts';
import { pythonRepr } from '../text/python-string.ts';
import type { Span } from '../text/span.ts';
import type { IniError } from './nodes.ts';

/** Every message of configparser, one function each. Line numbers count from 1; `line` is the physical line with its LF. */

export function duplicateSection(file: string, lineNumber: number, section: string, span: Span): IniError {
  return {
    name: 'DuplicateSectionError',
    text: `While reading from ${pythonRepr(file)} [line ${pad(lineNumber)}]: section ${pythonRepr(section)} already exists`,
    span,
  };
}

export function duplicateOption(
  file: string,
  lineNumber: number,
  section: string,
  option: string,
  span: Span,
): IniError {
  return {
    name: 'DuplicateOptionError',
    text: `While reading from ${pythonRepr(file)} [line ${pad(lineNumber)}]: option ${pythonRepr(option)} in section ${pythonRepr(section)} already exists`,
    span,
  };
}

export function missingSectionHeader(file: string, lineNumber: number, line: string, span: Span): IniError {
  return {
    name: 'MissingSectionHeaderError',
    text: `File contains no section headers.\nfile: ${pythonRepr(file)}, line: ${lineNumber}\n${pythonRepr(line)}`,
    span,
  };
}

/** One line that is neither header nor option. */
export interface BadLine {
  readonly lineNumber: number;
  readonly line: string;
  readonly span: Span;
}

/** Raised at the end of the file, for all its bad lines together. */
export function parsingError(file: string, lines: readonly BadLine[]): IniError {
  return {
    name: 'ParsingError',
    text: `Source contains parsing errors: ${pythonRepr(file)}${lines.map(badLineText).join('')}`,
    span: lines[0]!.span,
  };
}

function badLineText({ lineNumber, line }: BadLine): string {
  return `\n\t[line ${pad(lineNumber)}]: ${pythonRepr(line)}`;
}

const codes: Readonly<Record<IniError['name'], string>> = {
  DuplicateSectionError: 'duplicate-section',
  DuplicateOptionError: 'duplicate-option',
  MissingSectionHeaderError: 'missing-section-header',
  ParsingError: 'unreadable-line',
};

/** Longest part of a line that a one-line message repeats. */
const shownLine = 80;

/** The one-line form of an error, for a list of findings. */
export function toProblem({ name, text, span }: IniError): Problem {
  const message = text.replace(/\s*\n\s*/g, ' ');
  return {
    code: codes[name],
    severity: 'error',
    message: message.length > 400 ? `${message.slice(0, 400)}…` : message,
    span,
  };
}

export function badLineProblem({ lineNumber, line, span }: BadLine): Problem {
  const shown = line.length > shownLine ? `${line.slice(0, shownLine)}…` : line;
  return {
    code: codes.ParsingError,
    severity: 'error',
    message: `Source contains parsing errors: [line ${pad(lineNumber)}]: ${pythonRepr(shown)}`,
    span,
  };
}

/** As `str(UnicodeDecodeError)` for UTF-8: `position` as Python counts it (see decode.ts), the bytes that cannot be decoded. */
export function undecodable(bytes: Uint8Array, position: number, reason: string): string {
  const what =
    bytes.length === 1
      ? `byte 0x${bytes[0]!.toString(16).padStart(2, '0')} in position ${position}`
      : `bytes in position ${position}-${position + bytes.length - 1}`;
  return `'utf-8' codec can't decode ${what}: ${reason}`;
}

export function byteOrderMark(span: Span): Problem {
  return {
    code: 'byte-order-mark',
    severity: 'error',
    message: 'a byte order mark is text to fail2ban: the first line is then neither comment nor header',
    span,
  };
}

/** Python's `%2d`. */
function pad(lineNumber: number): string {
  return String(lineNumber).padStart(2, ' ');
}
