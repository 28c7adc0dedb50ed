import { ambiguityOf } from '../pyre/analysis/ambiguity.ts';
import { leafSet } from '../pyre/analysis/leaf-set.ts';
import { walk } from '../pyre/walk.ts';
import { complement, intersect, setHas, unite, type CodePointSet } from '../text/code-point-set.ts';
import type { Pattern } from '../pyre/nodes.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import type { Span } from '../text/span.ts';
import { createTracer, type Tracer } from '../translate/tracer.ts';
import { SearchBudgetExceeded } from '../translate/searcher.ts';
import { tagsOf, textOf } from './base-line.ts';
import { client, type Catastrophe } from './danger.ts';
import { loopFix } from './loop-fix.ts';
import { configuredPart } from './places.ts';
import type { Probe, ProbedRegex } from './probe.ts';
import { writeText } from './written-text.ts';

/** A loop that takes too many steps on a text, and how they grow: as of `Catastrophe`. */
export interface Costly extends Pick<Catastrophe, 'word' | 'degree' | 'seconds' | 'proof'> {
  /** In the pattern. */
  readonly span: Span;
}

export interface CostlyOptions {
  readonly python: PythonVersion;
  /** Parts that a tag became. */
  readonly tags: readonly Span[];
  /** What stands behind every text that is searched. */
  readonly ending: string;
}

/** A text on which the search of a regex of the filter takes steps without end, or so many that a long line costs over a second. */
export function findCatastrophe(probe: Probe, probed: ProbedRegex): Catastrophe | undefined {
  const { name, regex } = probed;
  const found = findCostly(regex.pattern, { python: probe.texts.python, tags: tagsOf(regex), ending: '\n' });
  if (!found) return undefined;
  const { span, ...costs } = found;
  const fix =
    costs.degree === Infinity ? loopFix(probe, probed, span, (fixed) => !findCatastrophe(probe, fixed)) : undefined;
  return { kind: 'catastrophe', ...configuredPart(probe, name, span), ...costs, fix };
}

/**
 * A text on which the search takes steps without end: each further word multiplies them; or so many of them that a long line costs over a
 * second. The automaton names the loops that may be so, the tracing matcher, which goes CPython's way step by step, counts.
 */
export function findCostly(pattern: Pattern, options: CostlyOptions): Costly | undefined {
  const { kind, degree, spans } = ambiguityOf(pattern);
  if (kind === 'exponential') return findEndless(pattern, spans, options);
  return degree >= leastDegree ? findSlow(pattern, spans, options) : undefined;
}

function findEndless(
  pattern: Pattern,
  spans: readonly Span[],
  { python, tags, ending }: CostlyOptions,
): Costly | undefined {
  const tracer = createTracer(pattern, { python, budget });
  let left = stepsOfLoops;
  for (const span of spans) {
    const { words, ends } = pumpsOf(pattern, span, tags);
    for (const before of textsBefore(pattern, span, tags))
      for (const word of [...commonWords, ...words])
        for (const end of ends) {
          if (left <= 0) return undefined;
          const { proof, steps } = growth(tracer, (count) => before + word.repeat(count) + end, ending);
          left -= steps + stepsOfTry;
          if (proof) return { span, word, proof, degree: Infinity };
        }
  }
  return undefined;
}

/** A text that a search can divide among several loops in as many ways as a power of its length. */
function findSlow(
  pattern: Pattern,
  spans: readonly Span[],
  { python, tags, ending }: CostlyOptions,
): Costly | undefined {
  const tracer = createTracer(pattern, { python, budget });
  let worst: (Costly & { readonly seconds: number }) | undefined;
  let left = stepsOfSlow;
  const tried = new Set<string>();
  for (const { before, word } of slowTexts(pattern, spans, tags)) {
    if (left <= 0 || (worst && worst.seconds >= surelyTooLong)) break;
    const textFor = (length: number): string => before + word.repeat(Math.ceil(length / word.length));
    const measured: { text: string; steps: number }[] = [];
    let isGrown = true;
    for (const length of lengths) {
      const text = textFor(length);
      if (tried.has(text)) continue;
      tried.add(text);
      const last = measured.at(-1);
      isGrown = left > 0;
      if (!isGrown) break;
      const steps = stepsOn(tracer, text + ending);
      left -= steps ?? budget;
      // Too many to be counted: what was counted of shorter texts tells how they grow.
      if (steps === undefined) break;
      isGrown = !last || length <= surelyGrown || steps >= leastPower * last.steps;
      if (!isGrown) break;
      measured.push({ text, steps });
    }
    const [one, other] = measured.slice(-2);
    if (!isGrown || !other || measured.length < 3) continue;
    const power = Math.log2(other.steps / one!.steps) / Math.log2(other.text.length / one!.text.length);
    const seconds = (other.steps * (longestLine / other.text.length) ** power) / stepsOfSecond;
    if (power < leastDegree - 0.5 || seconds < 1 || seconds <= (worst?.seconds ?? 0)) continue;
    worst = { span: spans[0]!, word, proof: other, degree: Math.round(power), seconds };
  }
  return worst;
}

/**
 * What could be divided among all loops, or among all but a few of the first and last: a search does not end early on a word that lacks
 * what stands behind the last loop.
 */
function* slowTexts(
  pattern: Pattern,
  spans: readonly Span[],
  tags: readonly Span[],
): Generator<{ readonly before: string; readonly word: string }> {
  const ends = [Math.max(...spans.map(({ end }) => end)), ...spans.map(({ start }) => start).reverse()];
  for (const end of ends.slice(0, 4))
    for (const [first, { start }] of spans.slice(0, 3).entries()) {
      if (spans.filter((span) => start <= span.start && span.end <= end).length < leastDegree - 1) continue;
      const part = { start, end };
      const own = first === 0 && end === ends[0] ? spans.flatMap((span) => pumpsOf(pattern, span, tags).words) : [];
      for (const before of textsBefore(pattern, part, tags))
        for (const word of new Set([...wordsOver(pattern, part, tags), ...own])) yield { before, word };
    }
}

/** Twice the length costs so many times as much, or the power is less than wanted. */
const leastPower = 3.5;
/** For all texts of one regex. */
const stepsOfSlow = 1_500_000;
/** The least power of the length by which a line can cost over a second. */
const leastDegree = 3;
/** Of the texts that are tried; the short ones for what takes too many steps on longer ones. */
const lengths = [19, 38, 75, 150, 300];
/** Seconds for a long line, after which nothing worse is looked for. */
const surelyTooLong = 3600;
/** Where steps grow, this text is long enough to show it. */
const surelyGrown = 75;
/** A request that web servers take, or a message that rsyslog does. */
export const longestLine = 8000;
/** Python's `re` takes 60 to 600 million of the tracer's steps in a second, the most where it looks for a letter behind `.*`. */
const stepsOfSecond = 600_000_000;
/** For all texts of the loops of one regex, and what it costs to try one. */
const stepsOfLoops = 6_000_000;
const stepsOfTry = 5000;

const commonWords = ['x ', ' x', 'x', ': x', ': ', '1', 'x, ', 'x. ', 'x-', 'x/', '.x', ' '];

/** What a loop's own characters can be put together to, the shortest first; and what ends it: nothing, or a character that it does not take. */
function pumpsOf(pattern: Pattern, loop: Span, tags: readonly Span[]): { words: string[]; ends: string[] } {
  const sets: CodePointSet[] = [];
  walk(pattern, (node, flags) => {
    const set = loop.start <= node.span.start && node.span.end <= loop.end ? leafSet(node, flags) : undefined;
    if (set) sets.push(set);
    return node.type !== 'LookAround';
  });
  const meets = sets.flatMap((set, i) => sets.slice(i + 1).map((other) => intersect(set, other)));
  const chars = [...new Set([...meets, ...sets].flatMap((set) => shownOf(set) ?? []))].slice(0, mostChars);
  const pairs = chars.flatMap((one) => chars.flatMap((other) => (one === other ? [] : [one + other])));
  const turns = wordsOver(pattern, loop, tags);
  const stranger = shownOf(complement(unite(...sets)));
  const words = new Set([...turns, ...chars, ...pairs]);
  return {
    words: [...words].filter((word) => word !== '' && !word.includes('\n')),
    ends: [...new Set(['', '!', stranger ?? ''])],
  };
}

const mostChars = 8;

/** A character that is easy to read; of other scripts where there is none. */
function shownOf(set: CodePointSet): string | undefined {
  const shown = intersect(set, printable);
  const easy = [...'x1 a'].find((char) => setHas(shown, char.codePointAt(0)!));
  const first = shown[0] ?? intersect(set, otherScripts)[0];
  return easy ?? (first === undefined ? undefined : String.fromCodePoint(first));
}

const otherScripts: CodePointSet = [0xa1, 0xd800];
const printable: CodePointSet = [0x20, 0x7f];

/** What is written for a part of the regex, in a few ways. */
function wordsOver(pattern: Pattern, part: Span, tags: readonly Span[]): string[] {
  const texts = (['word', 'least'] as const).flatMap((fill) =>
    [1, 2, 3].flatMap((choice) => {
      const written = writeText(pattern, { address: client, fill, choice, tags });
      const inside = written?.pieces.filter(({ span }) => part.start <= span.start && span.end <= part.end);
      return inside ? [textOf(inside), textOf(inside).replaceAll(' ', '')] : [];
    }),
  );
  return [...new Set(texts)].filter((text) => text !== '' && text.length <= 40 && !text.includes('\n'));
}

/** What a match holds before a loop, in a few ways. */
function textsBefore(pattern: Pattern, loop: Span, tags: readonly Span[]): string[] {
  const texts = (['least', 'word'] as const).flatMap((fill) =>
    [0, 1].flatMap((choice) => {
      const written = writeText(pattern, { address: client, fill, choice, tags });
      return written ? [textOf(written.pieces.filter(({ span }) => span.end <= loop.start))] : [];
    }),
  );
  return [...new Set(texts)];
}

const counts = [8, 10, 12, 14, 16, 18, 20, 22, 24];
/** Less than a tenth of a second of the tracing matcher. */
const budget = 3_000_000;
const manySteps = 100_000;
/** Two more words cost so many times as much, and no less than the two before: no power of the length grows so. */
const leastGrowth = 2;
const leastLasting = 0.9;

interface Measured {
  readonly proof: Catastrophe['proof'] | undefined;
  readonly steps: number;
}

/** The largest text that was searched to its end, where the steps grow exponentially; and all steps that this took. */
function growth(tracer: Tracer, textFor: (count: number) => string, ending: string): Measured {
  const measured: { readonly text: string; readonly steps: number }[] = [];
  let all = 0;
  const measure = (count: number): (typeof measured)[number] | undefined => {
    const text = textFor(count);
    const steps = stepsOn(tracer, text + ending);
    all += steps ?? budget;
    return steps === undefined ? undefined : { text, steps };
  };
  for (const count of counts) {
    const next = measure(count);
    if (!next) break;
    const last = measured.at(-1);
    // What is no power there will be none later.
    if (last && next.steps < leastGrowth * 0.75 * last.steps) return { proof: undefined, steps: all };
    measured.push(next);
  }
  // Each word multiplies them by so much that fewer words tell.
  for (let count = counts[0]! - 2; measured.length < 3 && count > 0; count -= 2) {
    const before = measure(count);
    if (before) measured.unshift(before);
  }
  const [a, b, c] = measured.slice(-3).map(({ steps }) => steps);
  if (
    c === undefined ||
    c < manySteps ||
    c < leastGrowth * b! ||
    b! < leastGrowth * a! ||
    c / b! < (leastLasting * b!) / a!
  )
    return { proof: undefined, steps: all };
  return { proof: measured.at(-1)!, steps: all };
}

function stepsOn(tracer: Tracer, text: string): number | undefined {
  try {
    tracer.search(text);
    return tracer.steps;
  } catch (error) {
    if (error instanceof SearchBudgetExceeded) return undefined;
    throw error;
  }
}
