import type { LensRequests, LineFix } from '../../protocol.ts';
import type { MappedText, Origin } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { toLocation } from '../convert.ts';
import { repeatableRun, type CurrentRunHost } from './current-run.ts';
import { findRun } from './marks.ts';
import type { MatchingThread } from './matching-thread.ts';
import type { SubjectRegex } from './resolve-subject.ts';

/** What would make a line match, as edits of the files, each proved by running it over all logs. */
export async function lineFixes(
  host: CurrentRunHost & { readonly thread: MatchingThread },
  { subject, log, line }: LensRequests['fixes']['params'],
  signal: AbortSignal,
): Promise<LineFix[]> {
  const found = findRun(host.runs, subject, log);
  const asked = repeatableRun(host, subject);
  if (!found || asked?.run !== found.run) return [];
  const tried = await host.thread.fixes(found.run.input, found.at, line, signal);
  // The files may have changed meanwhile: an edit of what is no more would do something else.
  const now = repeatableRun(host, subject);
  if (now?.run !== found.run) return [];
  const { regexes } = now.resolved;
  return tried.flatMap(({ kind, index, title, configured, gains, losses }): LineFix[] => {
    const regex = regexes.find((of) => of.kind === kind && of.index === index);
    const edit = regex && editOf(regex.configured, configured);
    if (
      !edit ||
      isShared(
        edit.place,
        regexes.filter((other) => other !== regex),
      )
    )
      return [];
    const place = toLocation(host.session, edit.place);
    return place ? [{ title, place, newText: edit.newText, gains, losses }] : [];
  });
}

/** The one edit of a file that makes `wanted` of a text; undefined where there is none, or where a `%` would have to be doubled. */
export function editOf(written: MappedText, wanted: string): { place: Origin; newText: string } | undefined {
  const { text } = written;
  let start = 0;
  while (start < text.length && text[start] === wanted[start]) start++;
  let same = 0;
  while (
    same < Math.min(text.length, wanted.length) - start &&
    text[text.length - 1 - same] === wanted[wanted.length - 1 - same]
  )
    same++;
  const span = { start, end: text.length - same };
  const newText = wanted.slice(start, wanted.length - same);
  const place = written.whereToEdit(span) ?? (span.start === span.end ? behind(written, span.start) : undefined);
  return place && !newText.includes('%') && !place.file.startsWith('builtin:') ? { place, newText } : undefined;
}

/** The place behind the character before: where a tag follows, nothing can be put in at its own. */
function behind(written: MappedText, at: number): Origin | undefined {
  const before = at > 0 ? written.whereToEdit({ start: at - 1, end: at }) : undefined;
  return before && { file: before.file, span: { start: before.span.end, end: before.span.end } };
}

/** Whether an edit would change other regexes, too: what was tried is one of them. */
function isShared({ file, span }: Origin, others: readonly SubjectRegex[]): boolean {
  const meets = (other: Span): boolean =>
    span.start === span.end
      ? other.start <= span.start && span.start < other.end
      : other.start < span.end && span.start < other.end;
  return others.some(({ configured }) =>
    configured.segments.some(({ origin }) => origin.file === file && meets(origin.span)),
  );
}
