import type { ConnectionFate } from '../../explain/connections.ts';
import { toCodePointOffset } from '../../text/code-points.ts';
import type { Fix } from '../../explain/fixes.ts';
import type { LineExplanation, RegexReport } from '../../explain/explain-line.ts';
import type { MatchedId } from '../../explain/explain-match.ts';
import type { Miss } from '../../explain/explain-regex.ts';
import type { CompiledRegex } from '../../matching/compile-filter.ts';
import { adviceJson } from './date-advice-json.ts';
import { fixKey, linesKey, modesFor, type ExplainDetails, type ExplainedLine } from './explain-report.ts';

/** The one JSON document of `explain --format json`. */
export function writeExplainJson(lines: readonly ExplainedLine[], details: ExplainDetails): string {
  return `${JSON.stringify(lines.map((line) => lineJson(line, details)))}\n`;
}

function lineJson({ explanation, template }: ExplainedLine, details: ExplainDetails): object {
  const { line, verdict, date, sighting, rest, prefregex, failregex, ignoredBy, text } = explanation;
  const { filter } = details;
  return {
    line,
    verdict,
    date:
      date.kind === 'found' || date.kind === 'unparsable'
        ? {
            template: template ?? null,
            start: toCodePointOffset(text, date.start),
            end: toCodePointOffset(text, date.end),
            time: date.kind === 'found' ? date.seconds : null,
          }
        : null,
    ...(sighting ? { dateAdvice: adviceJson(sighting, details.dateProof, details.datepattern) } : {}),
    ...(date.kind === 'borrowed' ? { borrowedDate: { text: date.text, time: date.seconds } } : {}),
    rest,
    prefregex:
      prefregex === undefined
        ? null
        : 'content' in prefregex
          ? {
              matched: true,
              content: prefregex.content ?? null,
              ...(prefregex.doubt === undefined ? {} : { message: prefregex.doubt }),
            }
          : {
              matched: false,
              ...missJson(prefregex, filter.prefregex!, details),
              fix: fixJson('prefregex', prefregex.fix, details),
            },
    failregex: failregex.map(({ index, miss, id, namesNobody, connection }) => ({
      failregex: index + 1,
      matched: miss === undefined,
      ...(miss ? { ...missJson(miss, filter.failregex[index]!, details), fix: fixJson(index, miss.fix, details) } : {}),
      ...(id ? idJson(index, id, details) : {}),
      ...(connection ? { connection: connectionJson(connection) } : {}),
      ...(namesNobody ? { id: null, message: namesNobody.message, fix: fixJson(index, namesNobody.fix, details) } : {}),
    })),
    ...behindJson(explanation.behindPrefregex, details),
    ...modesJson(explanation, details),
    ...neededJson(explanation, details),
    ...ignoreJson(explanation, details),
    ...(ignoredBy.length > 0 ? { ignoreregex: ignoredBy.map((index) => index + 1) } : {}),
  };
}

/** What the failregexes say behind a prefregex that does not let the line through. */
function behindJson(reports: readonly RegexReport[] = [], details: ExplainDetails): object {
  if (reports.length === 0) return {};
  const behindPrefregex = reports.map(({ index, miss, id }) => ({
    failregex: index + 1,
    matched: miss === undefined,
    ...(miss ? missJson(miss, details.filter.failregex[index]!, details) : {}),
    ...(id ? { id: id.id } : {}),
  }));
  return { behindPrefregex };
}

/** What `maxlines` would have to be. */
function neededJson({ needed }: LineExplanation, { effects }: ExplainDetails): object {
  if (!needed) return {};
  const { lines, regex } = needed;
  return { neededMaxlines: { maxlines: lines, failregex: regex + 1, ...effects.get(linesKey(needed)) } };
}

/** The ignoreregexes that come near to a matched line, and those that match a line that no failregex matches. */
function ignoreJson({ nearlyIgnoredBy = [], ignoredInVain = [] }: LineExplanation, details: ExplainDetails): object {
  const nearly = nearlyIgnoredBy.map(({ index, miss }) => ({
    ignoreregex: index + 1,
    ...missJson(miss, details.filter.ignoreregex[index]!, details),
  }));
  return {
    ...(nearly.length > 0 ? { nearlyIgnoredBy: nearly } : {}),
    ...(ignoredInVain.length > 0 ? { ignoredInVain: ignoredInVain.map((index) => index + 1) } : {}),
  };
}

/** The modes in which the filter would match a line that it does not match as it is. */
function modesJson(explanation: LineExplanation, details: ExplainDetails): object {
  const modes = modesFor(explanation, details).map(({ mode, gains, losses }) => ({ mode, gains, losses }));
  return modes.length > 0 ? { modes } : {};
}

/** `line`: where the connection first had the id, where this line does not name it. */
function connectionJson({ mlfid, id, isNoFail, isOwn, since, gains, forgets }: ConnectionFate): object {
  return {
    mlfid,
    state: id === null ? 'pending' : isNoFail ? 'kept' : 'counted',
    ...(isOwn || id === null ? {} : { id, line: since ?? null }),
    gains,
    forgets,
  };
}

function missJson(miss: Miss, { expanded }: CompiledRegex, { placeOf }: ExplainDetails): object {
  const { cause, culprit, relaxed, message } = miss;
  const place = culprit && expanded.whereToShow(culprit.span)[0];
  return {
    cause,
    culprit: culprit
      ? {
          pattern: culprit.written,
          span: [culprit.span.start, culprit.span.end].map((offset) => toCodePointOffset(expanded.text, offset)),
          ...(place ? placeOf(place) : {}),
          found: culprit.found,
        }
      : null,
    relaxed: relaxed ?? null,
    ...(relaxed === undefined ? { partial: true } : {}),
    message,
  };
}

/** Only a fix whose effect on the whole log is known. */
function fixJson(regex: number | 'prefregex', fix: Fix | undefined, { effects }: ExplainDetails): object | null {
  const effect = fix && effects.get(fixKey(regex, fix));
  return effect ? { title: fix.title, ...effect } : null;
}

/** What a match names, and what is wrong with it. */
function idJson(index: number, { id, doubt }: MatchedId, details: ExplainDetails): object {
  if (!doubt) return { id };
  const { message, meant, fix } = doubt;
  return { id, meant: meant ?? null, message, fix: fixJson(index, fix, details) };
}
