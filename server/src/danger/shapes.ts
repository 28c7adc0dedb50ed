import { everything } from '../text/code-point-set.ts';
import type { Span } from '../text/span.ts';
import { textOf, type BaseLine, type LinePiece } from './base-line.ts';
import type { Probe, ProbedRegex } from './probe.ts';
import type { MissedLine, SampleLine } from './sample.ts';
import { strangeFields } from './strange-fields.ts';

/** Cuts a line of the sample into the pieces that the parts of its failregex took; undefined where they cannot be told. */
export function shapeOf(probe: Probe, regex: ProbedRegex, sample: SampleLine): BaseLine | undefined {
  const found = probe.find(sample.text, regex.regex);
  if (!found) return undefined;
  const rooms = regex.takenBy(sample.text.slice(found.contentStart));
  if (!rooms) return undefined;
  const { name } = regex;
  const taken: LinePiece[] = [
    ...rooms.map(({ start, end, part }) => ({
      ...part,
      kind: 'loose' as const,
      of: name,
      text: sample.text.slice(found.contentStart + start, found.contentStart + end),
      at: found.contentStart + start,
    })),
    {
      kind: 'id' as const,
      span: regex.regex.pattern.span,
      of: name,
      text: sample.text.slice(found.id.start, found.id.end),
      at: found.id.start,
    },
  ].sort((a, b) => a.at - b.at);
  const pieces: LinePiece[] = [];
  let done = 0;
  for (const { at, ...piece } of taken as (LinePiece & { at: number })[]) {
    // A group that lies in another one, or a room that holds the id.
    if (at < done) continue;
    if (at > done) pieces.push(between(sample.text.slice(done, at), name));
    pieces.push(piece);
    done = at + piece.text.length;
  }
  pieces.push(...restOf(sample.text, done, found.match.end, regex));
  return {
    pieces: withFields(pieces, [found.id], regex.regex.pattern.source),
    toLine: dateKeeper(sample),
    from: 'shape',
    client: sample.id,
    isOpenEnded: false,
  };
}

/** What the loose part of a failregex took of a line of the sample. */
export function textTakenBy(probe: Probe, regex: ProbedRegex, { text }: SampleLine, part: Span): string | undefined {
  const found = probe.find(text, regex.regex);
  const content = found && text.slice(found.contentStart);
  const room = found && regex.takenBy(content!)?.find(({ part: { span } }) => span.start === part.start);
  return room && content!.slice(room.start, room.end);
}

const anyAddress = /(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)|(?:[\da-f]{1,4}:){2,7}(?::?[\da-f]{1,4}|:))/gi;

/** A line of which the failregex knows nothing: fixed text but for what strangers write. Undefined where they write nothing. */
export function foreignShape({ name }: ProbedRegex, line: MissedLine, from: BaseLine['from']): BaseLine | undefined {
  const found = [...line.text.matchAll(anyAddress)];
  const addresses = found.map(({ index, 0: text }) => ({ start: index, end: index + text.length }));
  const pieces = withFields([between(line.text, name)], addresses);
  if (pieces.length === 1 && pieces[0]!.kind === 'fixed') return undefined;
  const clients = new Set(found.map(([text]) => text));
  return {
    pieces,
    toLine: dateKeeper(line),
    from,
    client: clients.size === 1 ? [...clients][0] : undefined,
    isOpenEnded: false,
  };
}

/** Puts the date back where it was cut out of a line, also where text before or behind that place is another now. */
function dateKeeper({ line, text, cut }: MissedLine): BaseLine['toLine'] {
  const date = line.slice(cut.start, cut.end);
  const before = text.slice(0, cut.start);
  return (other) => {
    const at = other.startsWith(before) ? cut.start : other.length - (text.length - cut.start);
    return other.slice(0, at) + date + other.slice(at);
  };
}

/**
 * Pieces with what strangers write cut out, as pieces of their own. `taken`: where none of them writes; `spelt`: the regex of the line, whose words
 * are the program's.
 */
function withFields(pieces: readonly LinePiece[], taken: readonly Span[], spelt = ''): LinePiece[] {
  const text = textOf(pieces);
  const fields = strangeFields(text, taken).filter(
    ({ start, end, isGuess }) => !isGuess || !spelt.includes(text.slice(start, end)),
  );
  const placed: (LinePiece & Span)[] = [];
  for (const piece of pieces) {
    const start = placed.at(-1)?.end ?? 0;
    placed.push({ ...piece, start, end: start + piece.text.length });
  }
  const within = (from: number, to: number): LinePiece[] =>
    placed.flatMap(({ start, end, ...piece }) => {
      if (start === end) return from <= start && (start < to || to === text.length) ? [piece] : [];
      const cut = text.slice(Math.max(start, from), Math.min(end, to));
      const isCut = cut.length < end - start;
      return end <= from || to <= start ? [] : [{ ...piece, text: cut, ...(isCut ? { kind: 'fixed' as const } : {}) }];
    });
  const cut: LinePiece[] = [];
  let done = 0;
  for (const { start, end, set } of fields) {
    const over = placed.filter((piece) => piece.start < end && start < piece.end);
    // What was left empty stands between two pieces.
    const touched = over.length > 0 ? over : placed.filter((piece) => piece.start <= start && start <= piece.end);
    const { of, span, isGreedy, group } = touched.find(({ kind }) => kind === 'loose') ?? {
      ...touched[0]!,
      span: noSpan,
    };
    cut.push(...within(done, start), {
      kind: 'loose',
      of,
      span,
      set,
      group,
      text: text.slice(start, end),
      isStrange: true,
      ...(isGreedy === undefined ? {} : { isGreedy }),
    });
    done = end;
  }
  return [...cut, ...within(done, text.length)];
}

const noSpan: Span = { start: 0, end: 0 };

/** What stands behind the match: text of which the regex says nothing. */
function restOf(text: string, from: number, matchEnd: number, { name, regex }: ProbedRegex): LinePiece[] {
  const end = Math.max(from, Math.min(matchEnd, text.length));
  const pieces: LinePiece[] = [];
  if (end > from) pieces.push(between(text.slice(from, end), name));
  if (end < text.length) {
    const span = { start: regex.pattern.span.end, end: regex.pattern.span.end };
    pieces.push({ kind: 'loose', span, of: name, text: text.slice(end), set: everything });
  }
  return pieces;
}

function between(text: string, of: ProbedRegex['name']): LinePiece {
  return { kind: 'fixed', span: { start: 0, end: 0 }, of, text };
}
