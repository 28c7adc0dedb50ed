import type { RegexRole } from '../matching/compile-regex.ts';
import type { Pattern } from '../pyre/nodes.ts';
import { parsePattern } from '../pyre/parser.ts';
import type { Origin } from '../text/mapped-text.ts';
import { createSearcher } from '../translate/compile.ts';
import type { Searcher } from '../translate/searcher.ts';
import { differingTexts } from './differing-texts.ts';
import { answersOf, isNoticedInRuns } from './buffered.ts';
import { isNoticed, matchesOf } from './matches.ts';
import { mutationsOf, type Mutation } from './mutations.ts';
import { edits, guarded, inPlace, proposeLine, type ProposedLine } from './propose-line.ts';
import { collectSearched, type BufferedRun, type Searched, type SearchedRequest } from './searched.ts';

export type { ProposedLine } from './propose-line.ts';

/** A change of a regex that no line of the samples notices. */
export interface Mutant {
  readonly role: RegexRole;
  /** From 1, as configured. */
  readonly index: number;
  readonly kind: Mutation['kind'];
  readonly title: string;
  readonly place: Origin;
  /** A line that would notice it; none where none could be built. */
  readonly line: ProposedLine | undefined;
}

export interface MutantReport {
  /** Changes that were tried and do change something. */
  readonly tried: number;
  readonly noticed: number;
  readonly unnoticed: readonly Mutant[];
  /** Changes that no line noticed and of which it is not known whether they change anything. */
  readonly undecided: number;
  /** The time was over before the last change. */
  readonly isPartial: boolean;
}

export interface MutantRequest extends SearchedRequest {
  isOwn(file: string): boolean;
  /** No change is tried any more. */
  isOver(): boolean;
  /** Told before each change: how many were tried, of how many. */
  readonly progress?: (done: number, of: number) => void;
}

interface Outcome {
  readonly noticed: boolean;
  /** Known to change something. */
  readonly changed: boolean;
  /** It was not tried to the end: a search took too long. */
  readonly isUnknown: boolean;
  readonly mutant: Mutant | undefined;
}

/**
 * Tries every small change of a filter's regexes on the lines of its samples. Where none of these is matched otherwise (another verdict, another group), the
 * change is unnoticed; where automata prove that it changes nothing, it is left out. Of a filter with `maxlines`, whose regexes search no one text, the whole
 * sample is run again for each change.
 */
export function findMutants(request: MutantRequest): MutantReport {
  const all = collectSearched(request).map((searched) => ({
    searched,
    mutations: mutationsOf(searched.regex, request.isOwn),
  }));
  const of = all.reduce((sum, { mutations }) => sum + mutations.length, 0);
  const outcomes = new Map<string, Outcome>();
  let done = 0;
  const answers = new Map<BufferedRun, readonly string[] | undefined>();
  const answersOnce = (run: BufferedRun): readonly string[] | undefined => {
    if (!answers.has(run)) answers.set(run, answersOf(run.subject, run.lines));
    return answers.get(run);
  };
  for (const { searched, mutations } of all) {
    if (mutations.length === 0) continue;
    if (request.isOver()) return reportOf([...outcomes.values()], true);
    const { regex, texts, runs, role } = searched;
    const found = guarded(request, () => matchesOf(regex.searcher, texts));
    const isNoticedBy = (searcher: Searcher, source: string): boolean | undefined =>
      runs.length > 0
        ? isNoticedInRuns(runs, role, source, answersOnce)
        : found && guarded(request, () => isNoticed(searcher, texts, found));
    for (const mutation of mutations) {
      if (request.isOver()) return reportOf([...outcomes.values()], true);
      request.progress?.(done++, of);
      const key = keyOf(searched, mutation);
      const outcome = tryMutation(request, searched, mutation, isNoticedBy, outcomes.get(key));
      if (outcome) outcomes.set(key, outcome);
    }
  }
  return reportOf([...outcomes.values()], false);
}

/** The same change of the same place, under whichever options. */
function keyOf({ role }: Searched, { place, kind, title }: Mutation): string {
  return `${role} ${place.file} ${place.span.start} ${place.span.end} ${kind} ${title}`;
}

/**
 * `isNoticedBy`: undefined where that takes too long. `known`: what the change came to under other options. Undefined where it
 * changes nothing, or is no regex.
 */
function tryMutation(
  request: MutantRequest,
  searched: Searched,
  mutation: Mutation,
  isNoticedBy: (searcher: Searcher, source: string) => boolean | undefined,
  known: Outcome | undefined,
): Outcome | undefined {
  if (known?.noticed) return known;
  const { python } = request;
  const { role, index, regex } = searched;
  const { maxLines } = searched.subject.filter;
  const { pattern } = parsePattern(mutation.source, { python, multiline: maxLines > 1 });
  if (!pattern) return known;
  const searcher = createSearcher(pattern, { python });
  const noticed = isNoticedBy(searcher, mutation.source);
  // What it does is not known where the search takes too long.
  const isUnknown = (known?.isUnknown ?? false) || noticed === undefined;
  const before = { changed: known?.changed ?? false, mutant: known?.mutant };
  if (noticed !== false) return { ...before, noticed: noticed === true, isUnknown };
  const propose = (lines: Parameters<typeof proposeLine>[4]): ProposedLine | undefined =>
    proposeLine(request, searched, mutation, searcher, lines);
  const line = known?.mutant?.line ?? propose(edits(searched, mutation));
  // Automata are asked last: most changes are soon seen to change something.
  const difference = line ? [] : differingLines(regex.pattern, pattern, maxLines);
  if (difference === 'none' && !known) return undefined;
  const built = line ?? propose(inPlace(searched, typeof difference === 'string' ? [] : difference));
  const { kind, title, place } = mutation;
  return {
    noticed: false,
    changed: before.changed || built !== undefined || typeof difference !== 'string',
    isUnknown,
    mutant: { role, index: index + 1, kind, title, place, line: built },
  };
}

/** `differingTexts` of so many lines that fail2ban takes together. */
function differingLines(one: Pattern, other: Pattern, maxLines: number): ReturnType<typeof differingTexts> {
  const difference = differingTexts(one, other);
  if (typeof difference === 'string') return difference;
  const texts = difference.filter((text) => text.split('\n').length <= maxLines);
  return texts.length > 0 ? texts : 'undecided';
}

function reportOf(all: readonly Outcome[], isPartial: boolean): MutantReport {
  const open = all.filter(({ noticed, mutant, isUnknown }) => !noticed && (mutant ?? isUnknown));
  return {
    tried: all.filter(({ noticed, changed, isUnknown }) => noticed || (changed && !isUnknown)).length,
    noticed: all.filter(({ noticed }) => noticed).length,
    unnoticed: open
      .flatMap(({ changed, mutant, isUnknown }) => (changed && !isUnknown ? [mutant!] : []))
      .sort((a, b) => a.place.file.localeCompare(b.place.file) || a.place.span.start - b.place.span.start),
    undecided: open.filter(({ changed, isUnknown }) => !changed || isUnknown).length,
    isPartial,
  };
}
