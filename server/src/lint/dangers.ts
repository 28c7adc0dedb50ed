import type { AnalysedRegexes, ReadRegex, RegexProblem, Versions } from '../analysis/analyse-regexes.ts';
import { useDnsOf } from '../analysis/analyse-regexes.ts';
import type { FileAnalysis } from '../analysis/workspace.ts';
import { isRead, type ResolvedFilter } from '../config/resolve.ts';
import { datePatternLines } from '../dates/date-pattern.ts';
import type { Danger, DangerFix } from '../danger/danger.ts';
import type { FilterTexts, RegexName } from '../danger/probe.ts';
import type { MappedText, Origin } from '../text/mapped-text.ts';
import { shownAt, startOf } from './places.ts';
import type { DangerInFile, Fix, Proof } from './rule.ts';

/** What running a file's regexes has shown, told at the place where they are written. */

/** A filter whose dangers are looked for: one of a file, or of a jail with regexes of its own. */
export interface DangerSubject {
  readonly texts: FilterTexts;
  readonly regexes: AnalysedRegexes;
}

type Effective = Pick<
  ResolvedFilter,
  'failregex' | 'ignoreregex' | 'prefregex' | 'datepattern' | 'maxlines' | 'usedns'
>;

/** The filters of a file that fail2ban takes as they are, each once; a jail's only where it sets regexes itself. */
export function dangerSubjectsIn({ filter, jails, versions }: FileAnalysis): DangerSubject[] {
  const subjects = [
    ...(filter?.variants ?? []).map(({ resolved, regexes }) => toSubject(resolved, regexes, versions)),
    ...(jails?.jails ?? []).flatMap(({ jail, regexes }) =>
      isRead(jail) && regexes && jail.effective.failregex.some(isOwn)
        ? [toSubject(jail.effective, regexes, versions)]
        : [],
    ),
  ];
  const seen = new Set<string>();
  return subjects.filter(({ texts }) => {
    const key = JSON.stringify(texts);
    return texts.failregex.length > 0 && !seen.has(key) && seen.add(key);
  });
}

/** Written in a file of jails. */
function isOwn({ segments }: MappedText): boolean {
  return segments.some(({ origin }) => !origin.file.startsWith('builtin:') && !/\/filter\.d\//.test(origin.file));
}

function toSubject(values: Effective, regexes: AnalysedRegexes, { fail2ban, python }: Versions): DangerSubject {
  const { prefregex, failregex, ignoreregex, datepattern, maxlines } = values;
  return {
    regexes,
    texts: {
      prefregex: prefregex && prefregex.length > 0 ? prefregex.text : null,
      failregex: failregex.map(({ text }) => text),
      ignoreregex: ignoreregex.map(({ text }) => text),
      maxLines: Math.max(1, maxlines?.value ?? 1),
      datePatterns: datepattern ? datePatternLines(datepattern.map(({ text }) => text).join('\n')) : null,
      fail2ban,
      python,
      useDns: useDnsOf(values),
    },
  };
}

/** Tells dangers of a subject where its regexes are written. */
export function placeDangers(
  { path }: FileAnalysis,
  { regexes }: Pick<DangerSubject, 'regexes'>,
  dangers: readonly Danger[],
): DangerInFile[] {
  return dangers.flatMap((danger) => {
    const configured = regexNamed(regexes, danger.regex)?.configured;
    if (!configured) return [];
    return [
      {
        danger,
        ...shownAt(configured, danger.span, startOf(path)),
        fix: danger.fix ? toFix(regexes, danger.fix) : undefined,
        proof: proofOf(danger),
      },
    ];
  });
}

function proofOf({ proof }: Danger): Proof {
  if ('text' in proof) return proof;
  const { log, id, meant } = proof;
  return { log, id, ...(meant === undefined ? {} : { meant }) };
}

function regexNamed(
  { prefregex, failregex, ignoreregex }: AnalysedRegexes,
  { role, index }: RegexName,
): ReadRegex | RegexProblem | undefined {
  return role === 'prefregex' ? prefregex : { failregex, ignoreregex }[role][index];
}

/** Undefined where a piece to change is written in no one place. Not safe: the filter then finds other lines. */
function toFix(regexes: AnalysedRegexes, { title, regex, edits }: DangerFix): Fix | undefined {
  const configured = regexNamed(regexes, regex)?.configured;
  const placed = edits.map(({ span, text }) => ({ place: configured?.whereToEdit(span), text }));
  return placed.every((edit): edit is { place: Origin; text: string } => edit.place !== undefined)
    ? { title, safe: false, edits: placed }
    : undefined;
}
