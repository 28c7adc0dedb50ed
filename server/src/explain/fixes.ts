import type { CompiledRegex } from '../matching/compile-filter.ts';
import { MappedText, type Origin } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { Relaxation } from './changed-regex.ts';
import type { Edit, EditReason, Place } from './edit.ts';
import { editsBetween } from './edits-between.ts';
import { editsOfParts } from './edits-of-parts.ts';
import type { Subject } from './named-cause.ts';
import type { NearMiss } from './near-miss.ts';
import type { RegexPart } from './regex-parts.ts';

/** A regex as it could be written. */
export interface Fix {
  /** What is done, in a few words. */
  readonly title: string;
  readonly configured: MappedText;
}

/** A change of a regex that may be the right answer. */
export interface Repair extends Fix {
  readonly reason: EditReason | undefined;
}

/**
 * How the regex could be written so that it takes what stands in the line, where each place has one right answer. Nothing is proved here: the
 * caller lets the engine try it.
 */
export function repairOf(
  { relaxations, parts }: NearMiss,
  regex: Pick<CompiledRegex, 'expanded' | 'configured'>,
  subject: Subject,
): Repair | undefined {
  const edits: Edit[] = [];
  for (const relaxation of relaxations) {
    const edit = editOf(relaxation, parts, regex.expanded.text, subject);
    if (!edit) return undefined;
    edits.push(edit);
  }
  const configured = rewritten(
    regex,
    edits.flatMap(({ span, text, also = [] }) => [{ span, text }, ...also]),
  );
  const titles = [...new Set(edits.map(({ title }) => title))];
  return (
    configured && {
      title: titles.map((title, i) => (i === 0 ? title : title[0]!.toLowerCase() + title.slice(1))).join('; '),
      configured,
      reason: edits.find(({ reason }) => reason)?.reason,
    }
  );
}

function editOf(
  relaxation: Relaxation,
  parts: readonly RegexPart[],
  source: string,
  subject: Subject,
): Edit | undefined {
  const { found } = relaxation;
  if (!found) return undefined;
  const lost = parts.slice(relaxation.from, relaxation.to);
  const isBetween = lost.every(({ kind }) => kind === 'start' || kind === 'end');
  const place: Place = {
    parts,
    source,
    subject,
    found,
    lost,
    text: subject.text.slice(found.start, found.end),
    before: parts[lost[0]?.kind === 'start' ? relaxation.from : relaxation.from - 1],
    after: parts[lost.at(-1)?.kind === 'end' ? relaxation.to - 1 : relaxation.to],
    from: relaxation.from,
  };
  const kinds = isBetween ? editsBetween : editsOfParts;
  for (const kind of kinds) {
    const edit = kind(place);
    if (edit) return edit;
  }
  return undefined;
}

/** The configured regex with pieces of the expanded one written anew; undefined where one of them was not typed as it stands. */
export function rewritten(
  { expanded, configured }: Pick<CompiledRegex, 'expanded' | 'configured'>,
  pieces: readonly { readonly span: Span; readonly text: string }[],
): MappedText | undefined {
  const edits: { span: Span; text: string }[] = [];
  for (const { span, text } of pieces) {
    const place = placeIn(configured, expanded, span);
    if (!place) return undefined;
    edits.push({ span: place, text });
  }
  edits.sort((a, b) => a.span.start - b.span.start);
  const kept: MappedText[] = [];
  let done = 0;
  for (const { span, text } of edits) {
    if (span.start < done) return undefined;
    kept.push(configured.slice(done, span.start), MappedText.builtin(text, 'fix'));
    done = span.end;
  }
  return MappedText.concat([...kept, configured.slice(done)]);
}

/** Where a piece of the expanded regex is written in the configured one; an empty place beside a tag is before or behind the tag. */
function placeIn(configured: MappedText, expanded: MappedText, { start, end }: Span): Span | undefined {
  if (end > start) return originIn(configured, expanded.whereToEdit({ start, end }));
  const besides = (from: number): Span | undefined =>
    from >= 0 && from < expanded.length
      ? originIn(configured, expanded.whereToShow({ start: from, end: from + 1 })[0])
      : undefined;
  const next = besides(start);
  if (next) return { start: next.start, end: next.start };
  const last = besides(start - 1);
  return last && { start: last.end, end: last.end };
}

/** Where the text that a piece of the expanded regex was made from stands in the configured one. */
export function shownIn(configured: MappedText, expanded: MappedText, span: Span): Span | undefined {
  return originIn(configured, expanded.whereToShow(span)[0]);
}

function originIn(configured: MappedText, origin: Origin | undefined): Span | undefined {
  let at = 0;
  for (const { text, origin: own, exact } of configured.segments) {
    const isInside =
      origin && own.file === origin.file && own.span.start <= origin.span.start && origin.span.end <= own.span.end;
    if (exact && isInside) {
      const start = at + origin.span.start - own.span.start;
      return { start, end: start + origin.span.end - origin.span.start };
    }
    at += text.length;
  }
  return undefined;
}
