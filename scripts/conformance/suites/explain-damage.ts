import { explainMiss, type ExplainOptions, type Miss } from '../../../server/src/explain/explain-regex.ts';
import { partsOf, type RegexPart } from '../../../server/src/explain/regex-parts.ts';
import { parsePattern } from '../../../server/src/pyre/parser.ts';
import { createSearcher } from '../../../server/src/translate/compile.ts';
import { matchedTexts, type MatchedText } from '../matched-texts.ts';
import { askOracle } from '../oracle.ts';
import { chosenSeed, createRandom, type Random } from '../random.ts';
import type { Difference, Suite } from '../suite.ts';

const python = '3.11';
/** CASES in the environment makes a shorter run. */
const wantedCases = Number(process.env['CASES'] ?? 2000);
/** Of 100 culprits that are named, so many are the part that was damaged. */
const wantedPercent = 95;
const options: ExplainOptions = { python, multiline: false, guard: (work) => (work(), true), milliseconds: 1000 };

/** A line with one place that was changed, so that the regex does not match any more. */
interface Damaged extends MatchedText {
  readonly kind: string;
  /** The damaged part. */
  readonly part: RegexPart;
  /** The part of the top level in which it stands. */
  readonly outer: RegexPart;
  readonly before: string;
}

/** A part of a text that matches is damaged at random: the culprit that is named has to be that part. */
export const explainDamage: Suite = {
  name: 'explain-damage',
  asks: 'CPython',
  known: [],
  run: async (real) => {
    const random = createRandom(chosenSeed());
    const texts = await matchedTexts(real);
    const cases: Damaged[] = [];
    for (let tries = 0; cases.length < wantedCases && tries < 40 * wantedCases; tries++) {
      const damaged = damage(random.pick(texts), random);
      if (damaged) cases.push(damaged);
    }
    const misses = cases.map(({ regex, text }) => explainMiss(regex, { text, uncut: undefined }, options));
    const unnamed = cases.flatMap((test, i) => (namesPart(misses[i]!, test) ? [] : [describe(test, misses[i]!)]));
    const named = cases.length - unnamed.length;
    const percent = (100 * named) / cases.length;
    return {
      total: cases.length,
      differences: [...(await relaxedThatMiss(cases, misses)), ...(percent < wantedPercent ? unnamed : [])],
      note: `seed ${chosenSeed()}: the damaged part is named in ${percent.toFixed(1)} of 100`,
    };
  },
};

/** The relaxed regex matches in CPython. */
async function relaxedThatMiss(cases: readonly Damaged[], misses: readonly Miss[]): Promise<Difference[]> {
  const answers = await askOracle<({ error: string } | { results: unknown[] })[]>('regex-search.py', {
    shared: [],
    questions: cases.map(({ text }, i) => ({
      pattern: misses[i]!.relaxed ?? '(?!)',
      subjects: [text],
      alsoShared: false,
    })),
  });
  return answers.flatMap((answer, i) =>
    'results' in answer && Array.isArray(answer.results[0])
      ? []
      : [{ id: idOf(cases[i]!), expected: 'a relaxed regex that matches', actual: misses[i]!.relaxed ?? null }],
  );
}

/** The culprit lies at the damaged part, and is not much more than it. */
function namesPart({ culprit }: Miss, { part, outer, regex }: Damaged): boolean {
  if (!culprit) return false;
  const { start, end } = culprit.span;
  // Brackets of groups stand between parts; text put before a part is told of the one behind it or the one before it.
  const isNear = (from: number, to: number): boolean => /^[()?:|<>\w]*$/.test(regex.expanded.text.slice(from, to));
  const touches =
    (start < part.span.end && part.span.start < end) ||
    (start >= part.span.end && isNear(part.span.end, start)) ||
    (end <= part.span.start && isNear(end, part.span.start));
  const length = end - start;
  return touches && (length <= outer.span.end - outer.span.start + 12 || length <= 24);
}

function describe(test: Damaged, { culprit, message }: Miss): Difference {
  return {
    id: idOf(test),
    expected: `${test.part.written}: ${test.kind}, in ${JSON.stringify(test.before.trimEnd())}`,
    actual: `${culprit?.written ?? 'none'}: ${message}`,
  };
}

function idOf({ filter, number, text }: Damaged): string {
  return `${filter} ${number}: ${text.trimEnd()}`;
}

function damage(matched: MatchedText, random: Random): Damaged | undefined {
  const { regex, text } = matched;
  const source = regex.expanded.text;
  if (/\\[1-9]|\(\?\(|\(\?P=/.test(source)) return undefined;
  const outer = random.pick(partsOf(regex.pattern, regex.expanded, regex.configured));
  const part = leafOf(outer, source, text, random);
  const place = part && placeOf(part, source, text);
  if (!place) return undefined;
  // What took nothing cannot be damaged.
  if (place.start === place.end && part.kind !== 'start' && part.kind !== 'end') return undefined;
  const change = changeOf(part, text.slice(place.start, place.end), random);
  if (!change) return undefined;
  const damagedText = text.slice(0, place.start) + change.text + text.slice(place.end);
  if (damagedText === text || regex.searcher.test(damagedText)) return undefined;
  return { ...matched, text: damagedText, before: text, kind: change.kind, part, outer };
}

/** The part itself, or one inside of its branch that took part in the match. */
function leafOf(part: RegexPart, source: string, text: string, random: Random): RegexPart | undefined {
  const branches = part.inner.filter((branch) => branch.length > 1);
  if (branches.length === 0 || random.chance(20)) return part;
  const taken = branches.filter((branch) => placeOf(branch[0]!, source, text) !== undefined);
  return taken.length > 0 ? leafOf(random.pick(random.pick(taken)), source, text, random) : undefined;
}

/** Where in the text a part matches; undefined where it took no part. */
function placeOf({ span }: RegexPart, source: string, text: string): { start: number; end: number } | undefined {
  const probed = `${source.slice(0, span.start)}(?P<probed>${source.slice(span.start, span.end)})${source.slice(span.end)}`;
  const { pattern } = parsePattern(probed, { python });
  const spans = pattern && createSearcher(pattern, { python }).search(text);
  const group = spans ? 2 * pattern!.groupNames.get('probed')! : -1;
  return spans && spans[group]! >= 0 ? { start: spans[group]!, end: spans[group + 1]! } : undefined;
}

function changeOf(
  part: RegexPart,
  found: string,
  random: Random,
): { readonly kind: string; readonly text: string } | undefined {
  const changes: { kind: string; text: string }[] = [];
  const add = (kind: string, text: string): void => void changes.push({ kind, text });
  if (part.kind === 'start') add('text before', `${random.pick(['', '<34>', 'app', '['])}${word(random)} ${found}`);
  else if (part.kind === 'end') add('text behind', ` ${word(random)}${found}`);
  else if (part.kind === 'tag') {
    add('no address', random.pick(['-', '???', '']));
    add('port', `${found}:${1024 + random.int(60000)}`);
  } else if (/^\s+$/.test(found)) {
    add('more blanks', `${found}${found}`);
    add('a tab', '\t');
    add('no blank', '');
  } else {
    add('another', word(random));
    if (found.length > 0) add('missing', '');
    if (/\p{L}/u.test(found) && found !== swapCase(found)) add('case', swapCase(found));
    if (found.length > 3) add('one letter', found.slice(0, 2) + 'q' + found.slice(3));
    add('text before', `${word(random)} ${found}`);
  }
  return changes.length > 0 ? random.pick(changes) : undefined;
}

function word(random: Random): string {
  return Array.from({ length: 3 + random.int(6) }, () => random.pick([...'bcdfghjkmnpqrvwxz'])).join('');
}

function swapCase(text: string): string {
  return Array.from(text, (char) => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase())).join('');
}
