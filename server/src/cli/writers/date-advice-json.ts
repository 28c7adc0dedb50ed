import { inFile, proofInWords, sightingInWords, type DateProof, type DateSighting } from '../../explain/date-advice.ts';
import type { FixEffect } from './explain-report.ts';

/** A date that is not found. `pattern`: a datepattern as `--datepattern` takes it; `written`: as it stands in a filter file. */
export function adviceJson(
  sighting: DateSighting,
  proof: (DateProof & (FixEffect | { readonly matched: number })) | undefined,
  datepattern: string | undefined,
): object {
  const { column, text, pieces, line } = sighting;
  const message = sightingInWords(sighting, datepattern);
  return { line, column, found: text, pieces, message, datepattern: proof ? proofJson(proof) : null };
}

function proofJson(proof: DateProof & (FixEffect | { readonly matched: number })): object {
  const { patterns, isAddition: _, dated, lines, backwards, ...effect } = proof;
  const pattern = patterns.join('\n');
  return { pattern, written: inFile(pattern), dates: dated, lines, backwards, ...effect, message: proofInWords(proof) };
}
