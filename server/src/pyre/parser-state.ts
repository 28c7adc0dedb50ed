import { toCodePointOffset } from '../text/code-points.ts';
import type { Span } from '../text/span.ts';
import * as errors from './errors.ts';
import type { RegexWarning } from './errors.ts';
import type { FlagLetter, Node } from './nodes.ts';
import { isAtLeast, type PythonVersion } from './python-version.ts';
import { Reader } from './reader.ts';

/** What a part of the pattern knows of where it stands. */
export interface Place {
  readonly verbose: boolean;
  /** CPython's `nested`: how many of its own function calls stand above. */
  readonly depth: number;
  /** True for the alternation that is the whole pattern, and for its branches. */
  readonly isTop: boolean;
  /** True in the first branch of the whole pattern. */
  readonly isFirst: boolean;
}

/** The two productions that groups hold; given to the state because they hold groups themselves. */
export interface Grammar {
  parseAlternation(state: ParserState, place: Place): Node;
  parseSequence(state: ParserState, place: Place): Node;
}

/** What one parse knows so far: `State` of `re/_parser.py` with the reader and the warnings. */
export interface ParserState {
  readonly reader: Reader;
  readonly python: PythonVersion;
  readonly flags: Set<FlagLetter>;
  readonly groupNames: Map<string, number>;
  groupCount: number;
  readonly closedGroups: Set<number>;
  /** Inside a look-behind: the number of the first group opened in it. */
  lookBehindGroups: number | undefined;
  /** Where each group number is first tested by a conditional. */
  readonly testedGroups: Map<number, number>;
  readonly warnings: RegexWarning[];
  readonly grammar: Grammar;
  /** What the pattern begins with, read and checked before in another pattern. */
  alike: readonly Node[];
}

export function createState(
  source: string,
  python: PythonVersion,
  flags: Iterable<FlagLetter>,
  warnings: RegexWarning[],
  grammar: Grammar,
): ParserState {
  return {
    reader: new Reader(source),
    python,
    flags: new Set(flags),
    groupNames: new Map(),
    groupCount: 0,
    closedGroups: new Set(),
    lookBehindGroups: undefined,
    testedGroups: new Map(),
    warnings,
    grammar,
    alike: [],
  };
}

export function isFrom(state: ParserState, python: PythonVersion): boolean {
  return isAtLeast(state.python, python);
}

/** `State.opengroup` */
export function openGroup(state: ParserState, name: string | undefined): number {
  const index = ++state.groupCount;
  if (name === undefined) return index;
  const was = state.groupNames.get(name);
  if (was !== undefined) throw state.reader.error(errors.redefinedGroupName(name, index, was), name.length + 1);
  state.groupNames.set(name, index);
  return index;
}

/** `State.checkgroup`: true where the group is complete, so that it can be referred to. */
export function isClosedGroup(state: ParserState, index: number): boolean {
  return state.closedGroups.has(index);
}

/** `State.checklookbehindgroup` */
export function checkLookBehindGroup(state: ParserState, index: number): void {
  if (state.lookBehindGroups === undefined) return;
  if (!isClosedGroup(state, index)) throw state.reader.error(errors.openGroupReference());
  if (index >= state.lookBehindGroups) throw state.reader.error(errors.groupOfSameLookBehind());
}

/** Adds a warning about `span`; `text` gets the position of its start in code points. */
export function warn(
  state: ParserState,
  category: RegexWarning['category'],
  span: Span,
  text: (position: number) => string,
): void {
  state.warnings.push({ category, text: text(toCodePointOffset(state.reader.source, span.start)), span });
}
