import { partAt } from '../../explain/part-at.ts';
import { expandRegex } from '../../matching/compile-regex.ts';
import { parsePattern } from '../../pyre/parser.ts';
import type { LensRequests, PartMarks } from '../../protocol.ts';
import type { Origin } from '../../text/mapped-text.ts';
import { toLocation, toOffset } from '../convert.ts';
import { pathOfUri } from '../uri.ts';
import type { RegexPartName } from '../worker/messages.ts';
import { currentRun, type CurrentRunHost } from './current-run.ts';
import { findRun } from './marks.ts';
import type { MatchingThread } from './matching-thread.ts';

/** Lines of one answer; an editor shows a hundred. */
const mostLines = 1000;
/** A variable may stand in hundreds of regexes: so many of them are asked. */
const mostRegexes = 8;

/** What the part of a regex at a place of a file takes in some lines of a log. */
export async function partMarks(
  host: CurrentRunHost & { readonly thread: MatchingThread },
  { subject, uri, position, log, from, to }: LensRequests['part']['params'],
): Promise<PartMarks | null> {
  const { session, runs, thread } = host;
  const path = pathOfUri(uri);
  const lines = session.linesOf(path);
  const found = findRun(runs, subject, log);
  const current = currentRun(host, subject);
  if (!lines || !found || current?.run !== found.run) return null;
  const { filter, regexes } = current.resolved;
  const { useDns, fail2ban, python } = filter!;
  const offset = toOffset(lines, position);
  const parts: RegexPartName[] = [];
  let place: Origin | undefined;
  for (const { kind, index, configured } of regexes) {
    const isHere = configured.segments.some(
      ({ origin }) => origin.file === path && origin.span.start <= offset && offset <= origin.span.end,
    );
    if (!isHere || parts.length >= mostRegexes) continue;
    const expanded = expandRegex(configured, { useDns, fail2ban });
    const { pattern } = parsePattern(expanded.text, { python, multiline: false });
    const part = pattern && partAt({ pattern, expanded, configured }, path, offset);
    if (!part) continue;
    parts.push({ kind, index, span: part.span });
    place ??= expanded.whereToShow(part.span).find(({ file }) => file === path);
  }
  const location = place && toLocation(session, place);
  if (!location) return null;
  const begin = Math.max(0, Math.floor(from));
  const pieces = await thread.parts(
    found.run.input,
    found.at,
    parts,
    begin,
    Math.min(Math.floor(to), begin + mostLines),
  );
  return { run: found.run.number, version: found.run.versions[found.at]!, location, pieces };
}
