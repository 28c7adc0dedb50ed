import type { CodeActionAnswer, FeatureInput } from '../answers.ts';
import type { Span } from '../../text/span.ts';
import { fixInLocal } from './fix-in-local.ts';
import { proposals } from './proposals.ts';
import { filterChanges, onlyRepeatsAreGone, type FilterChange } from './prove.ts';

/** What another way to write a filter does to the lines of its sample; `tried`: lines that go through a regex that is written anew. */
export interface SampleEffect {
  readonly tried: number;
  readonly gained: number;
  readonly lost: number;
  /** Matched before and after, but somebody else is taken. */
  readonly changed: number;
}

/** What changes of filters do to the lines of the sample, in their order; empty where there is no sample. */
export type Effects = (ways: readonly FilterChange[]) => Promise<readonly (SampleEffect | undefined)[]>;

/**
 * Other ways to write what stands in the span, each proved: the server loads the very same filter, or regexes are gone that an identical one stands before, or
 * the lines of the sample, of which some go through the regex that is written anew, have the same ids.
 */
export async function refactorings(input: FeatureInput, span: Span, effects: Effects): Promise<CodeActionAnswer[]> {
  const proposed = (isLarge(input) ? [] : proposals(input, span)).flatMap((refactoring) => {
    const ways = filterChanges(input, refactoring);
    return ways ? [{ refactoring, ways: ways.filter((way) => !onlyRepeatsAreGone(way)) }] : [];
  });
  const tried = await effectsOf(
    proposed.map(({ ways }) => ways),
    effects,
  );
  return proposed.flatMap(({ refactoring, ways }, i) => (ways.length === 0 || isSame(tried[i]) ? [refactoring] : []));
}

/** The actions, in a filter that a package may own also in its `.local`; those that change what a filter finds with the lines of the sample that they gain and lose. */
export async function triedActions(
  input: FeatureInput,
  actions: readonly CodeActionAnswer[],
  effects: Effects,
): Promise<CodeActionAnswer[]> {
  if (input.analysis.kind !== 'filter' || isLarge(input) || actions.length > mostActions) return [...actions];
  const ways = actions.map((action) => (action.kind === 'quickfix' ? (filterChanges(input, action) ?? []) : []));
  const tried = await effectsOf(ways, effects);
  return actions.flatMap((action, i) => {
    const effect = tried[i];
    const local = fixInLocal(input, action, ways[i]!);
    // One of a pair may be preferred.
    const offered = local ? [local, { ...action, isPreferred: false }] : [action];
    return effect ? offered.map((one) => ({ ...one, title: `${one.title} (${inWords(effect)})` })) : offered;
  });
}

/** Each way to write a file is a reading of it: of a large one, or of many, that would take longer than an editor can wait. */
function isLarge({ analysis }: FeatureInput): boolean {
  return analysis.source.tree.text.length > mostCharacters;
}

const mostCharacters = 100_000;
const mostActions = 24;

/** Of the modes of the filter that a change changes, what it does at worst; undefined where one of them could not be tried. */
async function effectsOf(
  changes: readonly (readonly FilterChange[])[],
  effects: Effects,
): Promise<(SampleEffect | undefined)[]> {
  const ways = changes.flat();
  const tried = ways.length === 0 ? [] : await effects(ways);
  let at = 0;
  return changes.map(({ length }) => {
    const of = tried.slice(at, (at += length));
    if (of.length < length || of.length === 0) return undefined;
    return of.reduce((worst, effect) => worst && effect && worse(worst, effect));
  });
}

/** Modes have most lines in common: the one that differs more is told. */
function worse(one: SampleEffect, other: SampleEffect): SampleEffect {
  const size = ({ gained, lost, changed }: SampleEffect): number => gained + lost + changed;
  const more = size(other) > size(one) ? other : one;
  return { ...more, tried: Math.min(one.tried, other.tried) };
}

function isSame(effect: SampleEffect | undefined): boolean {
  return effect !== undefined && effect.tried > 0 && effect.gained + effect.lost + effect.changed === 0;
}

function inWords({ gained, lost, changed }: SampleEffect): string {
  if (gained + lost + changed === 0) return 'the same lines of the sample match';
  const parts = [`+${gained}`, `\u2212${lost}`, ...(changed > 0 ? [`${changed} with another id`] : [])];
  return `lines of the sample: ${parts.join(' ')}`;
}
