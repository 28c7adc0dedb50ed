import type { ConfigFailure, ResolvedFilter, Sources } from '../../config/resolve.ts';
import { toCodePointOffset } from '../../text/code-points.ts';
import { LineIndex } from '../../text/line-index.ts';
import { visible } from '../../text/visible.ts';
import { MappedText, type Origin, type Segment } from '../../text/mapped-text.ts';

export type ResolvedEntry = ResolvedFilter | Pick<ConfigFailure, 'error' | 'place'>;

/** Counted from 1; columns in characters (code points). Text that no file holds has no line: `file` then says what it is. */
export interface LinePosition {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** One piece of a value and where it is written. */
interface Piece extends LinePosition {
  readonly text: string;
  /** The piece stands for other text there (`%` for `%%`, a group for `<HOST>`, a line end). */
  readonly derived?: true;
}

export interface ResolvedWriterOptions {
  readonly origins: boolean;
  readonly position: (origin: Origin) => LinePosition;
}

/** Turns places into lines and columns, each file's lines found once. */
export function findLinePosition(sources: Sources): (origin: Origin) => LinePosition {
  const indexes = new Map<string, LineIndex | undefined>();
  return ({ file, span }) => {
    if (file.startsWith('builtin:')) return { file: file.slice('builtin:'.length) };
    if (!indexes.has(file)) {
      const source = sources.read(file);
      indexes.set(file, source && new LineIndex(source.tree.text));
    }
    const index = indexes.get(file);
    if (!index) return { file };
    const { line, character } = index.positionAt(span.start);
    const start = index.lineStart(line);
    return {
      file,
      line: line + 1,
      column: toCodePointOffset(sources.read(file)!.tree.text.slice(start, start + character), character) + 1,
    };
  };
}

/** An option's values in the order of the contract: lists as lists; `lines`: how a person reads the list. */
type Value = { readonly name: string } & (
  | { readonly list: readonly MappedText[]; readonly lines?: readonly MappedText[] }
  | { readonly single: MappedText; readonly number?: number }
);

/** What the server puts between the matches of two lines. */
const alternative = MappedText.builtin('+', 'journalmatch');
const blank = MappedText.builtin(' ', 'journalmatch');

function valuesOf(filter: ResolvedFilter): Value[] {
  const { failregex, ignoreregex, prefregex, maxlines, journalmatch, usedns, commands } = filter;
  const datepattern = commands.findLast(({ name }) => name === 'datepattern')?.values[0] as MappedText | undefined;
  return [
    ...(usedns ? [{ name: 'usedns', single: usedns }] : []),
    ...(prefregex ? [{ name: 'prefregex', single: prefregex }] : []),
    ...(failregex.length > 0 ? [{ name: 'failregex', list: failregex }] : []),
    ...(ignoreregex.length > 0 ? [{ name: 'ignoreregex', list: ignoreregex }] : []),
    ...(datepattern ? [{ name: 'datepattern', single: datepattern }] : []),
    ...(maxlines ? [{ name: 'maxlines', single: maxlines.written, number: maxlines.value }] : []),
    ...(journalmatch
      ? [
          {
            name: 'journalmatch',
            list: journalmatch.flatMap((words, i) => (i === 0 ? words : [alternative, ...words])),
            lines: journalmatch.map(lineOf),
          },
        ]
      : []),
  ];
}

/** One JSON object: title -> values, or `{"error": …}`. */
export function writeResolvedJson(
  entries: readonly (readonly [string, ResolvedEntry])[],
  options: ResolvedWriterOptions,
): string {
  const plain = entries.map(([title, entry]) => [
    title,
    'error' in entry ? plainError(entry, options) : plainFilter(entry, options),
  ]);
  return `${JSON.stringify(Object.fromEntries(plain), null, 2)}\n`;
}

function plainError(
  { error, place }: Pick<ConfigFailure, 'error' | 'place'>,
  { origins, position }: ResolvedWriterOptions,
): object {
  return origins && place ? { error, place: position(place) } : { error };
}

function plainFilter(filter: ResolvedFilter, options: ResolvedWriterOptions): object {
  const values = valuesOf(filter);
  const plain = Object.fromEntries(
    values.map((value) => [
      value.name,
      'list' in value ? value.list.map(({ text }) => text) : (value.number ?? value.single.text),
    ]),
  );
  if (!options.origins) return plain;
  const origins = values.map((value) => [
    value.name,
    'list' in value ? value.list.map((text) => piecesOf(text, options)) : piecesOf(value.single, options),
  ]);
  return { ...plain, origins: Object.fromEntries(origins) };
}

function piecesOf(text: MappedText, { position }: ResolvedWriterOptions): Piece[] {
  return runsOf(text).map((run) => ({
    text: run.map((segment) => segment.text).join(''),
    ...position(run[0]!.origin),
    ...(run.every(({ exact }) => exact) ? {} : { derived: true as const }),
  }));
}

/** What is written in one go: `%` for `%%` and a blank for several do not break it. */
function runsOf({ segments }: MappedText): Segment[][] {
  const isPlain = ({ exact, text }: Segment): boolean => exact || text === '%' || text === ' ';
  const runs: Segment[][] = [];
  for (const segment of segments) {
    const last = runs.at(-1)?.at(-1);
    const goesOn =
      last && last.origin.file === segment.origin.file && last.origin.span.end === segment.origin.span.start;
    if (goesOn && isPlain(last) && isPlain(segment)) runs.at(-1)!.push(segment);
    else runs.push([segment]);
  }
  return runs;
}

/** Words of one line with the blanks between them, which stand where they stand in the file. */
function lineOf(words: readonly MappedText[]): MappedText {
  return MappedText.concat(
    words.flatMap((word, i) => {
      const before = words[i - 1]?.segments.at(-1)?.origin;
      const after = word.segments[0]?.origin;
      if (i === 0) return [word];
      if (before === undefined || before.file !== after?.file || before.span.end > after.span.start)
        return [blank, word];
      return [
        MappedText.derived(' ', { file: before.file, span: { start: before.span.end, end: after.span.start } }),
        word,
      ];
    }),
  );
}

/** A configuration file with nothing left to resolve; `--origins` adds a comment line for each piece. */
export function writeResolvedText(
  entries: readonly (readonly [string, ResolvedEntry])[],
  options: ResolvedWriterOptions,
): string {
  return entries
    .map(([title, entry]) =>
      [`[${title}]`, ...('error' in entry ? errorLines(entry, options) : filterLines(entry, options)), ''].join('\n'),
    )
    .join('\n');
}

function errorLines(
  { error, place }: Pick<ConfigFailure, 'error' | 'place'>,
  { position }: ResolvedWriterOptions,
): string[] {
  return [
    ...error.split('\n').map((line, i) => `${i === 0 ? 'error: ' : '       '}${visible(line)}`),
    ...(place ? [`       at ${placeText(position(place))}`] : []),
  ];
}

function filterLines(filter: ResolvedFilter, options: ResolvedWriterOptions): string[] {
  const values = valuesOf(filter);
  const width = Math.max(0, ...values.map(({ name }) => name.length));
  return values.flatMap((value) => {
    const texts = 'list' in value ? (value.lines ?? value.list) : value.single.split('\n');
    return texts.flatMap((text, i) => [
      `${(i === 0 ? value.name : '').padEnd(width)} ${i === 0 ? '=' : ' '} ${visible(text.text)}`,
      ...(options.origins
        ? piecesOf(text, options).map(
            (piece) => `${' '.repeat(width + 3)}# ${placeText(piece)}  ${visible(piece.text)}`,
          )
        : []),
    ]);
  });
}

/** `file:line:column`, or what a text is that no file holds. */
export function placeText({ file, line, column }: LinePosition): string {
  return line === undefined ? file : `${file}:${line}:${column}`;
}
