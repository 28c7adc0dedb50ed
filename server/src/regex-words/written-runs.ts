import type { MappedText, Origin, Segment } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';

/** One line of an option's value, as it stands in its file. */
export interface WrittenLine {
  /** The option, e.g. `failregex`, `__prefix_line`. */
  readonly option: string;
  readonly file: string;
  /** The whole file. */
  readonly text: string;
  /** The line in it. */
  readonly span: Span;
}

/** The line of a value that holds a place; undefined for text that stands in no file. */
export type FindLine = (place: Origin) => WrittenLine | undefined;

/** A stretch of a regex that stands in its line only as the use of a variable. */
export interface VariableRun {
  /** In the expanded regex. */
  readonly span: Span;
  /** As used: `%(__prefix_line)s`, `<mdre-<mode>>`. */
  readonly written: string;
  /** Where it is used. */
  readonly place: Origin;
  /** The line of the variable's own value; undefined where its name does not tell. */
  readonly line: WrittenLine | undefined;
  /** Variables inside of it. */
  readonly inner: readonly VariableRun[];
}

/** The line of the file that a regex is configured in: that of the option named for its role, else where it begins. */
export function lineOfRegex(role: string, { segments }: MappedText, findLine: FindLine): WrittenLine | undefined {
  const lines = segments.flatMap(({ origin }) => findLine(origin) ?? []);
  return lines.find(({ option }) => option === role) ?? lines[0];
}

/** The variables of a line with what they became, nested as they are used. */
export function variableRuns(expanded: MappedText, line: WrittenLine, findLine: FindLine): VariableRun[] {
  let at = 0;
  const pieces = expanded.segments.map((segment) => {
    const start = at;
    at += segment.text.length;
    return { ...segment, start };
  });
  return runsIn(pieces, line, findLine);
}

interface PlacedSegment extends Segment {
  /** In the expanded regex. */
  readonly start: number;
}

function runsIn(pieces: readonly PlacedSegment[], line: WrittenLine, findLine: FindLine): VariableRun[] {
  const runs: VariableRun[] = [];
  for (let i = 0; i < pieces.length;) {
    if (isIn(line, pieces[i]!.origin)) {
      i++;
      continue;
    }
    const first = i;
    while (i < pieces.length && !isIn(line, pieces[i]!.origin)) i++;
    const place = placeBetween(line, pieces[first - 1], pieces[i]);
    const written = line.text.slice(place.span.start, place.span.end);
    if (!/%\([^)]+\)s|<[\w./<>-]+>/.test(written)) continue;
    const inside = pieces.slice(first, i);
    const definition = definitionOf(written, inside, findLine);
    runs.push({
      span: { start: inside[0]!.start, end: inside.at(-1)!.start + inside.at(-1)!.text.length },
      written,
      place,
      line: definition,
      inner: definition ? runsIn(inside, definition, findLine) : [],
    });
  }
  return runs;
}

export function isIn(line: WrittenLine, { file, span }: Origin): boolean {
  return file === line.file && line.span.start <= span.start && span.end <= line.span.end;
}

/** What the line has between two of its own pieces, without blanks around it. */
function placeBetween(line: WrittenLine, before: Segment | undefined, after: Segment | undefined): Origin {
  let start = before ? before.origin.span.end : line.span.start;
  let end = Math.max(start, after ? after.origin.span.start : line.span.end);
  while (start < end && /\s/.test(line.text[start]!)) start++;
  while (end > start && /\s/.test(line.text[end - 1]!)) end--;
  return { file: line.file, span: { start, end } };
}

/** The line of the variable that is used, where its name is written out. */
function definitionOf(written: string, inside: readonly Segment[], findLine: FindLine): WrittenLine | undefined {
  const used = /^(?:%\(([^()]+)\)s|<([\w./-]+)>)$/.exec(written);
  const name = used && (used[1] ?? used[2])!.split('/').at(-1)!.toLowerCase();
  if (!name) return undefined;
  for (const { origin } of inside) {
    const line = findLine(origin);
    if (line?.option === name) return line;
  }
  return undefined;
}
