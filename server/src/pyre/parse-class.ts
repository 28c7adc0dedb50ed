import type { Span } from '../text/span.ts';
import * as errors from './errors.ts';
import type { CharClass, ClassMember, ClassRange, Literal } from './nodes.ts';
import { parseClassEscape } from './parse-escape.ts';
import { isFrom, type ParserState, warn } from './parser-state.ts';

const setOperations: Readonly<Record<string, string>> = {
  '-': 'difference',
  '&': 'intersection',
  '~': 'symmetric difference',
  '|': 'union',
};

/**
 * The `[` branch of `_parse`; the bracket is taken already, and stood at `start`.
 *
 *     class  = "[" "^"? member+ "]"        a "]" that comes first is a member
 *     member = one | one "-" one           a "-" before "]" is a member
 */
export function parseClass(state: ParserState, start: number): CharClass {
  const { reader } = state;
  if (reader.next === '[') warnOfSet(state, 0, errors.nestedSetWarning);
  const negated = reader.match('^');
  const members: ClassMember[] = [];
  for (;;) {
    const memberStart = reader.tell();
    const token = takeInClass(state, start);
    if (token === ']' && members.length > 0) break;
    const from = parseMember(state, token, memberStart, members.length > 0);
    if (!reader.match('-')) {
      members.push(from);
      continue;
    }
    const hyphen = { start: reader.tell() - 1, end: reader.tell() };
    const to = takeInClass(state, start);
    if (to === ']') {
      members.push(from, { type: 'Literal', span: hyphen, codePoint: 0x2d });
      break;
    }
    members.push(parseRange(state, token, from, to, hyphen.end));
  }
  return { type: 'CharClass', span: { start, end: reader.tell() }, negated, members };
}

function takeInClass({ reader }: ParserState, classStart: number): string {
  const token = reader.get();
  if (token === null) throw reader.errorAt(errors.unterminatedClass(), classStart);
  return token;
}

function parseMember(state: ParserState, token: string, start: number, isLater: boolean): ClassMember {
  const { reader } = state;
  if (token.startsWith('\\')) return parseClassEscape(state, token, start);
  const operation = setOperations[token];
  if (isLater && operation && reader.next === token)
    warnOfSet(state, -1, (position) => errors.setOperationWarning(operation, position));
  return plain(token, start);
}

/** Quirk: the message names only the first two characters of an escape. E.g. `[\x62-\x61]`: `bad character range \x-\x` */
function parseRange(
  state: ParserState,
  fromToken: string,
  from: ClassMember,
  toToken: string,
  toStart: number,
): ClassRange {
  const { reader } = state;
  let to: ClassMember;
  if (toToken.startsWith('\\')) to = parseClassEscape(state, toToken, toStart);
  else {
    if (toToken === '-') warnOfSet(state, -2, (position) => errors.setOperationWarning('difference', position));
    to = plain(toToken, toStart);
  }
  if (from.type !== 'Literal' || to.type !== 'Literal' || to.codePoint < from.codePoint)
    throw reader.error(errors.badRange(fromToken, toToken), fromToken.length + 1 + toToken.length);
  return {
    type: 'ClassRange',
    span: { start: from.span.start, end: to.span.end },
    from: from.codePoint,
    to: to.codePoint,
  };
}

function plain(token: string, start: number): Literal {
  return { type: 'Literal', span: { start, end: start + token.length }, codePoint: token.codePointAt(0)! };
}

/** Since 3.7 `re` warns of what may become a set operation one day; `offset` counts from the token ahead. */
function warnOfSet(state: ParserState, offset: number, text: (position: number) => string): void {
  if (!isFrom(state, '3.7')) return;
  const start = state.reader.tell() + offset;
  const span: Span = { start, end: start + (offset === 0 ? 1 : 2) };
  warn(state, 'FutureWarning', span, text);
}
