import type { Pattern } from '../pyre/nodes.ts';
import type { Searcher, Spans } from './searcher.ts';
import type { Re2Translation } from './to-re2.ts';

/** The class that the package `re2` exports, as far as it is used here: RegExp's interface, offsets in UTF-16. */
export type Re2 = new (source: string, flags: string) => Pick<RegExp, 'exec' | 'test' | 'lastIndex'>;

const notAscii = /[^\0-\x7f]/;
const loneSurrogate = /[\ud800-\udfff]/u;

/**
 * Runs a translation in RE2, which ends in time linear to the subject. `fallback` answers for subjects that the translation
 * does not cover, and for lone surrogates, which RE2 cannot read. Throws SyntaxError where RE2 does not take it.
 */
export function createRe2Searcher(
  pattern: Pattern,
  translation: Re2Translation,
  Re2: Re2,
  fallback: () => Searcher,
): Searcher {
  const { source, needsAscii, needsOneLine, needsCharacters } = translation;
  const spans = new Int32Array(2 * pattern.groupCount + 2);
  const regex = new Re2(source, 'du');
  let later: InstanceType<Re2> | undefined;
  let spare: Searcher | undefined;

  const covers = (subject: string): boolean => {
    if (needsCharacters && subject === '') return false;
    if (needsOneLine && isInside(subject.indexOf('\n'), subject)) return false;
    return !notAscii.test(subject) || (!needsAscii && !loneSurrogate.test(subject));
  };
  const execFrom = (subject: string, pos: number): RegExpExecArray | null => {
    if (pos <= 0) return regex.exec(subject);
    later ??= new Re2(source, 'dgu');
    later.lastIndex = pos;
    return later.exec(subject);
  };
  const search = (subject: string, pos = 0, endpos = subject.length): Spans | null => {
    const text = endpos < subject.length ? subject.slice(0, Math.max(endpos, 0)) : subject;
    if (pos > text.length) return null;
    if (!covers(text)) return (spare ??= fallback()).search(text, pos);
    const match = execFrom(text, pos);
    if (match === null) return null;
    spans[0] = match.index;
    spans[1] = match.index + match[0].length;
    for (let group = 1; group <= pattern.groupCount; group++) {
      const span = match.indices![group];
      spans[2 * group] = span === undefined ? -1 : span[0];
      spans[2 * group + 1] = span === undefined ? -1 : span[1];
    }
    return spans;
  };
  const test = (subject: string): boolean =>
    covers(subject) ? regex.test(subject) : (spare ??= fallback()).test(subject);
  return {
    engine: 're2',
    groupCount: pattern.groupCount,
    groupNames: pattern.groupNames,
    search,
    searchAscii: search,
    test,
    testAscii: test,
  };
}

function isInside(newline: number, subject: string): boolean {
  return newline >= 0 && newline < subject.length - 1;
}
