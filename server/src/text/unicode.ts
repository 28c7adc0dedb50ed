import {
  type CodePointSet,
  areDisjoint,
  codePointsOf,
  complement,
  intersect,
  setHas,
  setOfCodePoints,
  unite,
} from './code-point-set.ts';
import { once } from './once.ts';
import * as data from './unicode-data.ts';

/**
 * Unicode as Python 3.11's `re` sees it (Unicode 14), whatever the running JavaScript engine knows. Other Pythons differ only
 * in characters that their Unicode version adds.
 */

/** `\w` without the ASCII flag. */
export const wordSet = once(() => decodeRanges(data.wordRanges));
/** `\d` without the ASCII flag. */
export const digitSet = once(() => decodeRanges(data.digitRanges));
/** `\s` without the ASCII flag. */
export const spaceSet = once(() => decodeRanges(data.spaceRanges));

/** `\w \d \s` with the ASCII flag. */
export const asciiWordSet: CodePointSet = [0x30, 0x3a, 0x41, 0x5b, 0x5f, 0x60, 0x61, 0x7b];
export const asciiDigitSet: CodePointSet = [0x30, 0x3a];
export const asciiSpaceSet: CodePointSet = [0x09, 0x0e, 0x20, 0x21];

const alphaSet = once(() => decodeRanges(data.alphaRanges));
const printableSet = once(() => decodeRanges(data.printableRanges));
const identifierStartSet = once(() => decodeRanges(data.identifierStartRanges));
const identifierSet = once(() => decodeRanges(data.identifierRanges));
/** Every code point that `lower` changes, with what it becomes; in order. */
export const lowerMap = once(() => decodeCase(data.lowerRuns));
/** Every code point that `upper` changes, with what it becomes; in order. */
export const upperMap = once(() => decodeCase(data.upperRuns));
/** `re._casefix`: lower-case letters with other lower-case letters of the same upper case. E.g. `s`: U+017F */
export const extraCases = once(() => decodeExtraCases(data.extraCases));
const sourcesOfLower = once(() => invert(lowerMap()));
const changedByLower = once(() => setOfCodePoints(lowerMap().keys()));
const keptByLower = once(() => complement(changedByLower()));
const casedSet = once(() => unite(changedByLower(), setOfCodePoints(upperMap().keys())));
const isAsciiWord = Uint8Array.from({ length: 128 }, (_, c) => (setHas(asciiWordSet, c) ? 1 : 0));

/** `Py_UNICODE_ISALNUM`, or an underscore. */
export function isWord(codePoint: number): boolean {
  return codePoint < 128 ? isAsciiWord[codePoint] === 1 : setHas(wordSet(), codePoint);
}

/** `Py_UNICODE_ISDECIMAL` */
export function isDigit(codePoint: number): boolean {
  return codePoint < 128 ? codePoint >= 0x30 && codePoint <= 0x39 : setHas(digitSet(), codePoint);
}

/** `Py_UNICODE_ISSPACE` */
export function isSpace(codePoint: number): boolean {
  if (codePoint < 128)
    return codePoint === 0x20 || (codePoint >= 0x09 && codePoint <= 0x0d) || (codePoint >= 0x1c && codePoint <= 0x1f);
  return setHas(spaceSet(), codePoint);
}

/** What a decimal digit of any script is worth; undefined for everything else. (`Py_UNICODE_TODECIMAL`) */
export function digitValue(codePoint: number): number | undefined {
  const digits = digitSet();
  for (let i = 0; i < digits.length; i += 2)
    if (digits[i]! <= codePoint && codePoint < digits[i + 1]!) return (codePoint - digits[i]!) % 10;
  return undefined;
}

/** `str.isalpha` of every character, and not empty. */
export function isAlpha(text: string): boolean {
  return text !== '' && Array.from(text).every((char) => setHas(alphaSet(), char.codePointAt(0)!));
}

/** `str.isprintable` of one character. */
export function isPrintable(codePoint: number): boolean {
  return setHas(printableSet(), codePoint);
}

/** `str.isidentifier` */
export function isIdentifier(text: string): boolean {
  if (!/[^\0-\x7f]/.test(text)) return /^[A-Za-z_]\w*$/.test(text);
  return (
    text !== '' &&
    Array.from(text).every((char, i) => setHas(i === 0 ? identifierStartSet() : identifierSet(), char.codePointAt(0)!))
  );
}

/** `sre_lower_unicode`: what a character becomes before IGNORECASE compares it. Quirk: U+0130 becomes `i`. */
export function lower(codePoint: number): number {
  return lowerMap().get(codePoint) ?? codePoint;
}

/** `sre_upper_unicode`; of an upper case of several characters the first. E.g. `ß` becomes `S` */
export function upper(codePoint: number): number {
  return upperMap().get(codePoint) ?? codePoint;
}

/** `sre_lower_ascii` */
export function lowerAscii(codePoint: number): number {
  return codePoint >= 0x41 && codePoint <= 0x5a ? codePoint + 32 : codePoint;
}

/** `_sre.unicode_iscased`, `_sre.ascii_iscased` */
export function isCased(codePoint: number, ascii: boolean): boolean {
  if (!ascii && codePoint >= 128) return lowerMap().has(codePoint) || upperMap().has(codePoint);
  return (codePoint >= 0x41 && codePoint <= 0x5a) || (codePoint >= 0x61 && codePoint <= 0x7a);
}

/** Of i, k, s; the other letters of ASCII have none. */
const variantsBeyondAscii: ReadonlyMap<number, readonly number[]> = new Map([
  [0x69, [0x130, 0x131]],
  [0x6b, [0x212a]],
  [0x73, [0x17f]],
]);

/**
 * All code points that the literal `codePoint` matches under IGNORECASE (`_compile` of LITERAL in `re/_compiler.py`), itself
 * among them, sorted. E.g. `k`: K, k, U+212A
 */
export function caseVariants(codePoint: number, ascii: boolean): number[] {
  if (!isCased(codePoint, ascii)) return [codePoint];
  const small = lowerAscii(codePoint);
  if (ascii) return [small - 32, small];
  if (codePoint < 128) return [small - 32, small, ...(variantsBeyondAscii.get(small) ?? [])];
  const lowered = lower(codePoint);
  return [lowered, ...(extraCases().get(lowered) ?? [])].flatMap(lowersTo).sort((a, b) => a - b);
}

/** The code points of `set` in lower case (`ascii`: only A to Z change), each with its extra cases unless `ascii`. */
export function lowerSet(set: CodePointSet, ascii: boolean): CodePointSet {
  if (!hasCased(set, ascii)) return set;
  const capitals: CodePointSet = ascii ? [0x41, 0x5b] : changedByLower();
  const convert = ascii ? lowerAscii : lower;
  const lowered = unite(
    intersect(set, complement(capitals)),
    setOfCodePoints([...codePointsOf(intersect(set, capitals))].map(convert)),
  );
  if (ascii) return lowered;
  return unite(
    lowered,
    setOfCodePoints([...extraCases()].flatMap(([c, others]) => (setHas(lowered, c) ? others : []))),
  );
}

/** All code points whose lower case is in `lowered`. */
export function unlower(lowered: CodePointSet): CodePointSet {
  const changed = [...lowerMap()].flatMap(([c, to]) => (setHas(lowered, to) ? [c] : []));
  return unite(intersect(lowered, keptByLower()), setOfCodePoints(changed));
}

/** All code points that have an upper case, and have it in `set`. */
export function unupper(set: CodePointSet): number[] {
  return [...upperMap()].flatMap(([c, to]) => (setHas(set, to) ? [c] : []));
}

/** True where some code point of `set` has case. */
export function hasCased(set: CodePointSet, ascii: boolean): boolean {
  if (set.length === 0) return false;
  return !areDisjoint(set, ascii || set.at(-1)! <= 128 ? [0x41, 0x5b, 0x61, 0x7b] : casedSet());
}

function lowersTo(lowered: number): readonly number[] {
  const others = sourcesOfLower().get(lowered) ?? [];
  return lowerMap().has(lowered) ? others : [lowered, ...others];
}

/** 'gap,length …' as scripts/generate-unicode.py writes it. */
function decodeRanges(text: string): CodePointSet {
  const out: number[] = [];
  let end = 0;
  for (const run of text.split(' ')) {
    const [gap, length] = run.split(',').map(fromBase36);
    out.push(end + gap!, (end += gap! + length!));
  }
  return out;
}

/** 'gap,count,stride,delta …' */
function decodeCase(text: string): ReadonlyMap<number, number> {
  const map = new Map<number, number>();
  let first = 0;
  for (const run of text.split(' ')) {
    const [gap, count, stride, delta] = run.split(',').map(fromBase36);
    first += gap!;
    for (let i = 0; i < count!; i++) map.set(first + i * stride!, first + i * stride! + delta!);
  }
  return map;
}

function decodeExtraCases(text: string): ReadonlyMap<number, readonly number[]> {
  return new Map(
    text
      .split(' ')
      .map((row) => row.split(',').map(fromBase36))
      .map(([c, ...others]) => [c!, others]),
  );
}

function fromBase36(text: string): number {
  return parseInt(text, 36);
}

function invert(map: ReadonlyMap<number, number>): ReadonlyMap<number, readonly number[]> {
  const out = new Map<number, number[]>();
  for (const [from, to] of map) out.set(to, [...(out.get(to) ?? []), from]);
  return out;
}
