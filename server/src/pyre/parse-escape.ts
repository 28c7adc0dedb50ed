import * as errors from './errors.ts';
import type { Assertion, BackReference, Category, Literal } from './nodes.ts';
import { checkLookBehindGroup, isClosedGroup, isFrom, type ParserState } from './parser-state.ts';
import { digits, hexDigits, isAsciiLetter, octalDigits } from './reader.ts';
import { codePointOfName } from './unicode-names.ts';

const controlEscapes: Readonly<Record<string, number>> = {
  '\\a': 7,
  '\\b': 8,
  '\\f': 12,
  '\\n': 10,
  '\\r': 13,
  '\\t': 9,
  '\\v': 11,
  '\\\\': 92,
};

const categories: Readonly<Record<string, Pick<Category, 'kind' | 'negated'>>> = {
  '\\d': { kind: 'digit', negated: false },
  '\\D': { kind: 'digit', negated: true },
  '\\s': { kind: 'space', negated: false },
  '\\S': { kind: 'space', negated: true },
  '\\w': { kind: 'word', negated: false },
  '\\W': { kind: 'word', negated: true },
};

const assertions: Readonly<Record<string, Assertion['kind']>> = {
  '\\A': 'string-start',
  '\\b': 'word-boundary',
  '\\B': 'not-word-boundary',
  '\\Z': 'string-end',
};

/** The letters that stand for a code point written in hexadecimal, with how many digits they take. */
const hexEscapes: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** `_escape`: an escape outside of a class; `token` is taken already, and began at `start`. */
export function parseEscape(
  state: ParserState,
  token: string,
  start: number,
): Literal | Category | Assertion | BackReference {
  const { reader } = state;
  const category = categories[token];
  if (category) return { type: 'Category', span: { start, end: reader.tell() }, ...category };
  const assertion = assertions[token];
  if (assertion) return { type: 'Assertion', span: { start, end: reader.tell() }, kind: assertion };
  if (controlEscapes[token] === undefined && digits.includes(token[1]!)) return parseNumberEscape(state, token, start);
  return literal(state, start, parseCodePointEscape(state, token));
}

/** `_class_escape`: an escape in a class. Here `\b` is a backspace, and `\1` is octal. */
export function parseClassEscape(state: ParserState, token: string, start: number): Literal | Category {
  const category = categories[token];
  if (category) return { type: 'Category', span: { start, end: state.reader.tell() }, ...category };
  if (!octalDigits.includes(token[1]!)) return literal(state, start, parseCodePointEscape(state, token));
  const escape = token + state.reader.getWhile(2, octalDigits);
  return literal(state, start, octalValue(state, escape));
}

function literal(state: ParserState, start: number, codePoint: number): Literal {
  return { type: 'Literal', span: { start, end: state.reader.tell() }, codePoint };
}

/** What `_escape` and `_class_escape` share: all that is no category, no digit and no assertion. */
function parseCodePointEscape(state: ParserState, token: string): number {
  const { reader } = state;
  const control = controlEscapes[token];
  if (control !== undefined) return control;
  const char = token.slice(1);
  const hexLength = hexEscapes[char];
  if (hexLength) return parseHexEscape(state, token, hexLength);
  if (char === 'N' && isFrom(state, '3.8')) return parseNamedEscape(state);
  if (isAsciiLetter(char) || digits.includes(char)) throw reader.error(errors.badEscape(token), token.length);
  return char.codePointAt(0)!;
}

function parseHexEscape({ reader }: ParserState, token: string, length: number): number {
  const escape = token + reader.getWhile(length, hexDigits);
  if (escape.length !== 2 + length) throw reader.error(errors.incompleteEscape(escape), escape.length);
  const codePoint = parseInt(escape.slice(2), 16);
  if (codePoint > 0x10ffff) throw reader.error(errors.badEscape(escape), escape.length);
  return codePoint;
}

/** `\N{…}` */
function parseNamedEscape({ reader }: ParserState): number {
  if (!reader.match('{')) throw reader.error(errors.missing('{'));
  const name = reader.getUntil('}', 'character name');
  const codePoint = codePointOfName(name);
  if (codePoint === undefined) throw reader.error(errors.undefinedCharacterName(name), name.length + '\\N{}'.length);
  return codePoint;
}

function octalValue({ reader }: ParserState, escape: string): number {
  const value = parseInt(escape.slice(1), 8);
  if (value > 0o377) throw reader.error(errors.octalOutOfRange(escape), escape.length);
  return value;
}

/** `\0`, `\01`, `\123` are octal; `\1`, `\12`, `\129` begin with the number of a group. */
function parseNumberEscape(state: ParserState, token: string, start: number): Literal | BackReference {
  const { reader } = state;
  let escape = token;
  if (token === '\\0') return literal(state, start, parseInt((escape + reader.getWhile(2, octalDigits)).slice(1), 8));
  if (reader.isNextIn(digits)) {
    escape += reader.get()!;
    if (/^\\[0-7]{2}$/.test(escape) && reader.isNextIn(octalDigits))
      return literal(state, start, octalValue(state, escape + reader.get()!));
  }
  const index = Number(escape.slice(1));
  if (index > state.groupCount) throw reader.error(errors.invalidGroupReference(index), escape.length - 1);
  if (!isClosedGroup(state, index)) throw reader.error(errors.openGroupReference(), escape.length);
  checkLookBehindGroup(state, index);
  return { type: 'BackReference', span: { start, end: reader.tell() }, index };
}
