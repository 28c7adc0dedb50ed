import { createProbe, type FilterTexts, type Probe } from './probe.ts';
import { mostSampleCharacters } from './sample.ts';
import type { Guard } from '../matching/search-block.ts';

/** What another way to write a filter does to the lines of its sample. */
export interface SampleEffect {
  /** Lines in which a regex that is written anew takes part, as it is. */
  readonly tried: number;
  readonly gained: number;
  readonly lost: number;
  /** Matched before and after, but somebody else is taken. */
  readonly changed: number;
}

/** Milliseconds for one way. */
const longestRun = 1000;

/** One for each way; undefined where fail2ban refuses it, or where its searches took too long. */
export function effectsOnSample(
  ways: readonly { readonly before: FilterTexts; readonly after: FilterTexts }[],
  { guard, sample }: { readonly guard: Guard; readonly sample: string },
): (SampleEffect | undefined)[] {
  const log =
    sample.length > mostSampleCharacters ? sample.slice(0, sample.lastIndexOf('\n', mostSampleCharacters) + 1) : sample;
  return ways.map(({ before, after }) => {
    const [was, is] = [createProbe(before), createProbe(after)];
    let effect: SampleEffect | undefined;
    if (was.isWhole && is.isWhole)
      guard(
        () => void (effect = { tried: triedIn(was, after, log), ...compared(idsIn(was, log), idsIn(is, log)) }),
        longestRun,
      );
    return effect;
  });
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
): Omit<SampleEffect, 'tried'> {
  const both = [...before].filter(([line]) => after.has(line));
  return {
    gained: after.size - both.length,
    lost: before.size - both.length,
    changed: both.filter(([line, ids]) => after.get(line) !== ids).length,
  };
}
