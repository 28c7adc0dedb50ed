import { ambiguityOf } from '../pyre/analysis/ambiguity.ts';
import type { Pattern } from '../pyre/nodes.ts';
import type { Span } from '../text/span.ts';
import { createTracer, type Tracer } from '../translate/tracer.ts';
import { SearchBudgetExceeded } from '../translate/searcher.ts';
import { tagsOf, textOf } from './base-line.ts';
import { client, type Catastrophe } from './danger.ts';
import { configuredPart } from './places.ts';
import type { Probe, ProbedRegex } from './probe.ts';
import { writeText } from './written-text.ts';

/**
 * A text on which the search of a regex takes steps without end: each further word multiplies them. The automaton names the loops that may be so, the
 * tracing matcher, which goes CPython's way step by step, counts. Only words, blanks and the marks of a sentence are tried: what every program lets through.
 */
export function findCatastrophe(probe: Probe, { name, regex }: ProbedRegex): Catastrophe | undefined {
  const { kind, spans } = ambiguityOf(regex.pattern);
  if (kind !== 'exponential') return undefined;
  const tracer = createTracer(regex.pattern, { python: probe.texts.python, budget });
  for (const span of spans)
    for (const before of textsBefore(regex.pattern, span, tagsOf(regex)))
      for (const word of words)
        for (const end of ends) {
          const proof = growth(tracer, (count) => before + word.repeat(count) + end);
          if (proof) return { kind: 'catastrophe', ...configuredPart(probe, name, span), word, proof };
        }
  return undefined;
}

const words = ['x ', ' x', 'x', ': x', ': ', '1', 'x, ', 'x. ', 'x-', 'x/', '.x', ' '];
const ends = ['', '!'];

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

const counts = [8, 12, 16, 20, 24];
/** About a tenth of a second of the tracing matcher, and more of Python's. */
const budget = 4_000_000;
const manySteps = 100_000;
/** Four more words cost so many times as much: no power of the length grows like that here, twice in a row. */
const leastGrowth = 4;

/** The largest text that was searched to its end, where the steps grow exponentially. */
function growth(tracer: Tracer, textFor: (count: number) => string): Catastrophe['proof'] | undefined {
  const steps: number[] = [];
  for (const count of counts) {
    const taken = stepsOn(tracer, `${textFor(count)}\n`);
    if (taken === undefined) break;
    steps.push(taken);
    // The first ones tell: what is no power there will be none later.
    if (steps.length > 1 && taken < leastGrowth * 0.75 * steps.at(-2)!) return undefined;
  }
  const [a, b, c] = steps.slice(-3);
  if (c === undefined || c < manySteps || c < leastGrowth * b! || b! < leastGrowth * a!) return undefined;
  return { text: textFor(counts[steps.length - 1]!), steps: c };
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
