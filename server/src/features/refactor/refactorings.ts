import type { CodeActionAnswer, FeatureInput } from '../answers.ts';
import { plural } from '../../text/amounts.ts';
import type { Span } from '../../text/span.ts';
import { fixInLocal } from './fix-in-local.ts';
import { proposals } from './proposals.ts';
import { filterChanges, onlyRepeatsAreGone, type FilterChange } from './prove.ts';

/** What is known of another way to write a filter. */
export interface WayEffect {
  /** `same`: proved that it takes the same from every line; `other`: proved that its regexes match other texts; undefined where neither is proved. */
  readonly everyLine: 'same' | 'other' | undefined;
  /** What it does to the lines of the sample; undefined without one, and where that took too long. */
  readonly sample: SampleEffect | undefined;
}

/** What another way to write a filter does to the `lines` of its sample; `tried`: lines that go through a regex that is written anew. */
export interface SampleEffect {
  readonly lines: number;
  readonly tried: number;
  readonly gained: number;
  readonly lost: number;
  /** Matched before and after, but somebody else is taken. */
  readonly changed: number;
}

/** What changes of filters do, in their order; empty where that took too long. */
export type Effects = (ways: readonly FilterChange[]) => Promise<readonly (WayEffect | undefined)[]>;

/**
 * Other ways to write what stands in the span, each proved: the server loads the very same filter, or regexes are gone that an identical one stands before, or
 * the same is taken from every line, or from the lines of the sample, of which some go through the regex that is written anew. What matches other texts is offered
 * only where that is its purpose.
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
  return proposed.flatMap(({ refactoring: { narrows, ...action }, ways }, i) => {
    if (ways.length === 0) return [action];
    const effect = tried[i];
    if (!effect || (effect.everyLine === 'other' && !narrows) || !isSame(effect)) return [];
    return [{ ...action, title: `${action.title} (${inWords(effect)})` }];
  });
}

/** The actions, in a file that a package may own also in a `.local`; in a filter those that change a filter's regexes with what that does to its lines. */
export async function triedActions(
  input: FeatureInput,
  actions: readonly CodeActionAnswer[],
  effects: Effects,
): Promise<CodeActionAnswer[]> {
  if (isLarge(input) || actions.length > mostActions) return [...actions];
  if (input.analysis.kind !== 'filter') return actions.flatMap((action) => alsoInLocal(input, action));
  const ways = actions.map((action) => (action.kind === 'quickfix' ? (filterChanges(input, action) ?? []) : []));
  const tried = await effectsOf(ways, effects);
  return actions.flatMap((action, i) => {
    const effect = tried[i];
    const offered = alsoInLocal(input, action);
    const words = effect && inWords(effect);
    return words === undefined ? offered : offered.map((one) => ({ ...one, title: `${one.title} (${words})` }));
  });
}

function alsoInLocal(input: FeatureInput, action: CodeActionAnswer): CodeActionAnswer[] {
  const local = fixInLocal(input, action);
  // One of a pair may be preferred.
  return local ? [local, { ...action, isPreferred: false }] : [action];
}

/** Each way to write a file is a reading of it: of a large one, or of many, that would take longer than an editor can wait. */
function isLarge({ analysis }: FeatureInput): boolean {
  return analysis.source.tree.text.length > mostCharacters;
}

const mostCharacters = 100_000;
const mostActions = 24;

/** Of the modes of the filter that a change changes, what it does at worst; undefined where of one of them nothing is known. */
async function effectsOf(
  changes: readonly (readonly FilterChange[])[],
  effects: Effects,
): Promise<(WayEffect | undefined)[]> {
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
function worse(one: WayEffect, other: WayEffect): WayEffect {
  if (one.everyLine === 'same') return other;
  if (other.everyLine === 'same') return one;
  const everyLine = one.everyLine ?? other.everyLine;
  if (!one.sample || !other.sample) return { everyLine, sample: undefined };
  const size = ({ gained, lost, changed }: SampleEffect): number => gained + lost + changed;
  const more = size(other.sample) > size(one.sample) ? other.sample : one.sample;
  return { everyLine, sample: { ...more, tried: Math.min(one.sample.tried, other.sample.tried) } };
}

function isSame({ everyLine, sample }: WayEffect): boolean {
  if (everyLine === 'same') return true;
  return sample !== undefined && sample.tried > 0 && sample.gained + sample.lost + sample.changed === 0;
}

/** Undefined where nothing is known. */
function inWords({ everyLine, sample }: WayEffect): string | undefined {
  if (everyLine === 'same') return 'same for every line';
  if (!sample) return undefined;
  const { lines, gained, lost, changed } = sample;
  if (gained + lost + changed === 0) return `same for the ${plural(lines, 'line')} of the sample`;
  const parts = [`+${gained}`, `\u2212${lost}`, ...(changed > 0 ? [`${changed} with another id`] : [])];
  return `lines of the sample: ${parts.join(' ')}`;
}
