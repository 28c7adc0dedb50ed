import type { Guard } from '../matching/search-block.ts';
import { anchorFixes, forgedFixes, joined } from './address-fixes.ts';
import { baseLines, textOf, writtenLines, type BaseLine } from './base-line.ts';
import { beyondBounds } from './bounds.ts';
import { findCatastrophe } from './catastrophe.ts';
import { findCostlyDates } from './costly-date.ts';
import { findDeadParts } from './dead/find-dead-parts.ts';
import { client, type Danger, type DangerFix, type LineDanger } from './danger.ts';
import { findForgedAddress, findForgedElsewhere } from './forged-address.ts';
import { findForgedConnections } from './forged-connection.ts';
import { findForgedException } from './forged-exception.ts';
import { knownLinesFor } from './known-lines.ts';
import { findLeftField } from './left-field.ts';
import { configuredPart, isSame, withFix } from './places.ts';
import { findLongerNames } from './longer-name.ts';
import { findLookedUpName } from './looked-up-name.ts';
import { findProxyAddress } from './proxy-address.ts';
import type { Span } from '../text/span.ts';
import { createProbe, type FilterTexts, type Probe, type ProbedRegex, type RegexName } from './probe.ts';
import { noSample, readSample, type MissedLine, type Sample, type SampleLine } from './sample.ts';
import { foreignShape, shapeOf } from './shapes.ts';
import { findUntiedLines } from './untied-lines.ts';
import { findWrongAddress, findWrongInSample } from './wrong-address.ts';

export interface DangerOptions {
  readonly guard: Guard;
  /** The text of a log that the filter is for: its lines are shown, and tell where strangers write. */
  readonly sample?: string | undefined;
}

/**
 * Everything that a filter can be shown to do wrong, each shown by lines that the engine was run on, and what of it can do nothing, proved by automata. The lines are those of the sample where one shows it, else
 * they are made: of a sample's line, or of what the regexes tell of the lines of the program. A filter beyond all bounds is named as that, and nothing else is said of it.
 */
export function findDangers(texts: FilterTexts, { guard, sample }: DangerOptions): Danger[] {
  const unexamined = beyondBounds(texts);
  if (unexamined) return [unexamined];
  const dangers: Danger[] = [];
  // What takes too long is not told: a regex that does not come to an end is told of elsewhere.
  const probe = createProbe(texts);
  if (!probe.isWhole) return [];
  let lines = noSample;
  if (sample !== undefined) guard(() => void (lines = readSample(probe, sample)), longestSearch);
  if (sample !== undefined)
    guard(() => dangers.push(...findLongerNames(probe, sample).flatMap((one) => one.dangers)), longestSearch);
  const ofRole = (role: RegexName['role']): ProbedRegex[] => probe.regexes.filter(({ name }) => name.role === role);
  const failregexes = ofRole('failregex');
  const found = new Map<ProbedRegex, BaseLine[]>();
  guardEach(guard, probe.regexes, (regex) => dangers.push(...[findCatastrophe(probe, regex) ?? []].flat()));
  guard(() => dangers.push(...findCostlyDates(texts)), longestSearch);
  guardEach(guard, failregexes, (regex) => found.set(regex, basesOf(probe, regex, lines)));
  guardEach(guard, failregexes, (regex) => dangers.push(...searchRegex(probe, regex, lines, found)));
  guardEach(guard, failregexes, (regex) => dangers.push(...[findUntiedLines(probe, regex, sample) ?? []].flat()));
  guard(() => dangers.push(...findForgedConnections(probe, sample, lines)), longestSearch);
  const bases = [...found.values()].flat();
  guardEach(guard, ofRole('ignoreregex'), (regex) =>
    dangers.push(...[findForgedException(probe, regex, bases, lines.excused) ?? []].flat()),
  );
  return [...dangers, ...findDeadParts(probe, guard)];
}

/** Milliseconds for the lines of one regex. */
const longestSearch = 8000;

/** A guard costs more than most regexes do: all go under one. The one that it stops is passed over, if it had the time for itself. */
function guardEach(guard: Guard, regexes: readonly ProbedRegex[], work: (regex: ProbedRegex) => void): void {
  let next = 0;
  while (next < regexes.length) {
    const first = next;
    const isDone = guard(() => {
      for (; next < regexes.length; next++) work(regexes[next]!);
    }, longestSearch);
    if (!isDone && next === first) next++;
  }
}

/** Lines of a failregex from which fail2ban takes the client. */
function basesOf(probe: Probe, regex: ProbedRegex, { taken }: Sample): BaseLine[] {
  return [...shapesOf(probe, regex, ownLines(probe, regex, taken)), ...baseLines(probe, regex)];
}

function ownLines({ filter }: Probe, { regex }: ProbedRegex, taken: readonly SampleLine[]): SampleLine[] {
  return taken.filter((line) => filter.failregex[line.regex] === regex);
}

/** Looks at one failregex. `found`: the good lines of each. */
function searchRegex(
  probe: Probe,
  regex: ProbedRegex,
  sample: Sample,
  found: ReadonlyMap<ProbedRegex, readonly BaseLine[]>,
): LineDanger[] {
  const own = ownLines(probe, regex, sample.taken);
  const inSample = findWrongInSample(probe, regex, own);
  const wrong = findWrongAddress(probe, regex) ?? inSample;
  if (wrong) {
    const shown = { ...(inSample ?? wrong).danger, ...partOf(wrong.danger) };
    return [{ ...shown, fix: proved(probe, regex, shown, wrong.fixes, own) }];
  }
  const proxied = findProxyAddress(probe, regex, own);
  const dangers: LineDanger[] = proxied ? [proxied] : [];
  const [written] = writtenLines(probe, regex, client);
  const attack = findForgedAddress(probe, regex, found.get(regex) ?? []);
  const foreign = foreignLines(probe, regex, written?.text ?? '', sample, found);
  const other = attack ?? findForgedElsewhere(probe, regex, foreign);
  if (other) {
    const { of, span } = attack ? attack.room : { of: regex.name, span: noSpan };
    const danger: LineDanger = {
      kind: 'forged-address',
      ...configuredPart(probe, of, span),
      proof: other.proof,
      ...(attack ? {} : { isElsewhere: true }),
      fix: undefined,
    };
    const isSafe = (fixed: Probe, same: ProbedRegex): boolean => !findForgedElsewhere(fixed, same, foreign);
    const anchors = anchorFixes(probe, regex, own);
    const narrower = attack && written ? forgedFixes(probe, regex, written.pieces, attack) : [];
    const both = narrower.flatMap((fix) => anchors.flatMap((anchor) => joined(fix, anchor) ?? []));
    const fix =
      proved(probe, regex, danger, narrower, own, { isSafe }) ??
      proved(probe, regex, danger, attack ? both : anchors, own, { isSafe, isOfSample: true });
    dangers.push({ ...danger, fix });
  }
  const left = findLeftField(probe, regex, own);
  if (left) {
    // Lines that are only found in another field are to be lost.
    const inField = own.filter((line) => !findLeftField(probe, regex, [line], false));
    dangers.push({ ...left.danger, fix: proved(probe, regex, left.danger, left.fixes, inField) });
  }
  const named = dangers.length === 0 ? findLookedUpName(probe, regex, own) : undefined;
  return named ? [named] : dangers;
}

const noSpan: Span = { start: 0, end: 0 };

/** Lines that are not of the regex, each in the ways it may be written: those of the sample first, then what programs are known to write, then what the other regexes tell. */
function foreignLines(
  { filter }: Probe,
  regex: ProbedRegex,
  written: string,
  { missed, taken }: Sample,
  found: ReadonlyMap<ProbedRegex, readonly BaseLine[]>,
): (readonly BaseLine[])[] {
  const foreign = (line: MissedLine, from: BaseLine['from']): BaseLine[] =>
    [foreignShape(regex, line, from) ?? []].flat();
  const others = taken.filter((line) => filter.failregex[line.regex] !== regex.regex);
  const told = [...found].flatMap(([other, bases]) =>
    other === regex || bases.some(({ from }) => from === 'shape') ? [] : [bases],
  );
  return [
    ...[...missed, ...others].map((line) => foreign(line, 'shape')),
    ...knownLinesFor(written, [...taken, ...missed]).map((line) => foreign(line, 'program')),
    ...told,
  ];
}

function partOf({ regex, span, part }: LineDanger): Pick<LineDanger, 'regex' | 'span' | 'part'> {
  return { regex, span, part };
}

function shapesOf(probe: Probe, regex: ProbedRegex, own: readonly SampleLine[]): BaseLine[] {
  return own.slice(0, 4).flatMap((line) => shapeOf(probe, regex, line) ?? []);
}

interface ProofOptions {
  /** Looks for what the fix is for, where that is not looked for anyway. */
  readonly isSafe?: (fixed: Probe, same: ProbedRegex) => boolean;
  /** Only the sample's lines are to be kept: of what they begin with, the regex alone does not tell. */
  readonly isOfSample?: boolean;
}

/** The first fix after which nothing of the kind is found in the regex, its good lines still name the client, and the sample's lines still match. */
function proved(
  probe: Probe,
  regex: ProbedRegex,
  { proof }: LineDanger,
  fixes: readonly DangerFix[],
  sample: readonly SampleLine[],
  { isSafe = () => true, isOfSample = false }: ProofOptions = {},
): DangerFix | undefined {
  return fixes.find((fix) => {
    const fixed = createProbe(withFix(probe.texts, fix));
    const same = fixed.regexes.find(({ name }) => isSame(name, regex.name));
    if (!fixed.isWhole || !same || fixed.ask(proof.log).taken.some(({ id }) => id === proof.id)) return false;
    const lines = resampled(fixed, sample);
    if (lines.length < sample.length || (!isOfSample && !keepsLines(probe, fixed, regex))) return false;
    const bases = [...shapesOf(fixed, same, lines), ...baseLines(fixed, same)];
    return (
      bases.length > 0 &&
      !findWrongAddress(fixed, same) &&
      !findWrongInSample(fixed, same, lines) &&
      !findForgedAddress(fixed, same, bases) &&
      !findLeftField(fixed, same, lines) &&
      isSafe(fixed, same)
    );
  });
}

/** True where the lines that the regex tells of still name the client. */
function keepsLines(before: Probe, after: Probe, regex: ProbedRegex): boolean {
  return baseLines(before, regex).every(({ pieces, toLine }) => {
    const line = toLine(textOf(pieces));
    return line === undefined || after.ask(line).taken[0]?.id === client;
  });
}

/** What the sample's lines come to with another filter. */
function resampled(probe: Probe, sample: readonly SampleLine[]): SampleLine[] {
  return sample.flatMap((line) => {
    const [taken] = probe.ask(line.line).taken;
    return taken ? [{ ...line, regex: taken.regex, id: taken.id }] : [];
  });
}
