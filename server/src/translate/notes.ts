import type { Span } from '../text/span.ts';

/** Why an engine would not give Python's answer for a pattern: the place and one sentence without its stop. */
export interface Note {
  readonly span: Span;
  readonly reason: string;
}

export const notes = {
  captureOutlivesTurn: (group: number) => `group ${group} may keep what an earlier turn of its loop captured`,
  possessiveCaptures: () => 'a possessive repeat holds a capture group',
  emptyTurn: () => 'a loop may take an empty turn that JavaScript and RE2 refuse',
  caselessReference: () => 'a back-reference ignores case',
  referenceInLoop: (group: number) => `group ${group} is asked for inside the loop that sets it`,
  /** CPython may see the close of a try that failed. E.g. `((?:().|^)(?:(?(1)a).|)+?)b` */
  openGroup: (group: number) => `a conditional inside group ${group} asks for that group`,
  backReference: () => 'RE2 has no back-references',
  conditional: () => 'RE2 has no conditionals',
  lookAround: () => 'RE2 has no look-around',
  atomic: () => 'RE2 has no atomic groups and no possessive repeats',
  hugeCount: () => 'V8 does not count that far',
  largeCount: () => 'RE2 counts to 1000 only',
  emptyCapture: () => 'a loop with a capture group may take an empty turn',
  noAutomaton: () =>
    'no automaton of a fair size says it: it has back-references, conditionals, atomic groups or look-around of more than one character, or is too large',
  noRe2: () => 'the optional package re2 is not there',
  engineRefuses: (message: string) => `the engine does not take it: ${message}`,
} as const;
