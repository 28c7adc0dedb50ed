import type { Guard } from '../matching/search-block.ts';
import { forgedFixes } from './address-fixes.ts';
import { baseLines, textOf, writtenLines, type BaseLine } from './base-line.ts';
import { findCatastrophe } from './catastrophe.ts';
import { client, type Danger, type DangerFix, type LineDanger } from './danger.ts';
import { findForgedAddress } from './forged-address.ts';
import { findForgedException } from './forged-exception.ts';
import { findLeftField } from './left-field.ts';
import { configuredPart, isSame, withFix } from './places.ts';
import { createProbe, type FilterTexts, type Probe, type ProbedRegex } from './probe.ts';
import { noSample, readSample, type SampleLine } from './sample.ts';
import { shapeOf } from './shapes.ts';
import { findWrongAddress, findWrongInSample } from './wrong-address.ts';

export interface DangerOptions {
  readonly guard: Guard;
  /** The text of a log that the filter is for: its lines are shown, and tell where strangers write. */
  readonly sample?: string | undefined;
}

/**
 * Everything that a filter can be shown to do wrong, each shown by lines that the engine was run on. The lines are those of the sample where one shows it, else
 * they are made: of a sample's line, or of what the regexes tell of the lines of the program.
 */
export function findDangers(texts: FilterTexts, { guard, sample }: DangerOptions): Danger[] {
  const dangers: Danger[] = [];
  const bases: BaseLine[] = [];
  // What takes too long is not told: a regex that does not come to an end is told of elsewhere.
  const probe = createProbe(texts);
  if (!probe.isWhole) return [];
  let lines = noSample;
  if (sample !== undefined) guard(() => void (lines = readSample(probe, sample)), longestSearch);
  for (const regex of probe.regexes)
    guard(() => dangers.push(...[findCatastrophe(probe, regex) ?? []].flat()), longestSearch);
  for (const regex of probe.regexes)
    guard(() => {
      if (regex.name.role === 'failregex') {
        const found = searchRegex(probe, regex, lines.taken);
        bases.push(...found.bases);
        dangers.push(...found.dangers);
      } else if (regex.name.role === 'ignoreregex')
        dangers.push(...[findForgedException(probe, regex, bases, lines.excused) ?? []].flat());
    }, longestSearch);
  return dangers;
}

/** Milliseconds for the lines of one regex. */
const longestSearch = 3000;

/** Looks at one failregex; gives its good lines, too. */
function searchRegex(
  probe: Probe,
  regex: ProbedRegex,
  sample: readonly SampleLine[],
): { dangers: LineDanger[]; bases: BaseLine[] } {
  const own = sample.filter((line) => probe.filter.failregex[line.regex] === regex.regex);
  const wrong = findWrongAddress(probe, regex) ?? findWrongInSample(probe, regex, own);
  if (wrong) {
    const shown = { ...(findWrongInSample(probe, regex, own)?.danger ?? wrong.danger), ...partOf(wrong.danger) };
    return { dangers: [{ ...shown, fix: proved(probe, regex, shown, wrong.fixes, own) }], bases: [] };
  }
  const bases = [...shapesOf(probe, regex, own), ...baseLines(probe, regex)];
  const dangers: LineDanger[] = [];
  const attack = findForgedAddress(probe, regex, bases);
  if (attack) {
    const [written] = writtenLines(probe, regex, client);
    const fixes = written ? forgedFixes(probe, regex, written.pieces, attack) : [];
    const { of, span } = attack.room;
    const part = configuredPart(probe, of, span);
    const danger: LineDanger = { kind: 'forged-address', ...part, proof: attack.proof, fix: undefined };
    dangers.push({ ...danger, fix: proved(probe, regex, danger, fixes, own) });
  }
  const left = findLeftField(probe, regex, own);
  if (left) {
    // Lines that are only found in another field are to be lost.
    const inField = own.filter((line) => !findLeftField(probe, regex, [line], false));
    dangers.push({ ...left.danger, fix: proved(probe, regex, left.danger, left.fixes, inField) });
  }
  return { dangers, bases };
}

function partOf({ regex, span, part }: LineDanger): Pick<LineDanger, 'regex' | 'span' | 'part'> {
  return { regex, span, part };
}

function shapesOf(probe: Probe, regex: ProbedRegex, own: readonly SampleLine[]): BaseLine[] {
  return own.slice(0, 4).flatMap((line) => shapeOf(probe, regex, line) ?? []);
}

/** The first fix after which nothing of the kind is found in the regex, its good lines still name the client, and the sample's lines still match. */
function proved(
  probe: Probe,
  regex: ProbedRegex,
  { proof }: LineDanger,
  fixes: readonly DangerFix[],
  sample: readonly SampleLine[],
): DangerFix | undefined {
  return fixes.find((fix) => {
    const fixed = createProbe(withFix(probe.texts, fix));
    const same = fixed.regexes.find(({ name }) => isSame(name, regex.name));
    if (!fixed.isWhole || !same || fixed.ask(proof.log).taken.some(({ id }) => id === proof.id)) return false;
    const lines = resampled(fixed, sample);
    if (lines.length < sample.length || !keepsLines(probe, fixed, regex)) return false;
    const bases = [...shapesOf(fixed, same, lines), ...baseLines(fixed, same)];
    return (
      bases.length > 0 &&
      !findWrongAddress(fixed, same) &&
      !findWrongInSample(fixed, same, lines) &&
      !findForgedAddress(fixed, same, bases) &&
      !findLeftField(fixed, same, lines)
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
