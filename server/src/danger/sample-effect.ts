import { onEveryLine, type EveryLine } from './every-line.ts';
import { createProbe, type FilterTexts, type Probe } from './probe.ts';
import { beginningOfSample } from './sample.ts';
import type { Guard } from '../matching/search-block.ts';

/** What is known of another way to write a filter. */
export interface WayEffect {
  /** What is proved of all lines that there may be. */
  readonly everyLine: EveryLine;
  /** Undefined without a sample, and where the searches took too long. */
  readonly sample: SampleEffect | undefined;
}

/** What another way to write a filter does to the lines of its sample. */
export interface SampleEffect {
  /** Lines of the sample, as far as it was read. */
  readonly lines: number;
  /** Lines in which a regex that is written anew takes part, as it is. */
  readonly tried: number;
  readonly gained: number;
  readonly lost: number;
  /** Matched before and after, but somebody else is taken. */
  readonly changed: number;
}

/** Milliseconds for the run of one way, and for all proofs. */
const longestRun = 1000;
const longestProofs = 1000;

/** One for each way; undefined where fail2ban refuses it. */
export function effectsOf(
  ways: readonly { readonly before: FilterTexts; readonly after: FilterTexts }[],
  { guard, sample }: { readonly guard: Guard; readonly sample: string | undefined },
): (WayEffect | undefined)[] {
  const log = sample === undefined ? undefined : beginningOfSample(sample);
  const probes = ways.map(({ before, after }) => [createProbe(before), createProbe(after)] as const);
  const tries = probes.map(([was, is]) => {
    let effect: SampleEffect | undefined;
    if (log !== undefined && was.isWhole && is.isWhole) guard(() => void (effect = tried(was, is, log)), longestRun);
    return effect;
  });
  const verdicts = tries.map((effect): EveryLine => (effect && isOther(effect) ? 'other' : undefined));
  guard(() => {
    for (const [i, [was, is]] of probes.entries()) verdicts[i] ??= onEveryLine(was, is);
  }, longestProofs);
  return probes.map(([was, is], i) =>
    was.isWhole && is.isWhole ? { everyLine: verdicts[i], sample: tries[i] } : undefined,
  );
}

function isOther({ gained, lost, changed }: SampleEffect): boolean {
  return gained + lost + changed > 0;
}

function tried(was: Probe, is: Probe, log: string): SampleEffect {
  const lines = log.split('\n').length - (/(?:^|\n)$/.test(log) ? 1 : 0);
  return { lines, tried: triedIn(was, is.texts, log), ...compared(idsIn(was, log), idsIn(is, log)) };
}

/** Whom the server takes, by line. */
function idsIn(probe: Probe, log: string): Map<number, string> {
  const ids = new Map<number, string>();
  for (const { line, id } of probe.ask(log).taken) ids.set(line, `${ids.get(line) ?? ''}${id}\n`);
  return ids;
}

function triedIn({ texts, filter, ask }: Probe, after: FilterTexts, log: string): number {
  const { taken, reported, ignoredBy } = ask(log);
  const others = { failregex: new Set(after.failregex), ignoreregex: new Set(after.ignoreregex) };
  if (texts.prefregex !== after.prefregex) return taken.length;
  const found = reported.filter(({ regex }) => !others.failregex.has(filter.failregex[regex]!.configured.text));
  const excused = ignoredBy.filter((index) => !others.ignoreregex.has(filter.ignoreregex[index]!.configured.text));
  return new Set(found.map(({ line }) => line)).size + excused.length;
}

function compared(
  before: ReadonlyMap<number, string>,
  after: ReadonlyMap<number, string>,
): Omit<SampleEffect, 'lines' | 'tried'> {
  const both = [...before].filter(([line]) => after.has(line));
  return {
    gained: after.size - both.length,
    lost: before.size - both.length,
    changed: both.filter(([line, ids]) => after.get(line) !== ids).length,
  };
}
