import { proofInWords, sightingInWords } from '../../explain/date-advice.ts';
import type { LineExplanation } from '../../explain/explain-line.ts';
import { foreignLogInWords } from '../../explain/foreign-log.ts';
import type { Fix } from '../../explain/fixes.ts';
import type { Span } from '../../text/span.ts';
import type { Miss } from '../../explain/explain-regex.ts';
import { neededLinesInWords } from '../../explain/needed-lines.ts';
import { behindIt, dateWords, doesNotMatch, matchesInVain, matchWords, prefixWords } from '../../explain/stages.ts';
import { visible } from '../../text/visible.ts';
import type { CompiledRegex } from '../../matching/compile-filter.ts';
import {
  bothFixesKey,
  bothFixesOf,
  fixKey,
  linesKey,
  modesFor,
  type ExplainDetails,
  type ExplainedLine,
  type FixEffect,
} from './explain-report.ts';
import { placeText } from './resolve.ts';

/** One block of text a line: the stages in fail2ban's order, the nearest regexes first. */
export function writeExplainText(lines: readonly ExplainedLine[], details: ExplainDetails): string {
  const blocks = lines.map((line) => `${lineText(line, details).join('\n')}\n`);
  if (details.foreign) blocks.unshift(`${foreignLogInWords(details.foreign)}\n`);
  if (details.leftOut > 0) blocks.push(`… and ${details.leftOut} more: --limit ${lines.length + details.leftOut}\n`);
  return blocks.length > 0 ? blocks.join('\n') : 'No line of that kind: nothing to explain.\n';
}

/** How many regexes of a line are told; the rest is counted. */
const toldRegexes = 3;

function lineText({ explanation, template }: ExplainedLine, details: ExplainDetails): string[] {
  const { line, verdict, text, rest, prefregex, failregex, ignoredBy } = explanation;
  const told = failregex.slice(0, toldRegexes);
  const more = failregex.length - told.length;
  const searched = (prefregex && 'content' in prefregex ? prefregex.content : undefined) ?? rest;
  return [
    `Line ${line}: ${verdict}`,
    row('line', visible(text)),
    row('date', dateWords(explanation, template)),
    ...adviceText(explanation, details),
    row('searched', visible(rest)),
    ...modeText(explanation, details),
    ...neededText(explanation, details),
    ...(prefregex === undefined
      ? []
      : 'content' in prefregex
        ? [row('prefregex', prefixWords(prefregex))]
        : [
            ...missText('prefregex', prefregex, details.filter.prefregex!, details),
            ...fixText('prefregex', prefregex.fix, details),
            ...behindText(explanation, details),
          ]),
    ...told.flatMap(({ index, miss, id, namesNobody, connection }) =>
      miss
        ? [
            ...missText(`failregex ${index + 1}`, miss, details.filter.failregex[index]!, details),
            ...fixText(index, miss.fix, details),
          ]
        : [
            row(`failregex ${index + 1}`, matchWords(id, connection)),
            ...(id?.doubt ? [row('', id.doubt.message), ...fixText(index, id.doubt.fix, details)] : []),
            ...(namesNobody ? [row('', namesNobody.message), ...fixText(index, namesNobody.fix, details)] : []),
          ],
    ),
    ...(more > 0 ? [row('', `and ${more} more that do not match`)] : []),
    ...(explanation.ignoredInVain ?? []).map((index) =>
      row(`ignoreregex ${index + 1}`, `${matchesInVain}: this one stays missed`),
    ),
    ...(explanation.nearlyIgnoredBy ?? []).flatMap(({ index, miss }) =>
      missText(`ignoreregex ${index + 1}`, doesNotMatch(miss), details.filter.ignoreregex[index]!, details),
    ),
    ...ignoredBy.map((index) =>
      row(
        `ignoreregex ${index + 1}`,
        `${ignoredText(explanation.ignoredFor?.get(index), searched)}${explanation.ignoringAnything?.includes(index) ? '; this ignoreregex matches even an empty line' : ''}`,
      ),
    ),
  ];
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(13)} ${text}`;
}

function adviceText({ sighting }: LineExplanation, { datepattern, dateProof }: ExplainDetails): string[] {
  if (!sighting) return [];
  const proof = dateProof && [
    row('', `${proofInWords(dateProof)}; the filter then matches +${dateProof.gains} lines, -${dateProof.losses}`),
  ];
  return [row('', sightingInWords(sighting, datepattern)), ...(proof ?? [])];
}

/** The nearest failregex behind a prefregex that does not let the line through. */
function behindText(explanation: LineExplanation, details: ExplainDetails): string[] {
  const first = explanation.behindPrefregex?.[0];
  if (!first) return [];
  const name = `failregex ${first.index + 1}`;
  if (!first.miss) return [row(name, `behind it: ${matchWords(first.id, undefined)}`)];
  return [
    ...missText(name, behindIt(first.miss), details.filter.failregex[first.index]!, details),
    ...bothFixesText(explanation, details),
  ];
}

/** What the fix of prefregex and that of the failregex behind it do together. */
function bothFixesText(explanation: LineExplanation, { effects }: ExplainDetails): string[] {
  const both = bothFixesOf(explanation);
  const effect = both && effects.get(bothFixesKey(both));
  return effect ? [row('', `${both.failregex.title}, with both (${effectText(effect)})`)] : [];
}

/** Other modes that find something in a line in which this one does not. */
function modeText(explanation: LineExplanation, details: ExplainDetails): string[] {
  const [first, ...others] = modesFor(explanation, details);
  if (!first) return [];
  const more = others.length === 0 ? '' : `; so would ${others.map(({ mode }) => mode).join(', ')}`;
  return [row('mode', `${first.mode} would match this line: ${first.argument} (${effectText(first)})${more}`)];
}

/** With more lines searched together the line would match. */
function neededText({ needed }: LineExplanation, { effects }: ExplainDetails): string[] {
  if (!needed) return [];
  const effect = effects.get(linesKey(needed));
  return [row('maxlines', `${neededLinesInWords(needed)}${effect ? ` (${effectText(effect)})` : ''}`)];
}

function missText(name: string, miss: Miss, { expanded }: CompiledRegex, { placeOf }: ExplainDetails): string[] {
  const place = miss.culprit && expanded.whereToShow(miss.culprit.span)[0];
  const position = place && placeOf(place);
  return [
    row(name, visible(miss.message)),
    ...(position?.line === undefined ? [] : [row('', `at ${placeText(position)}`)]),
  ];
}

/** What an ignoreregex takes for a reason, and where: often a piece of something else. */
function ignoredText(found: Span | undefined, searched: string): string {
  if (!found) return 'matches: the line is ignored';
  const text = visible(searched.slice(found.start, found.end).trimEnd());
  const isWithin = /[\w.]$/.test(searched.slice(0, found.start)) && /^\w/.test(searched.slice(found.start));
  const word = /[^\s"'=()[\]]*$/.exec(searched.slice(0, found.start))![0] + searched.slice(found.start, found.end);
  return `matches "${text}"${isWithin ? ` in "${visible(word)}"` : ''}: the line is ignored`;
}

function fixText(regex: number | 'prefregex', fix: Fix | undefined, { effects }: ExplainDetails): string[] {
  const effect = fix && effects.get(fixKey(regex, fix));
  return effect ? [row('', `${fix.title} (${effectText(effect)})`)] : [];
}

function effectText({ gains, losses }: FixEffect): string {
  return `+${gains} ${gains === 1 ? 'line' : 'lines'}, -${losses}`;
}
