import { createBranchCounter, type BranchCounter } from '../explain/branch-counts.ts';
import type { CompiledFilter, CompiledRegex } from '../matching/compile-filter.ts';
import type { RegexRole } from '../matching/compile-regex.ts';
import { searchedText } from '../matching/date-stage.ts';
import { handedOn } from '../matching/handed-on.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import type { MappedText, Origin } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { SampleSubject, SubjectObserver } from './subject.ts';

/** A regex of the filter, however many option sets load it. */
export interface CoveredRegex {
  readonly role: RegexRole;
  readonly pattern: string;
  /** Where most of it is written; undefined where no file holds it. */
  readonly place: Origin | undefined;
  /** Sample lines that it matched, each option set counted. */
  readonly hits: number;
}

/** A branch of a `|`, wherever it is used. */
export interface CoveredBranch {
  readonly text: string;
  readonly place: Origin;
  readonly hits: number;
}

export interface FilterCoverage {
  readonly regexes: readonly CoveredRegex[];
  /** Those that the filter's own files hold, not those of what they include. */
  readonly branches: readonly CoveredBranch[];
}

/** Counts what of a filter its samples go through. */
export interface CoverageCounter {
  readonly observe: (subject: SampleSubject) => SubjectObserver;
  readonly read: () => FilterCoverage;
}

/** `isOwn`: whether a file is one of the filter itself. `lineStart`: where the line of a place begins. */
export function createCoverage(
  python: PythonVersion,
  isOwn: (file: string) => boolean,
  lineStart: (place: Origin) => number,
): CoverageCounter {
  const regexes = new Map<string, { role: RegexRole; pattern: string; place: Origin | undefined; hits: number }>();
  const counted: { readonly regex: CompiledRegex; readonly counter: BranchCounter }[] = [];

  const rowsOf = (subject: SampleSubject): Record<RegexRole, { hits: number }[]> => {
    const taken = new Set<string>();
    const rowOf = ({ role, configured }: CompiledRegex): { hits: number } => {
      const places = placesOf(configured, isOwn, lineStart);
      const keyOf = (place: Origin | undefined): string =>
        place ? `${role} ${place.file} ${lineStart(place)}` : `${role} ${configured.text}`;
      const free = places.find((place) => !taken.has(keyOf(place)));
      // More regexes than lines: they stand in a text that is used more than once.
      const key = free || places.length === 0 ? keyOf(free) : `${keyOf(places[0])} ${configured.text}`;
      taken.add(key);
      const known = regexes.get(key);
      if (known) return known;
      const fresh = { role, pattern: configured.text, place: free ?? places[0], hits: 0 };
      regexes.set(key, fresh);
      return fresh;
    };
    const { prefregex, failregex, ignoreregex } = subject.filter;
    return {
      prefregex: prefregex ? [rowOf(prefregex)] : [],
      failregex: failregex.map(rowOf),
      ignoreregex: ignoreregex.map(rowOf),
    };
  };

  return {
    observe: (subject) => {
      const { filter } = subject;
      const rows = rowsOf(subject);
      const branches = createBranchCounters(filter, python);
      counted.push(...branches.all);
      return {
        hit: (regex, block, index) => {
          rows.failregex[regex]!.hits++;
          branches.failregex[regex]?.counter.add(handedOn(filter, searchedText(block, index)));
        },
        line: (block, index, outcome) => {
          if (!outcome) return;
          if (outcome.prefix) {
            rows.prefregex[0]!.hits++;
            branches.prefregex?.counter.add(searchedText(block, index));
          }
          for (const ignoreregex of outcome.ignoredBy) {
            rows.ignoreregex[ignoreregex]!.hits++;
            branches.ignoreregex[ignoreregex]?.counter.add(handedOn(filter, searchedText(block, index)));
          }
        },
      };
    },
    read: () => ({ regexes: [...regexes.values()], branches: branchesOf(counted, isOwn) }),
  };
}

interface CountedRegex {
  readonly regex: CompiledRegex;
  readonly counter: BranchCounter;
}

/** Where several lines are searched at once a hit is not of one line's text: then branches are not counted. */
function createBranchCounters(filter: CompiledFilter, python: PythonVersion) {
  const counterOf = (regex: CompiledRegex): CountedRegex => ({ regex, counter: createBranchCounter(regex, python) });
  const isCounted = filter.maxLines <= 1;
  const prefregex = isCounted && filter.prefregex ? counterOf(filter.prefregex) : undefined;
  const failregex = isCounted ? filter.failregex.map(counterOf) : [];
  const ignoreregex = isCounted ? filter.ignoreregex.map(counterOf) : [];
  return { prefregex, failregex, ignoreregex, all: [...(prefregex ? [prefregex] : []), ...failregex, ...ignoreregex] };
}

/** Each branch once, by where it is written: a variable may bring it into many regexes. What could not be told is left out. */
function branchesOf(counted: readonly CountedRegex[], isOwn: (file: string) => boolean): CoveredBranch[] {
  const branches = new Map<string, { text: string; place: Origin; hits: number }>();
  for (const { regex, counter } of counted) {
    const { alternations, isComplete } = counter.report(0);
    if (!isComplete) continue;
    for (const { branches: ways } of alternations) {
      const bar = ownBar(regex, ways, isOwn);
      if (!bar) continue;
      ways.forEach(({ span, written, hits }, i) => {
        const key = `${bar.file} ${bar.span.start} ${i}`;
        const known = branches.get(key);
        const place = regex.expanded.whereToShow(span).find(({ file }) => isOwn(file)) ?? bar;
        if (known) known.hits += hits;
        else branches.set(key, { text: written, place, hits });
      });
    }
  }
  return [...branches.values()];
}

/** Where the first `|` of an alternation is written, which its branches are known by; undefined where that is not the filter's own file. */
export function ownBar(
  { expanded }: CompiledRegex,
  branches: readonly { readonly span: Span }[],
  isOwn: (file: string) => boolean,
): Origin | undefined {
  const at = branches[1]!.span.start - 1;
  const bar = expanded.whereToEdit({ start: at, end: at + 1 });
  return bar && isOwn(bar.file) ? bar : undefined;
}

/** The lines that hold a regex, the one that holds most of it first; those of the filter's own files before others. */
function placesOf(
  configured: MappedText,
  isOwn: (file: string) => boolean,
  lineStart: (place: Origin) => number,
): Origin[] {
  const written = configured.segments.map(({ origin }) => origin).filter(({ file }) => !file.startsWith('builtin:'));
  const own = written.filter(({ file }) => isOwn(file));
  const lines = new Map<string, { place: Origin; length: number }>();
  for (const place of own.length > 0 ? own : written) {
    const key = `${place.file} ${lineStart(place)}`;
    const length = place.span.end - place.span.start;
    const known = lines.get(key);
    if (known) known.length += length;
    else lines.set(key, { place, length });
  }
  return [...lines.values()].sort((a, b) => b.length - a.length).map(({ place }) => place);
}

/** What is covered of how much; regexes and branches count alike. */
export interface CoverageCounts {
  readonly regexes: { readonly covered: number; readonly total: number };
  readonly branches: { readonly covered: number; readonly total: number };
  /** Of both together, to one place; null where there is neither. */
  readonly percent: number | null;
}

export function countCoverage(filters: readonly FilterCoverage[]): CoverageCounts {
  const count = (rows: readonly { readonly hits: number }[]) => ({
    covered: rows.filter(({ hits }) => hits > 0).length,
    total: rows.length,
  });
  const regexes = count(filters.flatMap((filter) => filter.regexes));
  const branches = count(filters.flatMap((filter) => filter.branches));
  const total = regexes.total + branches.total;
  // Rounded down: only what is whole is 100.
  const percent = total === 0 ? null : Math.floor((1000 * (regexes.covered + branches.covered)) / total) / 10;
  return { regexes, branches, percent };
}
