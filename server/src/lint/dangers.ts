import type { AnalysedRegexes, ReadRegex, RegexProblem, Versions } from '../analysis/analyse-regexes.ts';
import type { FilterRegexes } from '../matching/compile-filter.ts';
import { allRegexes, useDnsOf } from '../analysis/analyse-regexes.ts';
import type { FileAnalysis } from '../analysis/workspace.ts';
import { isRead, type ResolvedFilter } from '../config/resolve.ts';
import { datePatternLines } from '../dates/date-pattern.ts';
import type { SampleAdvice } from '../advice/advise.ts';
import type { Catastrophe, Danger, DangerFix, LineDanger } from '../danger/danger.ts';
import type { FilterTexts, RegexName } from '../danger/probe.ts';
import type { MappedText, Origin } from '../text/mapped-text.ts';
import { encloses } from '../text/span.ts';
import { isWritten, shownAt, startOf, whole } from './places.ts';
import type { DangerInFile, Fix, Proof, Related } from './rule.ts';

/** What running a file's regexes has shown, told at the place where they are written. */

/** A filter whose dangers are looked for: one of a file, or of a jail with regexes of its own. */
export interface DangerSubject {
  /** Another mode of the filter than its own. */
  readonly mode?: string;
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
    ...(filter?.variants ?? []).map(({ mode, resolved, regexes }) => ({
      ...toSubject(resolved, regexes, versions),
      ...(mode === undefined ? {} : { mode }),
    })),
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

/** The regexes of a subject as they are written. */
export function configuredIn({ regexes: { prefregex, failregex, ignoreregex } }: DangerSubject): FilterRegexes {
  const texts = (list: readonly (ReadRegex | RegexProblem)[]): MappedText[] => list.map(({ configured }) => configured);
  return {
    ...(prefregex ? { prefregex: prefregex.configured } : {}),
    failregex: texts(failregex),
    ignoreregex: texts(ignoreregex),
  };
}

/** Tells dangers of a subject where its regexes are written. */
export function placeDangers(
  file: FileAnalysis,
  { regexes }: Pick<DangerSubject, 'regexes'>,
  dangers: readonly (Danger | SampleAdvice)[],
): DangerInFile[] {
  return dangers.flatMap((danger) => {
    const configured = regexNamed(regexes, danger.regex)?.configured;
    if (!configured) return [];
    const { place, related } = shownAt(configured, danger.span, startOf(file.path));
    const isShared = 'isOfPlace' in danger && !isInRegexOption(file, place);
    if (isShared && danger.isOfPlace) return [];
    // A branch is dead wherever its variable is used; of a whole regex that is not known.
    const mayFix = !isShared || danger.kind === 'dead-alternative';
    return [
      {
        danger,
        place,
        related: [...related, ...placeOfCause(regexes, danger)],
        fix: 'fix' in danger && danger.fix && mayFix ? toFix(regexes, danger.fix) : undefined,
        ...('proof' in danger ? { proof: proofOf(danger.proof) } : {}),
      },
    ];
  });
}

/**
 * What of a kind is dead wherever its regex is used: a filter has other regexes in each of its modes, and one that does nothing beside some may be needed beside others.
 */
export function deadInAllModes(
  file: FileAnalysis,
  dangers: readonly DangerInFile[],
  kind: DangerInFile['danger']['kind'],
): DangerInFile[] {
  const keyOf = ({ file: path, span }: Origin): string => `${path} ${span.start} ${span.end}`;
  const found = dangers.filter(({ danger }) => danger.kind === kind);
  const uses = dangerSubjectsIn(file).flatMap(({ regexes }) =>
    allRegexes(regexes).map(({ configured }) =>
      keyOf(shownAt(configured, whole(configured), startOf(file.path)).place),
    ),
  );
  return found.filter(({ place }) => {
    const key = keyOf(place);
    const dead = found.filter((other) => keyOf(other.place) === key).length;
    return uses.filter((use) => use === key).length <= dead;
  });
}

const regexOptions = ['failregex', 'ignoreregex', 'prefregex'];

/** Written in the option itself, not in a variable that it uses. */
function isInRegexOption({ path, source }: FileAnalysis, { file, span }: Origin): boolean {
  if (file !== path) return false;
  const options = source.tree.sections.flatMap((section) => section.options);
  return options.some(
    ({ key, valueLines }) => regexOptions.includes(key) && valueLines.some((line) => encloses(line, span)),
  );
}

/** The other part that a dead one is dead for. */
function placeOfCause(regexes: AnalysedRegexes, danger: Danger | SampleAdvice): Related[] {
  const because = 'because' in danger ? danger.because : undefined;
  const configured = because && regexNamed(regexes, because.regex)?.configured;
  const place = configured?.whereToShow(because!.span).find(isWritten);
  return place ? [{ place, message: `'${because!.part}' stands here` }] : [];
}

function proofOf(proof: LineDanger['proof'] | Catastrophe['proof'] | SampleAdvice['proof']): Proof {
  if ('text' in proof || !('meant' in proof)) return proof;
  const { log, id, meant } = proof;
  return { log, id, ...(meant === undefined ? {} : { meant }) };
}

function regexNamed(
  { prefregex, failregex, ignoreregex, datepatterns }: AnalysedRegexes,
  { role, index }: RegexName,
): { readonly configured: MappedText } | undefined {
  if (role === 'prefregex') return prefregex;
  const line = datepatterns[index];
  return role === 'datepattern' ? line && { configured: line.text } : { failregex, ignoreregex }[role][index];
}

/** Undefined where a piece to change is written in no one place. Safe only where it is proved that the filter finds the same. */
function toFix(regexes: AnalysedRegexes, { title, regex, edits, keepsMeaning = false }: DangerFix): Fix | undefined {
  const configured = regexNamed(regexes, regex)?.configured;
  const placed = edits.map(({ span, text }) => ({ place: configured?.whereToEdit(span), text }));
  return placed.every((edit): edit is { place: Origin; text: string } => edit.place !== undefined)
    ? { title, safe: keepsMeaning, edits: placed }
    : undefined;
}
