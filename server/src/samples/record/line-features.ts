import { createBranchCounter, type BranchCounter } from '../../explain/branch-counts.ts';
import type { CompiledFilter, CompiledRegex } from '../../matching/compile-filter.ts';
import { searchedText, type DatedBlock } from '../../matching/date-stage.ts';
import type { Finding } from '../../matching/find-failures.ts';
import { handedOn } from '../../matching/handed-on.ts';
import type { Verdict } from '../../matching/line-statistics.ts';
import { isAddress } from '../../matching/ip-address.ts';
import type { PythonVersion } from '../../pyre/python-version.ts';
import type { Span } from '../../text/span.ts';
import { ownBar } from '../coverage.ts';
import type { SampleSubject } from '../subject.ts';

/** Something of a filter that a line goes through, by a key that is the same for all lines. */
export type Feature = string;

/** What a filter has that lines may go through. */
export interface FilterFeature {
  readonly key: Feature;
  /** `failregex 2`, `branch invalid of failregex 2`. */
  readonly title: string;
}

/** A line of a log, and what of the filter it goes through. */
export interface FeaturedLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** Where the date is in it; empty for none. */
  readonly date: Span;
  readonly verdict: Verdict;
  readonly features: readonly Feature[];
  /** The connections that it belongs to (`<F-MLFID>`). */
  readonly connections: readonly string[];
  /** Failregexes of failures, from 0; more than one counts more than once. */
  readonly failures: number;
  /** What groups named: for what is to be replaced. */
  readonly findings: readonly Finding[];
}

/** Reads what each line goes through. `isOwn`: whether a file is one of the filter itself; only its own branches are looked at. */
export interface FeatureReader {
  /** All that a line could go through, but outcomes. */
  readonly all: readonly FilterFeature[];
  /** Tells `onLine` of every line that the subject reads from now on. */
  watch(subject: SampleSubject, onLine: (line: FeaturedLine) => void): void;
}

export function createFeatureReader(
  filter: CompiledFilter,
  python: PythonVersion,
  isOwn: (file: string) => boolean,
): FeatureReader {
  const isOneLine = filter.maxLines <= 1;
  const readerOf = (regex: CompiledRegex, title: string, key: string): RegexReader =>
    createRegexReader(regex, { title, key, python, isOwn, hasBranches: isOneLine });
  const prefregex = filter.prefregex && readerOf(filter.prefregex, 'prefregex', 'p');
  const failregex = filter.failregex.map((regex, i) => readerOf(regex, `failregex ${i + 1}`, `f${i}`));
  const ignoreregex = filter.ignoreregex.map((regex, i) => readerOf(regex, `ignoreregex ${i + 1}`, `i${i}`));
  const all = new Map<Feature, FilterFeature>();
  for (const reader of [...(prefregex ? [prefregex] : []), ...failregex, ...ignoreregex])
    for (const feature of reader.features) all.set(feature.key, feature);

  return {
    all: [...all.values()],
    watch: (subject, onLine) => {
      let findings: Finding[] = [];
      subject.observer = {
        finding: (finding) => void findings.push(finding),
        line: (block, index, outcome, verdict) => {
          const features = new Set<Feature>([`outcome ${verdict}`]);
          if (findings.length > 0 || outcome) {
            const text = searchedText(block, index);
            const handed = isOneLine ? handedOn(filter, text) : text;
            for (const { regex } of findings) failregex[regex]!.read(handed, features);
            for (const regex of outcome?.ignoredBy ?? []) ignoreregex[regex]!.read(handed, features);
            if (outcome?.prefix) prefregex?.read(text, features);
          }
          for (const finding of findings) features.add(kindOf(finding));
          const real = findings.filter(({ id, isNoFail }) => id !== null && !isNoFail);
          onLine({
            number: block.numbers[index]!,
            text: block.text.slice(block.starts[index], block.ends[index]),
            date: dateOf(block, index),
            verdict,
            features: [...features],
            connections: [...new Set(findings.flatMap(({ data }) => connectionOf(data.get('mlfid'))))],
            failures: real.length,
            findings,
          });
          findings = [];
        },
      };
    },
  };
}

function dateOf({ starts, cutStarts, cutEnds }: DatedBlock, index: number): Span {
  const [start, from, to] = [starts[index]!, cutStarts[index]!, cutEnds[index]!];
  return to > from ? { start: from - start, end: to - start } : { start: 0, end: 0 };
}

function connectionOf(mlfid: unknown): string[] {
  if (mlfid === null || mlfid === undefined) return [];
  return [typeof mlfid === 'string' ? mlfid : JSON.stringify(mlfid)];
}

/** How a failure counts, and what kind of host it names. */
function kindOf({ id, isNoFail }: Finding): Feature {
  if (isNoFail) return 'outcome nofail';
  if (id === null) return 'outcome pending';
  if (!isAddress(id)) return 'host name';
  return id.includes(':') ? 'host ip6' : 'host ip4';
}

interface RegexReader {
  readonly features: readonly FilterFeature[];
  /** Adds what of the regex a text goes through that it matches. */
  read(text: string, to: Set<Feature>): void;
}

function createRegexReader(
  regex: CompiledRegex,
  options: {
    readonly title: string;
    readonly key: string;
    readonly python: PythonVersion;
    readonly isOwn: (file: string) => boolean;
    readonly hasBranches: boolean;
  },
): RegexReader {
  const { title, key, python, isOwn, hasBranches } = options;
  const features: FilterFeature[] = [{ key, title }];
  /** By alternation and branch; none for what other files hold. */
  const keys: (Feature | undefined)[][] = [];
  let counter: BranchCounter | undefined;
  if (hasBranches) {
    counter = createBranchCounter(regex, python);
    for (const { branches } of counter.report(0).alternations) {
      const bar = ownBar(regex, branches, isOwn);
      keys.push(
        branches.map(({ written }, i) => {
          if (!bar) return undefined;
          // A variable may bring it into many regexes: it counts once.
          const branch = `b ${bar.file} ${bar.span.start} ${i}`;
          features.push({ key: branch, title: `branch ${written === '' ? '(nothing)' : written} of ${title}` });
          return branch;
        }),
      );
    }
  }
  return {
    features,
    read: (text, to) => {
      to.add(key);
      for (const [i, k] of counter?.waysOf(text) ?? []) {
        const branch = keys[i]?.[k];
        if (branch) to.add(branch);
      }
    },
  };
}
