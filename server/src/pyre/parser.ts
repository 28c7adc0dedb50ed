import type { Span } from '../text/span.ts';
import type { AlikePatterns } from './alike-patterns.ts';
import { checkCompilable, maxFrames } from './compile-checks.ts';
import * as errors from './errors.ts';
import type { RegexError, RegexWarning } from './errors.ts';
import type { Comment, FlagLetter, GlobalFlags, Node, Pattern, Repeat } from './nodes.ts';
import { parseClass } from './parse-class.ts';
import { parseEscape } from './parse-escape.ts';
import { parseGroup } from './parse-group.ts';
import { createState, isFrom, type ParserState, type Place, warn } from './parser-state.ts';
import { maxIntDigits } from '../text/python-string.ts';
import { defaultPythonVersion, type PythonVersion } from './python-version.ts';
import { digits, PatternFailure } from './reader.ts';

export interface ParseOptions {
  readonly python?: PythonVersion;
  /** As `re.compile(…, re.MULTILINE)`. */
  readonly multiline?: boolean;
  /** What it remembers of the pattern before this one makes reading faster. */
  readonly alike?: AlikePatterns;
}

export type ParseResult =
  | { readonly pattern: Pattern; readonly error?: undefined; readonly warnings: readonly RegexWarning[] }
  | { readonly pattern?: undefined; readonly error: RegexError; readonly warnings: readonly RegexWarning[] };

/**
 * Reads a Python regular expression as `re.compile(source)` does (a `str` pattern): the tree, or CPython's error for it with the
 * same message and position. Never throws. Warnings come in both cases, up to the error, each once.
 */
export function parsePattern(
  source: string,
  { python = defaultPythonVersion, multiline = false, alike }: ParseOptions = {},
): ParseResult {
  const warnings: RegexWarning[] = [];
  const flags: FlagLetter[] = multiline ? ['m'] : [];
  try {
    const pattern = parseWhole(source, python, flags, warnings, alike);
    return { pattern, warnings: withoutRepeated(warnings) };
  } catch (failure) {
    if (!(failure instanceof PatternFailure)) throw failure;
    return { error: failure.error, warnings: withoutRepeated(warnings) };
  }
}

/** Until 3.10 an `(?x)` anywhere has the whole pattern read once more, as CPython's own exception `Verbose` does. */
class VerboseFound extends Error {
  constructor(readonly span: Span) {
    super();
  }
}

function parseWhole(
  source: string,
  python: PythonVersion,
  flags: readonly FlagLetter[],
  warnings: RegexWarning[],
  alike?: AlikePatterns,
): Pattern {
  try {
    return parseOnce(source, python, flags, warnings, alike);
  } catch (found) {
    if (!(found instanceof VerboseFound)) throw found;
    return parseAgain(source, python, [...flags, 'x'], warnings);
  }
}

/** Quirk: CPython lets its exception out where an `(?x)` stands inside `(?-x:…)`. */
function parseAgain(
  source: string,
  python: PythonVersion,
  flags: readonly FlagLetter[],
  warnings: RegexWarning[],
): Pattern {
  try {
    return parseOnce(source, python, flags, warnings);
  } catch (found) {
    if (!(found instanceof VerboseFound)) throw found;
    throw new PatternFailure({ kind: 'Verbose', msg: '', span: found.span });
  }
}

/** `parse` of `re/_parser.py`, then the checks of `re/_compiler.py`. */
function parseOnce(
  source: string,
  python: PythonVersion,
  flags: readonly FlagLetter[],
  warnings: RegexWarning[],
  alike?: AlikePatterns,
): Pattern {
  const state = createState(source, python, flags, warnings, { parseAlternation, parseSequence });
  state.alike = alike?.begin(state) ?? [];
  const body = parseAlternation(state, { verbose: state.flags.has('x'), depth: 0, isTop: true, isFirst: true });
  checkFlags(state);
  if (state.reader.next !== null) throw state.reader.error(errors.unbalancedParenthesis());
  checkTestedGroups(state);
  const pattern: Pattern = {
    type: 'Pattern',
    span: { start: 0, end: source.length },
    source,
    flags: state.flags,
    groupCount: state.groupCount,
    groupNames: state.groupNames,
    body,
  };
  checkCompilable(pattern, state);
  alike?.keep(pattern, state, new Set(flags));
  return pattern;
}

/** `fix_flags` */
function checkFlags({ flags, reader }: ParserState): void {
  const end = reader.source.length;
  if (flags.has('L')) throw reader.failure('ValueError', errors.localeWithText(), 0, end);
  if (flags.has('a') && flags.has('u')) throw reader.failure('ValueError', errors.asciiWithUnicode(), 0, end);
}

/** From 3.9 a conditional's group must exist somewhere, be it behind the conditional. */
function checkTestedGroups(state: ParserState): void {
  if (!isFrom(state, '3.9')) return;
  for (const [index, position] of state.testedGroups)
    if (index > state.groupCount) throw state.reader.errorAt(errors.invalidGroupReference(index), position);
}

/**
 * `_parse_sub`
 *
 *     alternation = sequence ("|" sequence)*
 */
function parseAlternation(state: ParserState, place: Place): Node {
  const { reader } = state;
  const start = place.isTop ? 0 : reader.tell();
  const depth = place.isTop ? 0 : place.depth + 1;
  const branches: Node[] = [];
  let verbose = place.verbose;
  do {
    branches.push(
      parseSequence(state, {
        verbose,
        depth: depth + 1,
        isTop: place.isTop,
        isFirst: place.isTop && branches.length === 0,
      }),
    );
    if (place.isTop && isFrom(state, '3.11')) verbose = state.flags.has('x');
  } while (reader.match('|'));
  if (branches.length === 1) return branches[0]!;
  return { type: 'Alternation', span: { start, end: branches.at(-1)!.span.end }, branches };
}

/**
 * `_parse`
 *
 *     sequence = (literal | escape | class | group | "." | "^" | "$") quantifier? …
 */
function parseSequence(state: ParserState, place: Place): Node {
  const { reader } = state;
  if (place.depth > maxFrames) throw reader.failure('RecursionError', errors.tooDeep(), reader.tell());
  const isBegin = place.isTop && place.isFirst;
  const sequenceStart = isBegin ? 0 : reader.tell();
  const items: Node[] = isBegin ? [...state.alike] : [];
  let verbose = place.verbose;
  for (;;) {
    const start = reader.tell();
    const token = reader.next;
    if (token === null || token === '|' || token === ')') break;
    reader.get();
    if (verbose && ' \t\n\r\v\f'.includes(token)) continue;
    if (verbose && token === '#') items.push(parseVerboseComment(state, start));
    else if (token === '(') {
      const group = parseGroup(state, start, { ...place, verbose });
      if ('node' in group) items.push(group.node);
      else {
        checkGlobalFlags(state, group.globalFlags, items, place);
        items.push(group.globalFlags);
        verbose = verboseFromHere(state, verbose, group.globalFlags);
      }
    } else if ('*+?{'.includes(token)) parseQuantifier(state, token, start, items);
    else items.push(parseAtom(state, token, start));
  }
  if (items.length === 1) return items[0]!;
  return { type: 'Sequence', span: { start: sequenceStart, end: reader.tell() }, items };
}

function parseAtom(state: ParserState, token: string, start: number): Node {
  const span = { start, end: start + token.length };
  if (token.startsWith('\\')) return parseEscape(state, token, start);
  switch (token) {
    case '[':
      return parseClass(state, start);
    case '.':
      return { type: 'AnyChar', span };
    case '^':
      return { type: 'Assertion', span, kind: 'line-start' };
    case '$':
      return { type: 'Assertion', span, kind: 'line-end' };
    default:
      return { type: 'Literal', span, codePoint: token.codePointAt(0)! };
  }
}

/** `# …` up to the line's end; an escaped line end does not end it. */
function parseVerboseComment({ reader }: ParserState, start: number): Comment {
  for (;;) {
    const token = reader.get();
    if (token === null || token === '\n') return { type: 'Comment', span: { start, end: reader.tell() } };
  }
}

/** Flags for the whole pattern must come first: until 3.10 a warning, then an error. */
function checkGlobalFlags(state: ParserState, { span }: GlobalFlags, items: readonly Node[], { isFirst }: Place): void {
  const { reader } = state;
  if (isFirst && !items.some(isItem)) return;
  if (isFrom(state, '3.11')) throw reader.errorAt(errors.lateGlobalFlags(), span.start);
  warn(state, 'DeprecationWarning', span, (position) =>
    errors.lateFlagsWarning(reader.source, isFrom(state, '3.9') ? position : undefined),
  );
}

function verboseFromHere(state: ParserState, verbose: boolean, { span }: GlobalFlags): boolean {
  if (isFrom(state, '3.11')) return state.flags.has('x');
  if (state.flags.has('x') && !verbose) throw new VerboseFound(span);
  return verbose;
}

/** True for what stands in CPython's tree, too. */
function isItem(node: Node): boolean {
  return node.type !== 'Comment' && node.type !== 'GlobalFlags';
}

/**
 * The repeat branch of `_parse`; repeats the last item, also over a comment. A `{` that begins no quantifier is a literal.
 *
 *     quantifier = ("*" | "+" | "?" | "{" digits? ("," digits?)? "}") ("?" | "+")?
 */
function parseQuantifier(state: ParserState, token: string, start: number, items: Node[]): void {
  const { reader } = state;
  const bounds = parseBounds(state, token);
  if (!bounds) {
    items.push({ type: 'Literal', span: { start, end: start + 1 }, codePoint: token.codePointAt(0)! });
    return;
  }
  const at = items.findLastIndex(isItem);
  const item = items[at];
  if (!item || item.type === 'Assertion') throw reader.errorAt(errors.nothingToRepeat(), start);
  if (item.type === 'Repeat') throw reader.errorAt(errors.multipleRepeat(), start);
  const mode = parseMode(state);
  const repeat: Repeat = {
    type: 'Repeat',
    span: { start: item.span.start, end: reader.tell() },
    ...bounds,
    mode,
    item,
  };
  items[at] = repeat;
}

function parseMode(state: ParserState): Repeat['mode'] {
  if (state.reader.match('?')) return 'lazy';
  return isFrom(state, '3.11') && state.reader.match('+') ? 'possessive' : 'greedy';
}

function parseBounds(state: ParserState, token: string): { min: number; max: number } | undefined {
  if (token === '?') return { min: 0, max: 1 };
  if (token === '*') return { min: 0, max: Infinity };
  if (token === '+') return { min: 1, max: Infinity };
  const { reader } = state;
  const here = reader.tell();
  if (reader.next === '}') return undefined;
  const low = reader.getWhile(Infinity, digits);
  const high = reader.match(',') ? reader.getWhile(Infinity, digits) : low;
  if (!reader.match('}')) {
    reader.seek(here);
    return undefined;
  }
  const min = low === '' ? 0 : repetition(state, low, here);
  const max = high === '' ? Infinity : repetition(state, high, here);
  if (max < min) throw reader.errorAt(errors.minAboveMax(), here);
  return { min, max };
}

/** `_sre.MAXREPEAT` */
const maxRepeat = 0xffffffff;

function repetition({ reader }: ParserState, number: string, start: number): number {
  if (number.length > maxIntDigits) throw reader.failure('ValueError', errors.tooManyDigits(number.length), start);
  if (Number(number) >= maxRepeat) throw reader.failure('OverflowError', errors.repetitionTooLarge(), start);
  return Number(number);
}

function withoutRepeated(warnings: readonly RegexWarning[]): RegexWarning[] {
  return warnings.filter((warning, i) => warnings.findIndex(({ text }) => text === warning.text) === i);
}
