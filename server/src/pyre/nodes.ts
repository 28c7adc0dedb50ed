import type { Span } from '../text/span.ts';

/**
 * The tree of a Python regular expression, as plain objects. Every node has the span (UTF-16, in the pattern's text)
 * of the source it stands for. Flags are not spread over the leaves: a scoped group carries what it adds and removes, and
 * a reader that descends keeps the flags in force (`walk.ts`).
 */
export type Node =
  | Alternation
  | Sequence
  | Literal
  | AnyChar
  | CharClass
  | Category
  | Assertion
  | Repeat
  | CaptureGroup
  | PlainGroup
  | AtomicGroup
  | LookAround
  | BackReference
  | Conditional
  | GlobalFlags
  | Comment;

/** Python's flag letters: ASCII, IGNORECASE, LOCALE, MULTILINE, DOTALL, TEMPLATE (forbids repeats; until 3.12), UNICODE, VERBOSE. */
export type FlagLetter = 'a' | 'i' | 'L' | 'm' | 's' | 't' | 'u' | 'x';

/** A whole pattern. `flags` are those in force for all of it (given to compile, plus every global `(?…)` group). */
export interface Pattern {
  readonly type: 'Pattern';
  readonly span: Span;
  readonly source: string;
  readonly flags: ReadonlySet<FlagLetter>;
  /** The number of capture groups; group 0 not counted. */
  readonly groupCount: number;
  /** Name to number, in the order of their opening. */
  readonly groupNames: ReadonlyMap<string, number>;
  readonly body: Node;
}

/** `a|b|c`; at least two branches. */
export interface Alternation {
  readonly type: 'Alternation';
  readonly span: Span;
  readonly branches: readonly Node[];
}

/** Items one after the other; none for the empty pattern. */
export interface Sequence {
  readonly type: 'Sequence';
  readonly span: Span;
  readonly items: readonly Node[];
}

/** One code point, however it is written. E.g. `a`, `\.`, `\x41`, `\N{DIGIT ONE}` */
export interface Literal {
  readonly type: 'Literal';
  readonly span: Span;
  readonly codePoint: number;
}

/** `.` */
export interface AnyChar {
  readonly type: 'AnyChar';
  readonly span: Span;
}

/** `[a-z\d]`, `[^a]` */
export interface CharClass {
  readonly type: 'CharClass';
  readonly span: Span;
  readonly negated: boolean;
  readonly members: readonly ClassMember[];
}

export type ClassMember = Literal | ClassRange | Category;

/** `a-z` in a class; both ends belong to it. */
export interface ClassRange {
  readonly type: 'ClassRange';
  readonly span: Span;
  readonly from: number;
  readonly to: number;
}

/** `\d \D \s \S \w \W`, in a class or outside. */
export interface Category {
  readonly type: 'Category';
  readonly span: Span;
  readonly kind: 'digit' | 'space' | 'word';
  readonly negated: boolean;
}

/** `^` (line-start), `$` (line-end), `\A` (string-start), `\Z` (string-end), `\b` (word-boundary), `\B` (not-word-boundary) */
export interface Assertion {
  readonly type: 'Assertion';
  readonly span: Span;
  readonly kind: 'line-start' | 'line-end' | 'string-start' | 'string-end' | 'word-boundary' | 'not-word-boundary';
}

/** A repeated item. E.g. `a+?`. `max` is Infinity where the pattern sets none. */
export interface Repeat {
  readonly type: 'Repeat';
  readonly span: Span;
  readonly min: number;
  readonly max: number;
  readonly mode: 'greedy' | 'lazy' | 'possessive';
  readonly item: Node;
}

/** `(a)`, `(?P<name>a)` */
export interface CaptureGroup {
  readonly type: 'CaptureGroup';
  readonly span: Span;
  readonly index: number;
  readonly name?: string;
  readonly body: Node;
}

/** `(?:a)`, `(?i-s:a)` */
export interface PlainGroup {
  readonly type: 'PlainGroup';
  readonly span: Span;
  readonly add: ReadonlySet<FlagLetter>;
  readonly remove: ReadonlySet<FlagLetter>;
  readonly body: Node;
}

/** `(?>a)` */
export interface AtomicGroup {
  readonly type: 'AtomicGroup';
  readonly span: Span;
  readonly body: Node;
}

/** `(?=a)`, `(?!a)`, `(?<=a)`, `(?<!a)` */
export interface LookAround {
  readonly type: 'LookAround';
  readonly span: Span;
  readonly direction: 'ahead' | 'behind';
  readonly negated: boolean;
  readonly body: Node;
}

/** `\1`, `(?P=name)` */
export interface BackReference {
  readonly type: 'BackReference';
  readonly span: Span;
  readonly index: number;
  readonly name?: string;
}

/** `(?(1)yes|no)`, `(?(name)yes)` */
export interface Conditional {
  readonly type: 'Conditional';
  readonly span: Span;
  readonly index: number;
  readonly name?: string;
  readonly yes: Node;
  readonly no?: Node;
}

/** `(?i)`: matches nothing by itself; its letters are in `Pattern.flags` already. */
export interface GlobalFlags {
  readonly type: 'GlobalFlags';
  readonly span: Span;
  readonly flags: ReadonlySet<FlagLetter>;
}

/** `(?#…)` and, in verbose mode, `# …`: matches nothing. */
export interface Comment {
  readonly type: 'Comment';
  readonly span: Span;
}
