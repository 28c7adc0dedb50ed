import { MappedText, type Segment } from '../text/mapped-text.ts';
import type { Problem } from '../text/problem.ts';
import { stripSpan } from '../text/python-string.ts';
import { isSpace } from '../text/unicode.ts';
import type { Span } from '../text/span.ts';
import type { IniError, IniFile, IniLine, IniOption, IniSection, ParsedIni } from './nodes.ts';
import {
  badLineProblem,
  byteOrderMark,
  duplicateOption,
  duplicateSection,
  missingSectionHeader,
  parsingError,
  toProblem,
  type BadLine,
} from './problems.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type OpenOption = Mutable<IniOption> & { valueLines: Span[] };
type OpenSection = Mutable<IniSection> & { options: IniOption[] };

/** What the reader knows between two lines. */
interface State {
  readonly text: string;
  readonly file: string;
  readonly sections: OpenSection[];
  readonly lines: IniLine[];
  readonly problems: Problem[];
  readonly badLines: BadLine[];
  /** Sections and options seen so far, each option as `section NUL key`. */
  readonly seen: Set<string>;
  readonly seenSections: Set<string>;
  error: IniError | undefined;
  section: OpenSection | undefined;
  option: OpenOption | undefined;
  /** Indentation of the line that opened the option. */
  indent: number;
}

/** A physical line, cut at its inline comment. Offsets into the file's text. */
interface Line {
  readonly number: number;
  readonly span: Span;
  readonly content: Span;
  readonly comment: Span | undefined;
  readonly isCommentLine: boolean;
}

const semicolon = 0x3b;
const hash = 0x23;

/**
 * Reads one file's text as fail2ban's parser does (CPython's `configparser` with `;` as inline comment), never failing:
 * whatever is wrong stands in `problems`, and `error` is the exception the real reader would raise. Linear in the
 * text. `file` names the file in origins and error texts.
 */
export function parseIni(text: string, file: string): ParsedIni {
  const state: State = {
    text,
    file,
    sections: [],
    lines: [],
    problems: [],
    badLines: [],
    seen: new Set(),
    seenSections: new Set(),
    error: undefined,
    section: undefined,
    option: undefined,
    indent: 0,
  };
  if (text.charCodeAt(0) === 0xfeff) state.problems.push(byteOrderMark({ start: 0, end: 1 }));
  for (let start = 0, number = 1; start < text.length; number++) {
    const end = lineEnd(text, start);
    readLine(state, cutComment(text, { start, end }, number));
    start = afterLineEnd(text, end);
  }
  closeOption(state);
  if (!state.error && state.badLines.length > 0) state.error = parsingError(file, state.badLines);
  const tree: IniFile = { type: 'File', file, text, sections: state.sections, lines: state.lines };
  return state.error ? { tree, problems: state.problems, error: state.error } : { tree, problems: state.problems };
}

/** Lines end at LF, CRLF or a lone CR, nowhere else (Python's universal newlines). */
function lineEnd(text: string, start: number): number {
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return i;
  }
  return text.length;
}

function afterLineEnd(text: string, end: number): number {
  return text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1;
}

/**
 * An inline comment starts at a `;` in column 0 or behind white space; a comment line at `#` or `;` behind any
 * indentation. `a;b` and `a #b` hold no comment.
 */
function cutComment(text: string, span: Span, number: number): Line {
  const stripped = stripSpan(text, span.start, span.end);
  const first = stripped.start < stripped.end ? text.charCodeAt(stripped.start) : 0;
  if (first === hash || first === semicolon)
    return {
      number,
      span,
      content: { start: stripped.start, end: stripped.start },
      comment: stripped,
      isCommentLine: true,
    };
  const at = inlineComment(text, span);
  if (at === undefined) return { number, span, content: stripped, comment: undefined, isCommentLine: false };
  return {
    number,
    span,
    content: stripSpan(text, span.start, at),
    comment: { start: at, end: stripped.end },
    isCommentLine: false,
  };
}

function inlineComment(text: string, { start, end }: Span): number | undefined {
  for (let i = start; i < end; i++)
    if (text.charCodeAt(i) === semicolon && (i === start || isSpace(text.charCodeAt(i - 1)))) return i;
  return undefined;
}

/** The line algorithm of `RawConfigParser._read`. */
function readLine(state: State, line: Line): void {
  const { content } = line;
  if (content.start === content.end) return readEmptyLine(state, line);
  const indent = content.start - line.span.start;
  if (state.option && state.option.key !== '' && indent > state.indent) {
    state.option.valueLines.push(content);
    return keepLine(state, line, 'continuation');
  }
  state.indent = indent;
  const headerEnd = findHeaderEnd(state.text, content);
  if (headerEnd !== undefined) return openSection(state, line, headerEnd);
  if (!state.section) return readStrayLine(state, line);
  const delimiter = findDelimiter(state.text, content);
  if (delimiter === undefined) return readBadLine(state, line);
  openOption(state, line, delimiter);
}

/** A blank line stays in an open value; a comment line, or a line with nothing before its inline comment, does not. */
function readEmptyLine(state: State, line: Line): void {
  if (line.comment) return keepLine(state, line, 'comment');
  if (!state.option || state.option.key === '') return keepLine(state, line, 'blank');
  state.option.valueLines.push({ start: line.span.start, end: line.span.start });
  keepLine(state, line, 'continuation');
}

/** The offset behind the last `]` of a line that starts with `[` and has a name between; undefined for other lines. */
function findHeaderEnd(text: string, { start, end }: Span): number | undefined {
  if (text[start] !== '[') return undefined;
  for (let i = end - 1; i > start + 1; i--) if (text[i] === ']') return i + 1;
  return undefined;
}

function openSection(state: State, line: Line, headerEnd: number): void {
  closeOption(state);
  const headerSpan = { start: line.content.start, end: headerEnd };
  const nameSpan = { start: headerSpan.start + 1, end: headerEnd - 1 };
  const name = state.text.slice(nameSpan.start, nameSpan.end);
  if (name !== 'DEFAULT' && state.seenSections.has(name))
    fail(state, duplicateSection(state.file, line.number, name, headerSpan));
  state.seenSections.add(name);
  state.section = { type: 'Section', span: headerSpan, headerSpan, name, nameSpan, options: [] };
  state.sections.push(state.section);
  keepLine(state, line, 'header');
}

/** The first `=` or `:`. */
function findDelimiter(text: string, { start, end }: Span): number | undefined {
  for (let i = start; i < end; i++) if (text[i] === '=' || text[i] === ':') return i;
  return undefined;
}

function openOption(state: State, line: Line, delimiter: number): void {
  closeOption(state);
  const { text, file } = state;
  const section = state.section!;
  const keySpan = stripSpan(text, line.content.start, delimiter);
  const key = text.slice(keySpan.start, keySpan.end).toLowerCase();
  // An empty key is a bad line, and yet a second one is a duplicate of the first.
  if (key === '') readBadLine(state, line);
  else keepLine(state, line, 'option');
  const name = `${section.name}\0${key}`;
  if (state.seen.has(name))
    fail(
      state,
      duplicateOption(file, line.number, section.name, key, keySpan.start < keySpan.end ? keySpan : line.content),
    );
  state.seen.add(name);
  const stripped = stripSpan(text, delimiter + 1, line.content.end);
  const valueSpan = stripped.start < stripped.end ? stripped : { start: delimiter + 1, end: delimiter + 1 };
  state.option = {
    type: 'Option',
    span: { start: line.content.start, end: line.content.end },
    key,
    keySpan,
    delimiterSpan: { start: delimiter, end: delimiter + 1 },
    valueSpan,
    value: MappedText.empty,
    valueLines: [valueSpan],
  };
}

/** Gives the open option its value; an option without a key is no node. */
function closeOption(state: State): void {
  const { option, section } = state;
  state.option = undefined;
  if (!option || !section || option.key === '') return;
  const last = option.valueLines.findLast(({ start, end }) => start < end);
  if (last) {
    option.valueSpan = { start: option.valueLines[0]!.start, end: last.end };
    option.span = { start: option.span.start, end: last.end };
  }
  option.value = joinLines(state, last ? option.valueLines.slice(0, option.valueLines.lastIndexOf(last) + 1) : []);
  section.options.push(option);
  section.span = { start: section.span.start, end: option.span.end };
}

/** The lines joined by LF; each LF stands for all that is between its two lines: blanks, comments, indentation. */
function joinLines({ text, file }: State, lines: readonly Span[]): MappedText {
  const segments: Segment[] = [];
  let end = 0;
  for (const [i, span] of lines.entries()) {
    if (i > 0)
      segments.push({
        text: '\n',
        origin: { file, span: { start: end, end: Math.max(end, span.start) } },
        exact: false,
      });
    segments.push({ text: text.slice(span.start, span.end), origin: { file, span }, exact: true });
    end = span.end;
  }
  return MappedText.fromSegments(segments);
}

/** Before any header. The real reader stops here; we read on, to find what else there is. */
function readStrayLine(state: State, line: Line): void {
  if (!state.error) fail(state, missingSectionHeader(state.file, line.number, withLineEnd(state, line), line.content));
  keepLine(state, line, 'bad');
}

function readBadLine(state: State, line: Line): void {
  const bad: BadLine = { lineNumber: line.number, line: withLineEnd(state, line), span: line.content };
  state.badLines.push(bad);
  state.problems.push(badLineProblem(bad));
  keepLine(state, line, 'bad');
}

/** The raw line as Python's reader sees it: any line end is an LF, the last line may have none. */
function withLineEnd({ text }: State, { span }: Line): string {
  return text.slice(span.start, span.end) + (span.end < text.length ? '\n' : '');
}

/** Keeps the first error that ends the reading. */
function fail(state: State, error: IniError): void {
  state.problems.push(toProblem(error));
  state.error ??= error;
}

function keepLine(state: State, { span, content, comment }: Line, type: IniLine['type']): void {
  state.lines.push(comment ? { type, span, content, comment } : { type, span, content });
}
