import { detectorOf, someMoment, type FilterTexts } from '../danger/probe.ts';
import { createDateDetector } from '../dates/detector.ts';
import {
  createDateTrial,
  dateCandidates,
  proofInWords,
  sightDate,
  sightingInWords,
  type DateSighting,
} from '../explain/date-advice.ts';
import type { LineBlock } from '../matching/line-block.ts';

/** The dates of a sample that fail2ban does not find. */
export interface SampleDates {
  readonly sighting: DateSighting | undefined;
  readonly proof: string | undefined;
  /** Those of the proof. */
  readonly patterns?: readonly string[] | undefined;
}

/** Where a date stands that fail2ban does not find, and the datepattern that was tried with success; sentences. */
export function datesInWords({ sighting, proof }: SampleDates, texts: FilterTexts): string[] {
  return sentences([
    ...(sighting ? [sightingInWords(sighting, texts.datePatterns?.join('\n'))] : []),
    ...(proof ? [`with ${proof}`] : []),
  ]);
}

function sentences(texts: readonly string[]): string[] {
  return texts.map((text) => `${text[0]!.toUpperCase()}${text.slice(1)}.`);
}

/** So many lines without a date are looked at for what their dates have in common. */
const mostUndated = 200;

/** What the lines without a date have in common, and the datepattern that dates most of them, as it was tried. */
export function dateAdvice(texts: FilterTexts, block: LineBlock): SampleDates {
  const detector = detectorOf(texts)!;
  const lines: { number: number; text: string }[] = [];
  let dated = 0;
  for (let i = 0; i < block.count; i++) {
    const [start, end] = [block.starts[i]!, block.ends[i]!];
    if (detector.read(block.text.whole, start, end, block.isAscii, someMoment).kind === 'time') dated++;
    else if (lines.length < mostUndated) lines.push({ number: block.numbers[i]!, text: block.text.slice(start, end) });
  }
  const sighting = lines.map(({ number, text }) => sightDate(text, number)).find((one) => one !== undefined);
  if (!sighting) return { sighting, proof: undefined };
  const others = dated > 0 ? (texts.datePatterns ?? ['{DATE}']) : [];
  const contenders = dateCandidates(lines.map(({ text }) => text)).map((candidate) => {
    const patterns = [...others, candidate];
    const made = createDateDetector({
      patterns,
      fail2ban: texts.fail2ban,
      python: texts.python,
      now: () => someMoment,
      localZone: 'UTC',
    });
    return { patterns, isAddition: others.length > 0, reader: made.ok ? made.detector : undefined };
  });
  const trial = createDateTrial(detectorOf(texts)!, contenders, someMoment);
  trial.add(block);
  const best = trial.best();
  return { sighting, proof: best && proofInWords(best), patterns: best?.patterns };
}
