import * as errors from './errors.ts';
import type { BackReference, Comment, Conditional, GlobalFlags, Node } from './nodes.ts';
import { isFlag, parseFlags } from './parse-flags.ts';
import {
  checkLookBehindGroup,
  isClosedGroup,
  isFrom,
  openGroup,
  type ParserState,
  type Place,
  warn,
} from './parser-state.ts';
import { maxIntDigits, pythonInt } from '../text/python-string.ts';
import { isIdentifier } from '../text/unicode.ts';

/** `_sre.MAXGROUPS` */
const maxGroups = { until310: 2147483647, from311: 1073741823 };

/** A group that leaves the global flags' and the place's rules to `parseSequence`. */
export type ParsedGroup = { readonly node: Node } | { readonly globalFlags: GlobalFlags };

/**
 * The `(` branch of `_parse`; the bracket is taken already, and stood at `start`.
 *
 *     group = "(" alternation ")" | "(?P<" name ">" alternation ")" | "(?:" … | "(?>" … | "(?=" … | "(?!" … | "(?<=" … | "(?<!" …
 *           | "(?P=" name ")" | "(?(" reference ")" sequence ("|" sequence)? ")" | "(?#" … ")" | "(?" flags …
 */
export function parseGroup(state: ParserState, start: number, place: Place): ParsedGroup {
  const { reader } = state;
  if (!reader.match('?')) return { node: parseCapture(state, start, undefined, place) };
  const char = takeInGroup(state);
  switch (char) {
    case 'P':
      return { node: parsePythonGroup(state, start, place) };
    case ':':
      return { node: { type: 'PlainGroup', add: new Set(), remove: new Set(), ...parseBody(state, start, place) } };
    case '#':
      return { node: parseComment(state, start) };
    case '=':
    case '!':
      return {
        node: { type: 'LookAround', direction: 'ahead', negated: char === '!', ...parseBody(state, start, place) },
      };
    case '<':
      return { node: parseLookBehind(state, start, place) };
    case '(':
      return { node: parseConditional(state, start, place) };
    case '>':
      if (isFrom(state, '3.11')) return { node: { type: 'AtomicGroup', ...parseBody(state, start, place) } };
  }
  if (isFlag(state, char) || char === '-') return parseFlagGroup(state, start, char, place);
  throw reader.error(errors.unknownExtension('?' + char), char.length + 1);
}

function takeInGroup({ reader }: ParserState): string {
  const char = reader.get();
  if (char === null) throw reader.error(errors.unexpectedEnd());
  return char;
}

function parseBody(
  state: ParserState,
  start: number,
  place: Place,
): { body: Node; span: { start: number; end: number } } {
  const body = state.grammar.parseAlternation(state, { ...place, isTop: false });
  return { body, span: closeGroup(state, start) };
}

function closeGroup({ reader }: ParserState, start: number): { start: number; end: number } {
  if (!reader.match(')')) throw reader.errorAt(errors.unterminatedGroup(), start);
  return { start, end: reader.tell() };
}

function parseCapture(state: ParserState, start: number, name: string | undefined, place: Place): Node {
  const index = openGroup(state, name);
  const { body, span } = parseBody(state, start, place);
  state.closedGroups.add(index);
  return { type: 'CaptureGroup', span, index, name, body };
}

/** `(?P<name>…)`, `(?P=name)` */
function parsePythonGroup(state: ParserState, start: number, place: Place): Node {
  const { reader } = state;
  if (reader.match('<')) {
    const name = reader.getUntil('>', 'group name');
    checkGroupName(state, name);
    return parseCapture(state, start, name, place);
  }
  if (reader.match('=')) return parseNamedReference(state, start);
  const char = takeInGroup(state);
  throw reader.error(errors.unknownExtension('?P' + char), char.length + 2);
}

function parseNamedReference(state: ParserState, start: number): BackReference {
  const { reader } = state;
  const name = reader.getUntil(')', 'group name');
  checkGroupName(state, name);
  const index = groupOfName(state, name);
  if (!isClosedGroup(state, index)) throw reader.error(errors.openGroupReference(), name.length + 1);
  checkLookBehindGroup(state, index);
  return { type: 'BackReference', span: { start, end: reader.tell() }, index, name };
}

/** `Tokenizer.checkgroupname`: the name and its terminator are the last that was taken. */
function checkGroupName({ reader }: ParserState, name: string): void {
  if (!isIdentifier(name)) throw reader.error(errors.badGroupNameCharacter(name), name.length + 1);
}

function groupOfName({ reader, groupNames }: ParserState, name: string): number {
  const index = groupNames.get(name);
  if (index === undefined) throw reader.error(errors.unknownGroupName(name), name.length + 1);
  return index;
}

/** An escaped `)` does not end it. E.g. `(?#a\)b)` */
function parseComment({ reader }: ParserState, start: number): Comment {
  for (;;) {
    if (reader.next === null) throw reader.errorAt(errors.unterminatedComment(), start);
    if (reader.get() === ')') return { type: 'Comment', span: { start, end: reader.tell() } };
  }
}

function parseLookBehind(state: ParserState, start: number, place: Place): Node {
  const char = takeInGroup(state);
  if (char !== '=' && char !== '!') throw state.reader.error(errors.unknownExtension('?<' + char), char.length + 2);
  const outer = state.lookBehindGroups;
  state.lookBehindGroups ??= state.groupCount + 1;
  const body = state.grammar.parseAlternation(state, { ...place, isTop: false });
  state.lookBehindGroups = outer;
  return { type: 'LookAround', direction: 'behind', negated: char === '!', body, span: closeGroup(state, start) };
}

/** Its branches are sequences, so a third `|` is an error. */
function parseConditional(state: ParserState, start: number, place: Place): Conditional {
  const { reader } = state;
  const condition = reader.getUntil(')', 'group name');
  const { index, name } = parseCondition(state, condition);
  checkLookBehindGroup(state, index);
  const inner = { ...place, isTop: false, isFirst: false, depth: place.depth + 1 };
  const yes = state.grammar.parseSequence(state, inner);
  const no = reader.match('|') ? state.grammar.parseSequence(state, inner) : undefined;
  if (no && reader.next === '|') throw reader.error(errors.tooManyBranches());
  return { type: 'Conditional', index, name, yes, no, span: closeGroup(state, start) };
}

function parseCondition(state: ParserState, condition: string): { index: number; name?: string } {
  const { reader } = state;
  const isPlainNumber = /^[0-9]+$/.test(condition);
  if (isFrom(state, '3.12') ? !isPlainNumber : isIdentifier(condition)) {
    checkGroupName(state, condition);
    return { index: groupOfName(state, condition), name: condition };
  }
  const start = reader.tell() - condition.length - 1;
  if (isFrom(state, '3.12') && condition.length > maxIntDigits)
    throw reader.failure('ValueError', errors.tooManyDigits(condition.length), start);
  const index = pythonInt(condition);
  if (index === undefined || index < 0n) throw reader.errorAt(errors.badGroupNameCharacter(condition), start);
  if (index === 0n) throw reader.errorAt(errors.badGroupNumber(), start);
  if (index >= (isFrom(state, '3.11') ? maxGroups.from311 : maxGroups.until310))
    throw reader.errorAt(errors.invalidGroupReference(index), start);
  if (!state.testedGroups.has(Number(index))) state.testedGroups.set(Number(index), start);
  if (!isPlainNumber && state.python === '3.11')
    warn(state, 'DeprecationWarning', { start, end: start + condition.length }, (position) =>
      errors.groupNumberWarning(condition, position),
    );
  return { index: Number(index) };
}

/** `(?i)`, `(?i-s:…)` */
function parseFlagGroup(state: ParserState, start: number, first: string, place: Place): ParsedGroup {
  const flags = parseFlags(state, first);
  if (flags.scope === 'global')
    return { globalFlags: { type: 'GlobalFlags', span: { start, end: state.reader.tell() }, flags: flags.add } };
  const { add, remove } = flags;
  const verbose = (place.verbose || add.has('x')) && !remove.has('x');
  return { node: { type: 'PlainGroup', add, remove, ...parseBody(state, start, { ...place, verbose }) } };
}
