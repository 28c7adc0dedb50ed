import type { CodePointSet } from '../text/code-point-set.ts';
import { createWidths } from '../pyre/analysis/width.ts';
import type {
  Assertion,
  BackReference,
  CaptureGroup,
  Conditional,
  LookAround,
  Node,
  Pattern,
  PlainGroup,
  Repeat,
} from '../pyre/nodes.ts';
import { hasCased, wordSet } from '../text/unicode.ts';
import { oncePerPart } from '../pyre/once-per-part.ts';
import { children, type FlagsInForce, flagsBelow, flagsOf } from '../pyre/walk.ts';
import { groupStates, isWithoutGroups, type GroupStates } from './group-states.ts';
import { leafSet } from '../pyre/analysis/leaf-set.ts';
import { type Note, notes } from './notes.ts';
import { isPlain, printSet, type SetForm } from './print-set.ts';
import { canBeEmpty } from './shape.ts';

/** A JavaScript regular expression that finds what Python finds. */
export interface V8Translation {
  readonly source: string;
  /** `u` where the subject may hold surrogate pairs that matter. */
  readonly unicode: boolean;
  /** True where a match may begin with no character: V8 then also looks between the halves of a surrogate pair. */
  readonly mayBeginEmpty: boolean;
  /** JavaScript's number of each Python group; `groups[0]` is 0. */
  readonly groups: readonly number[];
  /** True where the subject must not be empty. */
  readonly needsCharacters: boolean;
  /** True where it says the same of subjects that are not ASCII. */
  readonly isWholeTruth: boolean;
}

export interface V8Translations {
  /** For ASCII subjects. */
  readonly ascii: V8Translation;
  /** For all others, made when first needed; the same object as `ascii` where that does for all. */
  full(): V8Translation;
}

export type V8Result =
  /** `captureNotes`: why groups 1 and up may differ, where matches do not. */
  | { readonly translations: V8Translations; readonly captureNotes: readonly Note[]; readonly notes?: undefined }
  | { readonly notes: readonly Note[] };

/**
 * Translates a tree for V8: exactly or not at all. No flag of JavaScript's does Python's work: case, `.`, `$`, `\w` are written
 * out, so scoped flags need nothing special and another Unicode version in V8 changes nothing.
 */
export function toV8(pattern: Pattern): V8Result {
  const states = groupStates(pattern);
  if (states.notes.length > 0) return { notes: states.notes };
  const ascii = translate(pattern, states, 'ascii');
  if (ascii.notes.length > 0) return { notes: ascii.notes };
  const { captureNotes } = states;
  if (ascii.translation.isWholeTruth) {
    const { translation } = translate(pattern, states, 'units');
    return { translations: { ascii: translation, full: () => translation }, captureNotes };
  }
  return {
    translations: { ascii: ascii.translation, full: () => translate(pattern, states, 'code points').translation },
    captureNotes,
  };
}

/** What a translation is read against: ASCII subjects, UTF-16 units (for patterns of ASCII only), code points. */
type Reading = 'ascii' | 'units' | 'code points';

const asciiForm: SetForm = { ascii: true, escape: escapeBmp, nothing: '[]', everything: '[^]' };
const fullForm: SetForm = { ascii: false, escape: escapeAny, nothing: '[]', everything: '[^]' };

interface Translated {
  readonly translation: V8Translation;
  readonly notes: readonly Note[];
}

function translate(pattern: Pattern, { states, doubtful }: GroupStates, reading: Reading): Translated {
  const ascii = reading === 'ascii';
  const widthOf = createWidths(pattern);
  const form = ascii ? asciiForm : fullForm;
  const groups: number[] = [0];
  /** What matches nothing but the empty text exactly where the Python group is not set. */
  const proofs = new Map<number, string>();
  /** Groups of one character that has no case: a reference to them needs no folding. E.g. `(?i)([-/])\1` */
  const withoutCase = new Set<number>();
  /** Groups of which no text is one character again and again. */
  const varied = new Set<number>();
  const found: Note[] = [];
  let opened = 0;
  let isWholeTruth = true;
  let needsCharacters = false;

  const source = emit(pattern.body, flagsOf(pattern));
  // A match that begins with an ASCII character and goes on so never stands inside a surrogate pair.
  const mayBeginEmpty = canBeEmpty(pattern.body);
  return {
    translation: {
      source,
      unicode: reading === 'code points',
      mayBeginEmpty,
      groups,
      needsCharacters,
      isWholeTruth: isWholeTruth && !mayBeginEmpty,
    },
    notes: found,
  };

  function emit(node: Node, flags: FlagsInForce): string {
    const leaf = leafSet(node, flags);
    if (leaf) return emitSet(leaf);
    switch (node.type) {
      case 'Sequence':
        return node.items.map((item) => emit(item, flags)).join('');
      case 'Alternation':
        return node.branches.map((branch) => emit(branch, flags)).join('|');
      case 'Assertion':
        return emitAssertion(node, flags);
      case 'Repeat':
        return emitRepeat(node, flags);
      case 'CaptureGroup':
        return emitCapture(node, flags);
      case 'PlainGroup':
        return emitGroup(node, flags);
      case 'AtomicGroup':
        return emitAtomic(() => emit(node.body, flags));
      case 'LookAround':
        return emitLookAround(node, flags);
      case 'BackReference':
        return emitBackReference(node, flags);
      case 'Conditional':
        return emitConditional(node, flags);
      default:
        return '';
    }
  }

  function emitGroup(node: PlainGroup, flags: FlagsInForce): string {
    const emitNow = (): string => `(?:${emit(node.body, flagsBelow(node, flags))})`;
    if (!isPlainlyTranslated(node)) return emitNow();
    const known = knownGroups[reading](node, flags);
    if (known.source === undefined) {
      const before = isWholeTruth;
      isWholeTruth = true;
      known.source = emitNow();
      known.isWholeTruth = isWholeTruth;
      isWholeTruth = before;
    }
    if (!known.isWholeTruth) isWholeTruth = false;
    return known.source;
  }

  function emitSet(set: CodePointSet): string {
    if (ascii && set.at(-1)! > 128) isWholeTruth = false;
    return printSet(set, form);
  }

  function emitCapture({ index, body }: CaptureGroup, flags: FlagsInForce): string {
    const number = ++opened;
    groups[index] = number;
    const leaf = leafSet(body, flags);
    if (leaf && !hasCased(leaf, false)) withoutCase.add(index);
    const text = `(${emit(body, flags)})`;
    if (!doubtful.has(index)) return text;
    if (widthOf(body).min > 0) {
      proofs.set(index, `\\${number}`);
      if (!flags.ignoreCase && holdsTwoCharacters(body)) varied.add(index);
      return text;
    }
    // The group may be set and empty: capture a neighbour of its end, too, which is empty only if not set.
    needsCharacters = true;
    proofs.set(index, `\\${opened + 1}\\${opened + 2}`);
    opened += 2;
    return `${text}(?:(?=([^]))|(?<=([^])))`;
  }

  /**
   * Where nothing is captured, it matches anywhere: here, one character on, and at the subject's end. A captured text does not match again at the end. Nor does it both
   * here and one on, but where it is one character again and again, so that the end, which may be far, need seldom be asked.
   */
  function isSetTest(index: number, negated: boolean): string {
    const proof = proofs.get(index)!;
    const atEnd = varied.has(index) ? '' : `|[^]*$(?!${proof})`;
    return `(?${negated ? '!' : '='}(?!${proof})|(?!$|[^]${proof})${atEnd})`;
  }

  function emitBackReference(node: BackReference, flags: FlagsInForce): string {
    if (flags.ignoreCase && !withoutCase.has(node.index))
      found.push({ span: node.span, reason: notes.caselessReference() });
    const reference = `(?:\\${groups[node.index]})`;
    return states.get(node) === 'set' ? reference : `(?:${isSetTest(node.index, false)}${reference})`;
  }

  function emitConditional(node: Conditional, flags: FlagsInForce): string {
    const isSure = states.get(node) === 'set';
    // No proof: the group stands behind the conditional, so it is not set here.
    const isNever = !isSure && !proofs.has(node.index);
    const ifSet = isSure ? '' : isNever ? '[]' : isSetTest(node.index, false);
    const ifNot = isSure ? '[]' : isNever ? '' : isSetTest(node.index, true);
    return `(?:${ifSet}(?:${emit(node.yes, flags)})|${ifNot}(?:${node.no ? emit(node.no, flags) : ''}))`;
  }

  function emitRepeat(node: Repeat, flags: FlagsInForce): string {
    const { min, max, item } = node;
    if (min >= largestCount) found.push({ span: node.span, reason: notes.hugeCount() });
    const single = leafSet(item, flags);
    if (node.mode === 'possessive') {
      if (single) return emitAtomic(() => emitSet(single) + bounds(min, max));
      return emitAtomic(() =>
        emitTurns(
          emitAtomic(() => emit(item, flags)),
          node,
          '',
        ),
      );
    }
    const lazy = node.mode === 'lazy' ? '?' : '';
    if (single) return emitSet(single) + bounds(min, max) + lazy;
    return emitTurns(emit(item, flags), node, lazy);
  }

  function emitTurns(text: string, { min, max, item }: Repeat, lazy: string): string {
    // JavaScript refuses an empty turn, Python takes it: a choice says so.
    if (min === 0 && max === 1 && canBeEmpty(item)) return lazy ? `(?:|${text})` : `(?:(?:${text})|)`;
    return `(?:${text})${bounds(min, max)}${lazy}`;
  }

  /** JavaScript's look-ahead gives nothing back once it matched; the back-reference then takes what it saw. */
  function emitAtomic(body: () => string): string {
    const number = ++opened;
    return `(?:(?=(${body()}))\\${number})`;
  }

  function emitLookAround(node: LookAround, flags: FlagsInForce): string {
    const sign = node.negated ? '!' : '=';
    const body = emit(node.body, flags);
    if (node.direction === 'ahead') return `(?${sign}${body})`;
    if (isSameBackwards(node.body)) return `(?<${sign}${body})`;
    // JavaScript reads a look-behind from its end; Python goes back by its width and reads forward.
    return `(?<${sign}(?=${body})[^]{${widthOf(node.body).min}})`;
  }

  function emitAssertion({ kind }: Assertion, { multiline, ascii: asksAscii }: FlagsInForce): string {
    switch (kind) {
      case 'string-start':
        return '^';
      case 'string-end':
        return '$';
      case 'line-start':
        return multiline ? '(?<![^\\n])' : '^';
      case 'line-end':
        return multiline ? '(?![^\\n])' : '(?=\\n?$)';
    }
    const isBoundary = kind === 'word-boundary';
    // Quirk: in an empty subject neither matches.
    const guard = isBoundary ? '' : '(?!^$)';
    if (ascii || asksAscii) {
      if (!asksAscii) isWholeTruth = false;
      return guard + (isBoundary ? '\\b' : '\\B');
    }
    const word = printSet(wordSet(), form);
    return isBoundary
      ? `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`
      : `${guard}(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
  }
}

/** What a group without groups has become; patterns that begin alike have such in common. */
interface KnownGroup {
  source: string | undefined;
  isWholeTruth: boolean;
}

const createKnownGroups = (): ((group: PlainGroup, flags: FlagsInForce) => KnownGroup) =>
  oncePerPart((): KnownGroup => ({ source: undefined, isWholeTruth: true }));
const knownGroups: Readonly<Record<Reading, ReturnType<typeof createKnownGroups>>> = {
  ascii: createKnownGroups(),
  units: createKnownGroups(),
  'code points': createKnownGroups(),
};

/** It adds no group of its own and there is nothing to note: wherever it stands, it becomes the same. */
function isPlainlyTranslated(group: PlainGroup): boolean {
  return isWithoutGroups(group) && hasNothingToNote(group, noFlags);
}

const noFlags: FlagsInForce = { ascii: false, ignoreCase: false, multiline: false, dotAll: false };

const hasNothingToNote = oncePerPart(({ body }: PlainGroup): boolean => {
  const isFine = (node: Node): boolean => {
    if (node.type === 'AtomicGroup') return false;
    if (node.type === 'PlainGroup') return hasNothingToNote(node, noFlags);
    if (node.type === 'Repeat' && (node.mode === 'possessive' || node.min >= largestCount)) return false;
    return children(node).every(isFine);
  };
  return isFine(body);
});

/** Two different characters stand side by side in all that it matches. E.g. `invalid \S+` */
function holdsTwoCharacters(node: Node): boolean {
  if (node.type !== 'Sequence') return false;
  return node.items.some((item, i) => {
    const next = node.items[i + 1];
    return item.type === 'Literal' && next?.type === 'Literal' && item.codePoint !== next.codePoint;
  });
}

/** Where V8 begins to read a count as endless. */
const largestCount = 0x7fffffff;

function bounds(min: number, max: number): string {
  if (max >= largestCount) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

/** True for a look-behind body that matches the same read from either end: it captures nothing and gives up no way. */
function isSameBackwards(node: Node): boolean {
  switch (node.type) {
    case 'Literal':
    case 'AnyChar':
    case 'CharClass':
    case 'Category':
    case 'Assertion':
    case 'GlobalFlags':
    case 'Comment':
      return true;
    case 'Sequence':
      return node.items.every(isSameBackwards);
    case 'Alternation':
      return node.branches.every(isSameBackwards);
    case 'PlainGroup':
      return isSameBackwards(node.body);
    case 'Repeat':
      return node.mode !== 'possessive' && node.min === node.max && isSameBackwards(node.item);
    default:
      return false;
  }
}

function escapeBmp(codePoint: number): string {
  if (isPlain(codePoint)) return String.fromCharCode(codePoint);
  if (codePoint < 0x100) return `\\x${hex(codePoint, 2)}`;
  return `\\u${hex(codePoint, 4)}`;
}

/** With braces two lone surrogates side by side do not become a pair. */
function escapeAny(codePoint: number): string {
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  return codePoint < 0x10000 && !isSurrogate ? escapeBmp(codePoint) : `\\u{${codePoint.toString(16)}}`;
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0');
}
