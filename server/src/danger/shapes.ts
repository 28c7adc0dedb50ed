import { leafSet } from '../pyre/analysis/leaf-set.ts';
import { parsePattern } from '../pyre/parser.ts';
import { walk } from '../pyre/walk.ts';
import { everything, type CodePointSet } from '../text/code-point-set.ts';
import type { Span } from '../text/span.ts';
import { createSearcher } from '../translate/compile.ts';
import type { BaseLine, LinePiece } from './base-line.ts';
import type { Probe, ProbedRegex } from './probe.ts';
import type { SampleLine } from './sample.ts';
import { bare, isLoose } from './written-text.ts';

/** Cuts a line of the sample into the pieces that the parts of its failregex took; undefined where they cannot be told. */
export function shapeOf(probe: Probe, regex: ProbedRegex, sample: SampleLine): BaseLine | undefined {
  const found = probe.find(sample.text, regex.regex);
  if (!found) return undefined;
  const rooms = looseSpans(probe, regex, sample.text.slice(found.contentStart));
  if (!rooms) return undefined;
  const { name } = regex;
  const taken: LinePiece[] = [
    ...rooms.map(({ start, end, ...room }) => ({
      ...room,
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
  const { cut, line } = sample;
  const date = line.slice(cut.start, cut.end);
  return {
    pieces,
    regex,
    toLine: (text) => text.slice(0, cut.start) + date + text.slice(cut.start),
    from: 'shape',
    client: sample.id,
    isOpenEnded: false,
  };
}

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

interface TakenRoom extends Span {
  readonly span: Span;
  readonly set: CodePointSet;
  readonly isGreedy: boolean;
  readonly group: string | undefined;
}

/** What each loose part of a regex takes of a text: the same regex with a group around each of them. */
function looseSpans({ texts }: Probe, { regex }: ProbedRegex, text: string): TakenRoom[] | undefined {
  const { pattern } = regex;
  const rooms: (Omit<TakenRoom, keyof Span> & { name: string })[] = [];
  const groups: { name: string; span: Span }[] = [];
  let countsGroups = false;
  walk(pattern, (node, flags) => {
    if ((node.type === 'BackReference' || node.type === 'Conditional') && node.name === undefined) countsGroups = true;
    if (node.type === 'LookAround') return false;
    if (node.type === 'CaptureGroup' && node.name !== undefined) groups.push({ name: node.name, span: node.span });
    if (node.type !== 'Repeat' || !isLoose(node, flags)) return true;
    const name = `lens_room_${rooms.length}`;
    const group = groups.findLast(({ span }) => span.start <= node.span.start && node.span.end <= span.end)?.name;
    rooms.push({ group, span: node.span, set: leafSet(bare(node.item), flags)!, isGreedy: node.mode !== 'lazy', name });
    return false;
  });
  if (countsGroups) return undefined;
  let source = pattern.source;
  for (const { span, name } of [...rooms].reverse())
    source = `${source.slice(0, span.start)}(?P<${name}>${source.slice(span.start, span.end)})${source.slice(span.end)}`;
  const probed = parsePattern(source, { python: texts.python, multiline: texts.maxLines > 1 }).pattern;
  const spans = probed && createSearcher(probed, { python: texts.python }).search(`${text}\n`);
  if (!spans) return undefined;
  return rooms.flatMap(({ name, ...room }) => {
    const group = probed.groupNames.get(name)!;
    const [start, end] = [spans[2 * group]!, spans[2 * group + 1]!];
    return start < 0 ? [] : [{ ...room, start, end: Math.min(end, text.length) }];
  });
}
