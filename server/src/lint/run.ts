import type { FileAnalysis } from '../analysis/workspace.ts';
import { normalizePath } from '../config/paths.ts';
import type { IniFile } from '../ini/nodes.ts';
import type { Origin } from '../text/mapped-text.ts';
import { finish } from '../text/finish.ts';
import { isWritten, startOf } from './places.ts';
import type { DangerInFile, Finding, Rule } from './rule.ts';
import { rules as allRules } from './rules.ts';
import { withoutAllowed } from './suppress.ts';

export interface LintOptions {
  /** All of them unless told. */
  readonly rules?: readonly Rule[];
  /** The tree of a file that a finding is placed in, for its `allow` comments. */
  treeOf(file: string): IniFile | undefined;
  /** What running the regexes has shown; what is dear is found later, or not at all. */
  readonly dangers?: readonly DangerInFile[];
}

/**
 * Everything that is wrong with a file, and with what is read together with it, each once, in the order of places. A finding
 * may lie in another file: in an include that the mistake is written in.
 */
export function lintFile(file: FileAnalysis, options: LintOptions): Finding[] {
  return finish(lintSteps(file, options));
}

/** The same, a rule a step: one with an editor to answer stops in between. */
export function* lintSteps(
  file: FileAnalysis,
  { rules = allRules, treeOf, dangers = [] }: LintOptions,
): Generator<undefined, Finding[]> {
  const findings: Finding[] = [];
  for (const rule of rules) {
    rule.check(
      file,
      ({ message, place, severity = rule.severity, related = [], echoes, fix, proof }) =>
        findings.push({
          rule: rule.name,
          severity,
          message,
          place: shownPlace(file, place),
          related: related.filter((other) => isWritten(other.place)),
          ...(echoes ? { echoes } : {}),
          ...(fix ? { fix } : {}),
          ...(proof ? { proof } : {}),
        }),
      dangers,
    );
    yield;
  }
  return withoutAllowed(inOrder(findings), treeOf);
}

/** An include may name a file as `./x.conf`; a finding has one name for it. What nobody wrote is shown at the file's start. */
function shownPlace({ path }: FileAnalysis, place: Origin): Origin {
  if (!isWritten(place)) return startOf(path);
  return /\/(?:\.{0,2})\//.test(place.file) ? { ...place, file: normalizePath(place.file) } : place;
}

/**
 * Of the findings of several files: what is at fault first, then the gravest, and without what other findings only say again of it. E.g. a `jail.local` that
 * cannot be parsed: `jail.conf`, which is read with it, has nothing to say of its own.
 */
export function withoutEchoes(findings: readonly Finding[], isUsed: (file: string) => boolean = () => true): Finding[] {
  const atFault = new Set(
    findings.flatMap(({ echoes }) =>
      echoes &&
      findings.some((other) => !other.echoes && other.severity === 'error' && other.place.file === echoes.file)
        ? [echoes.file]
        : [],
    ),
  );
  const own = findings.filter(({ echoes }) => !echoes || !atFault.has(echoes.file));
  const rest = own.filter(({ place }) => !atFault.has(place.file));
  return [...own.filter(({ place }) => atFault.has(place.file)), ...gravestFilesFirst(rest, isUsed)];
}

const severities = ['error', 'warning', 'information', 'hint'];

/**
 * Files with graver findings before the others, and what no jail uses last: of a whole configuration, the mistake in `jail.local` before a hint in a
 * stock filter. Within a file the order stays.
 */
function gravestFilesFirst(findings: readonly Finding[], isUsed: (file: string) => boolean): Finding[] {
  const ranks = new Map<string, number>();
  for (const { place, severity } of findings) {
    const rank = severities.indexOf(severity);
    ranks.set(place.file, Math.min(rank, ranks.get(place.file) ?? rank));
  }
  for (const [file, rank] of ranks) if (!isUsed(file)) ranks.set(file, rank + severities.length);
  return [...findings].sort((a, b) => ranks.get(a.place.file)! - ranks.get(b.place.file)!);
}

/** Sorted by where they begin, the gravest first; a rule speaks once of a place: several readers may meet the same mistake. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings) {
    const { rule, place, severity } = finding;
    const key = `${place.file}\0${place.span.start}\0${place.span.end}\0${rule}`;
    const known = seen.get(key);
    if (!known || severities.indexOf(severity) < severities.indexOf(known.severity)) seen.set(key, finding);
  }
  return [...seen.values()].sort(
    (a, b) =>
      byText(a.place.file, b.place.file) ||
      a.place.span.start - b.place.span.start ||
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      a.place.span.end - b.place.span.end ||
      byText(a.rule, b.rule),
  );
}

/** Rules that name what is written otherwise than it is meant: what others tell often follows from it. */
const mistakesOfWriting: ReadonlySet<string> = new Set([
  'commented-regex-line',
  'hash-in-value',
  'include-not-found',
  'misspelt-option',
  'misspelt-section',
  'quoted-regex',
  'text-after-semicolon',
  'undefined-tag',
  'variable-as-text',
]);

/**
 * What else is graver or lighter than most of its severity, in steps of less than one. Why nothing is found comes first; then who is banned though he did
 * nothing; then most; and what it takes a stranger for, who knows the filter, after what goes wrong without him: first that he himself stays free.
 */
const weights: Readonly<Record<string, number>> = {
  'everything-excused': -0.5,
  'unmatched-sample': -0.5,
  'wrong-address': -0.4,
  'left-field': -0.4,
  'forged-exception': 0.1,
  'forged-address': 0.2,
  'endless-search': 0.2,
  'slow-search': 0.2,
};

/**
 * Of each file what its author needs to hear first: errors and what is written otherwise than it is meant, why nothing is found, who is wrongly banned, other
 * warnings, what it takes a stranger for, hints; of equals in the order of places.
 */
export function urgentFirst(findings: readonly Finding[]): Finding[] {
  const rank = ({ severity, rule }: Finding): number =>
    mistakesOfWriting.has(rule) ? 0 : severities.indexOf(severity) + (weights[rule] ?? 0);
  return [...findings].sort((a, b) => byText(a.place.file, b.place.file) || rank(a) - rank(b));
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
