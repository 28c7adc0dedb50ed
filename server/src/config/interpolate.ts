import { MappedText, type Origin, type Segment } from '../text/mapped-text.ts';
import { wordRegex } from '../text/python-string.ts';
import {
  badPercent,
  badReference,
  missingOption,
  noneInText,
  noOption,
  noSection,
  tooDeep,
  tooLarge,
} from './errors.ts';
import type { Layers } from './layers.ts';

/** Values that beat the configuration's own, by option name; null where a value is set and is Python's None. */
export type Overrides = ReadonlyMap<string, MappedText | null>;

/** configparser's limit of nested `%(…)s`. */
const maxDepth = 10;

/** Longest result of a substitution; nothing honest comes near. */
export const longestValue = 1 << 26;

/** References followed for one value. */
const mostReferences = 1 << 18;

/** What has been put together of one value so far. */
interface Result {
  readonly parts: Segment[];
  length: number;
  references: number;
}

/** Where `%(x)s` finds `x`: what this value's own references brought in, then overrides, section, defaults. */
interface Scope {
  readonly layers: Layers;
  readonly section: string;
  readonly option: string;
  readonly overrides: Overrides;
  /** `sec/opt` references seen at this depth and above, and `__name__`. */
  readonly added: ReadonlyMap<string, MappedText>;
}

/**
 * As `ConfigParser.get`: the value of an option of a section, with every `%(…)s` and `%%` resolved. Null only where an
 * override is None. Throws ConfigError (NoSectionError, NoOptionError, Interpolation…Error).
 */
export function getOption(layers: Layers, section: string, option: string, overrides?: Overrides): MappedText | null {
  const value = findOption(layers, section, option, overrides);
  if (value !== undefined) return value;
  throw isSection(layers, section) ? noOption(option.toLowerCase(), section) : noSection(section);
}

/** As `getOption`; undefined where there is no such option, or no such section. */
export function findOption(
  layers: Layers,
  section: string,
  option: string,
  overrides?: Overrides,
): MappedText | null | undefined {
  if (!isSection(layers, section)) return undefined;
  const key = option.toLowerCase();
  const scope: Scope = { layers, section, option: key, overrides: lowerKeys(overrides), added: nothing };
  const value = lookUp(scope, key);
  if (!value || (!value.text.includes('%') && value.length <= longestValue)) return value;
  return interpolate({ ...scope, added: new Map([['__name__', MappedText.builtin(section, '__name__')]]) }, value);
}

const nothing: ReadonlyMap<string, MappedText> = new Map();

function isSection({ sections }: Layers, section: string): boolean {
  return section === 'DEFAULT' || sections.has(section);
}

/** Overrides are looked up in lower case; of two spellings the later one counts. */
function lowerKeys(overrides: Overrides | undefined): Overrides {
  if (!overrides) return nothing;
  for (const key of overrides.keys())
    if (key !== key.toLowerCase()) return new Map([...overrides].map(([k, v]) => [k.toLowerCase(), v]));
  return overrides;
}

function lookUp({ layers, section, overrides, added }: Scope, key: string): MappedText | null | undefined {
  const over = added.get(key) ?? overrides.get(key);
  return over !== undefined ? over : (layers.sections.get(section)?.get(key) ?? layers.defaults.get(key));
}

function interpolate(scope: Scope, value: MappedText): MappedText {
  const result: Result = { parts: [], length: 0, references: 0 };
  interpolateSome(scope, value, 1, result);
  return MappedText.fromSegments(result.parts);
}

/** `BasicInterpolation._interpolate_some` with fail2ban's `%(section/option)s`. */
function interpolateSome(outer: Scope, value: MappedText, depth: number, result: Result): void {
  const text = value.text;
  const scope = withSectionReferences(outer, text);
  if (depth > maxDepth)
    throw tooDeep(scope.option, scope.section, rawValue(scope, text), placeOf(value, 0, text.length));
  let done = 0;
  for (let at = text.indexOf('%'); at !== -1; at = text.indexOf('%', done)) {
    push(scope, result, value.segmentsBetween(done, at));
    const next = text[at + 1];
    if (next === '%') {
      done = at + 2;
      push(scope, result, [singlePercent(value.segmentsBetween(at, done))]);
    } else if (next === '(') {
      const close = text.indexOf(')', at);
      if (close === -1 || close === at + 2 || text[close + 1] !== 's')
        throw badReference(text.slice(at), placeOf(value, at, close === -1 ? text.length : close + 1));
      const name = text.slice(at + 2, close).toLowerCase();
      const found = lookUp(scope, name);
      if (found === undefined)
        throw missingOption(
          scope.option,
          scope.section,
          name,
          rawValue(scope, text.slice(at)),
          placeOf(value, at, close + 2),
        );
      done = close + 2;
      if (++result.references > mostReferences)
        throw tooLarge(`the value of '${scope.option}'`, placeOf(value, at, done));
      if (found === null) throw noneInText(placeOf(value, at, done));
      if (found.text.includes('%')) interpolateSome(scope, found, depth + 1, result);
      else push(scope, result, found.segments);
    } else throw badPercent(text.slice(at), placeOf(value, at, at + 1));
  }
  push(scope, result, value.segmentsBetween(done, text.length));
}

function push({ option }: Scope, result: Result, segments: readonly Segment[]): void {
  for (const segment of segments) {
    result.parts.push(segment);
    result.length += segment.text.length;
    if (result.parts.length > 1 && result.length > longestValue)
      throw tooLarge(`the value of '${option}'`, segment.origin);
  }
}

/** `%` that stands for `%%`; two that come from two files are shown where the first stands. */
function singlePercent([first, second]: readonly Segment[]): Segment {
  const { file, span } = first!.origin;
  const end = second?.origin.file === file ? second.origin.span.end : span.end;
  return { text: '%', origin: { file, span: { start: span.start, end } }, exact: false };
}

function placeOf(value: MappedText, start: number, end: number): Origin | undefined {
  return value.whereToShow({ start, end })[0];
}

/** The option's raw value for a message: overrides do not count, and an option that only they hold shows what is left to read. */
function rawValue({ layers, section, option }: Scope, rest: string): string {
  return (layers.sections.get(section)?.get(option) ?? layers.defaults.get(option))?.text ?? rest;
}

const sectionReference = wordRegex((word) => `%\\(([${word}\\-]+)/([^)]+)\\)s`, 'g');

/**
 * Finds the values of all `%(section/option)s` of a text before it is read. They are kept under the name as written,
 * yet looked up in lower case: hence `%(Sec/x)s` fails.
 */
function withSectionReferences(scope: Scope, text: string): Scope {
  if (!text.includes('/') || !text.includes('%(')) return scope;
  const added = new Map(scope.added);
  const inner = { ...scope, added };
  for (const [, section, option] of text.matchAll(sectionReference(text))) {
    const name = `${section}/${option}`;
    if (lookUp(inner, name) !== undefined) continue;
    const value = referencedValue(scope, section!, option!);
    if (value) added.set(name, value);
  }
  return inner;
}

/** `known/x`: what the last overlay replaced; `default/x`; `sec/x`, only where there is such a section; each else `[DEFAULT] x`. */
function referencedValue({ layers, section: own }: Scope, section: string, option: string): MappedText | undefined {
  const fallback = layers.defaults.get(option);
  const lower = section.toLowerCase();
  if (lower === 'default') return fallback;
  if (lower === 'known') return layers.sections.get(`KNOWN/${own}`)?.get(option) ?? fallback;
  const options = layers.sections.get(section);
  return options && (options.get(option) ?? fallback);
}
