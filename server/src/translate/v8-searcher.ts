import type { Pattern } from '../pyre/nodes.ts';
import { toCodePointOffset, toUtf16Offset } from '../text/code-points.ts';
import { searchTexts, textsOf, type GroupTexts, type Searcher, type Spans } from './searcher.ts';
import { createStandIns, type AsciiSubject, type StandIns } from './stand-ins.ts';
import type { V8Translation, V8Translations } from './to-v8.ts';

/** What answers for the few subjects that the engine cannot take. */
export type Fallback = () => Searcher;

const notAscii = /[^\0-\x7f]/;

/**
 * Runs translations in V8. `fallback` is asked where V8 gives up (its own limits of program size or backtracking depth) and for
 * an empty subject where the translation needs a character. Throws SyntaxError where V8 does not take a translation.
 */
export function createV8Searcher(pattern: Pattern, { ascii, full }: V8Translations, fallback: Fallback): Searcher {
  const spans = new Int32Array(2 * pattern.groupCount + 2);
  const asciiRunner = createRunner(ascii, spans);
  let fullRunner = ascii.isWholeTruth ? asciiRunner : undefined;
  let standIns: StandIns | undefined | null = null;
  let spare: Searcher | undefined;
  const standIn = (): Searcher => (spare ??= fallback());
  const { needsCharacters, isWholeTruth } = ascii;

  const needsFull = (subject: string): boolean => !isWholeTruth && notAscii.test(subject);
  const rewrite = (subject: string): AsciiSubject | undefined =>
    (standIns === null ? (standIns = createStandIns(pattern)) : standIns)?.(subject);
  const runFull = (): Runner => (fullRunner ??= createRunner(full(), spans));

  const searchRewritten = ({ text, isShorter }: AsciiSubject, subject: string, pos: number): Spans | null => {
    if (!isShorter) return asciiRunner.search(text, pos);
    const found = asciiRunner.search(text, toCodePointOffset(subject, pos));
    return found && Int32Array.from(found, (offset) => (offset < 0 ? offset : toUtf16Offset(subject, offset)));
  };

  const search = (subject: string, pos = 0, endpos = subject.length): Spans | null => {
    const text = endpos < subject.length ? subject.slice(0, Math.max(endpos, 0)) : subject;
    if (pos > text.length) return null;
    if (needsCharacters && text === '') return standIn().search(text);
    try {
      if (!needsFull(text)) return asciiRunner.search(text, pos);
      const rewritten = rewrite(text);
      return rewritten === undefined ? runFull().search(text, pos) : searchRewritten(rewritten, text, pos);
    } catch {
      return standIn().search(text, pos);
    }
  };
  const searchAscii = (subject: string): Spans | null => {
    if (needsCharacters && subject === '') return standIn().search(subject);
    try {
      return asciiRunner.search(subject, 0);
    } catch {
      return standIn().search(subject);
    }
  };
  const boundsAscii = (subject: string): Spans | null => {
    if (needsCharacters && subject === '') return standIn().search(subject);
    try {
      return asciiRunner.bounds(subject);
    } catch {
      return standIn().search(subject);
    }
  };
  const test = (subject: string): boolean => {
    if (needsCharacters && subject === '') return standIn().test(subject);
    try {
      if (!needsFull(subject)) return asciiRunner.test(subject);
      const rewritten = rewrite(subject);
      return rewritten === undefined ? runFull().test(subject) : asciiRunner.test(rewritten.text);
    } catch {
      return standIn().test(subject);
    }
  };
  const testAscii = (subject: string): boolean => {
    if (needsCharacters && subject === '') return standIn().test(subject);
    try {
      return asciiRunner.test(subject);
    } catch {
      return standIn().test(subject);
    }
  };
  const texts = (subject: string, isAscii: boolean): GroupTexts | null => {
    if (needsCharacters && subject === '') return searchTexts(standIn(), subject, isAscii);
    try {
      if (isAscii || !needsFull(subject)) return asciiRunner.texts(subject);
      const rewritten = rewrite(subject);
      if (rewritten === undefined) return runFull().texts(subject);
      const found = searchRewritten(rewritten, subject, 0);
      return found && textsOf(subject, found);
    } catch {
      return searchTexts(standIn(), subject, isAscii);
    }
  };

  return {
    engine: 'v8',
    groupCount: pattern.groupCount,
    groupNames: pattern.groupNames,
    search,
    searchAscii,
    boundsAscii,
    test,
    testAscii,
    texts,
  };
}

interface Runner {
  search(subject: string, pos: number): Int32Array | null;
  /** Of the whole match alone. */
  bounds(subject: string): Int32Array | null;
  test(subject: string): boolean;
  texts(subject: string): GroupTexts | null;
}

function createRunner({ source, unicode, mayBeginEmpty, groups }: V8Translation, spans: Int32Array): Runner {
  // Only the spans of groups need the slower `d`; a start other than 0 needs `g`.
  const flags = (groups.length > 1 ? 'd' : '') + (unicode ? 'u' : '');
  const regex = new RegExp(source, flags);
  let later: RegExp | undefined;
  /** Without `d`: V8 makes a pair of offsets for every group of a match otherwise. */
  let withoutSpans: RegExp | undefined;
  const isInOrder = groups.every((number, group) => number === group);
  const execFrom = (subject: string, pos: number): RegExpExecArray | null => {
    if (pos <= 0) return regex.exec(subject);
    later ??= new RegExp(source, `${flags}g`);
    later.lastIndex = pos;
    return later.exec(subject);
  };
  const exec = (subject: string, pos: number): RegExpExecArray | null => {
    let match = execFrom(subject, pos);
    // Quirk of V8: `/(?!a)(?!^)/u` finds a place inside the surrogate pair of '😀'.
    while (unicode && match !== null && isInsidePair(subject, match.index)) match = execFrom(subject, match.index + 1);
    return match;
  };
  const execPlainly = (subject: string): RegExpExecArray | null =>
    unicode ? exec(subject, 0) : (withoutSpans ??= new RegExp(source)).exec(subject);
  return {
    search(subject, pos) {
      const match = exec(subject, pos);
      if (match === null) return null;
      spans[0] = match.index;
      spans[1] = match.index + match[0].length;
      if (groups.length === 1) return spans;
      const indices = match.indices!;
      for (let group = 1; group < groups.length; group++) {
        const span = indices[groups[group]!];
        spans[2 * group] = span === undefined ? -1 : span[0];
        spans[2 * group + 1] = span === undefined ? -1 : span[1];
      }
      return spans;
    },
    bounds(subject) {
      const match = execPlainly(subject);
      if (match === null) return null;
      spans[0] = match.index;
      spans[1] = match.index + match[0].length;
      return spans;
    },
    texts(subject) {
      const match = execPlainly(subject);
      return match === null || isInOrder ? match : groups.map((number) => match[number]);
    },
    test: unicode && mayBeginEmpty ? (subject) => exec(subject, 0) !== null : (subject) => regex.test(subject),
  };
}

function isInsidePair(subject: string, i: number): boolean {
  return i > 0 && (subject.charCodeAt(i) & 0xfc00) === 0xdc00 && (subject.charCodeAt(i - 1) & 0xfc00) === 0xd800;
}
