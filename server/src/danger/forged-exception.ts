import { failureIdGroups } from '../matching/failregex-tags.ts';
import { anchorOf } from '../pyre/analysis/anchors.ts';
import type { Span } from '../text/span.ts';
import { tagsOf, textOf, type BaseLine, type LinePiece } from './base-line.ts';
import { client, type LineDanger, type LogProof } from './danger.ts';
import { configuredPart } from './places.ts';
import { seenOf, type Probe, type ProbedRegex } from './probe.ts';
import { fillRoom, roomsOf } from './rooms.ts';
import type { ExcusedLine } from './sample.ts';
import { shapeOf } from './shapes.ts';
import { toText, writeText, type WrittenText } from './written-text.ts';

/**
 * A line that is a failure, but for what a stranger can write into it: with that, the ignoreregex lets him go. An ignoreregex that names an
 * address tells of the whole line, and is meant to: of such a one it counts only what he can add behind what he asks for, in a line of the sample.
 */
export function findForgedException(
  probe: Probe,
  ignoreregex: ProbedRegex,
  bases: readonly BaseLine[],
  excused: readonly ExcusedLine[],
): LineDanger | undefined {
  const proof = namesAddress(ignoreregex)
    ? madeProof(
        probe,
        ignoreregex,
        bases.filter(({ from }) => from === 'shape'),
        additionsFor(ignoreregex),
      )
    : (proofInSample(probe, ignoreregex, excused) ?? madeProof(probe, ignoreregex, bases, payloadsFor(ignoreregex)));
  if (!proof) return undefined;
  const part = configuredPart(probe, ignoreregex.name, ignoreregex.regex.pattern.span);
  const isAnchored = anchorOf(ignoreregex.regex.pattern) === 'text';
  return { kind: 'forged-exception', ...part, proof, ...(isAnchored ? { isAnchored } : {}), fix: undefined };
}

/** It tells of a whole line of the program, and is meant to. */
function namesAddress({ regex }: ProbedRegex): boolean {
  return failureIdGroups.some((name) => regex.pattern.groupNames.has(name));
}

/** A line of the sample that is a failure but for the ignoreregex, which finds its text where a stranger writes. */
function proofInSample(probe: Probe, ignoreregex: ProbedRegex, excused: readonly ExcusedLine[]): LogProof | undefined {
  const failregexes = probe.regexes.filter(({ name }) => name.role === 'failregex');
  for (const line of excused) {
    if (probe.filter.ignoreregex[line.ignoredBy] !== ignoreregex.regex) continue;
    const match = matchIn(probe, ignoreregex, line.text);
    for (const regex of failregexes) {
      const found = match && probe.find(line.text, regex.regex);
      if (!found) continue;
      const id = line.text.slice(found.id.start, found.id.end);
      const shape = shapeOf(probe, regex, { ...line, regex: 0, id });
      if (shape && roomsOf(shape).some((room) => holds(shape, room, match)))
        return { log: line.line, id: null, meant: id, from: 'sample' };
    }
  }
  return undefined;
}

/** Where it is found in a text: in all of it, or in what prefregex hands on. */
function matchIn({ filter }: Probe, { regex }: ProbedRegex, text: string): Span | undefined {
  for (const seen of [{ content: text, start: 0 }, seenOf(filter, text)]) {
    const spans = seen && regex.searcher.search(`${seen.content}\n`);
    if (spans) return { start: seen.start + spans[0]!, end: seen.start + spans[1]! };
  }
  return undefined;
}

function holds({ pieces }: BaseLine, room: LinePiece, { start, end }: Span): boolean {
  const from = textOf(pieces.slice(0, pieces.indexOf(room))).length;
  return from <= start && end <= from + room.text.length;
}

function madeProof(
  probe: Probe,
  ignoreregex: ProbedRegex,
  bases: readonly BaseLine[],
  payloadsIn: (room: LinePiece) => readonly string[],
): LogProof | undefined {
  const index = probe.filter.ignoreregex.indexOf(ignoreregex.regex);
  const ordered = [...bases].sort((a, b) => Number(b.from === 'shape') - Number(a.from === 'shape'));
  const sampled = new Set(bases.filter(({ from }) => from === 'shape').map(failregexOf));
  for (const base of ordered) {
    // What the sample leaves no room for is not feared.
    if (base.from === 'regex' && sampled.has(failregexOf(base))) continue;
    // What he asks for may be what is meant to be let go: the agent, which stands behind it, never is.
    for (const room of [...roomsOf(base)].reverse())
      for (const payload of payloadsIn(room).flatMap((written) => apart(base, room, written))) {
        const text = fillRoom(base, room, payload);
        if (text === undefined || !matchIn(probe, ignoreregex, text)) continue;
        const log = base.toLine(text);
        const plain = base.toLine(textOf(base.pieces));
        if (log === undefined || plain === undefined) break;
        const answer = probe.ask(log);
        if (answer.taken.length > 0 || !answer.ignoredBy.includes(index)) continue;
        const without = probe.ask(plain);
        if (without.taken[0]?.id !== base.client || without.ignoredBy.length > 0) continue;
        return { log, id: null, meant: base.client, from: base.from };
      }
  }
  return undefined;
}

function failregexOf({ pieces }: BaseLine): number | undefined {
  return pieces.find(({ kind }) => kind === 'id')?.of.index;
}

/** Not grown together with a word before it, where the room takes a blank. */
function apart({ pieces }: BaseLine, room: LinePiece, text: string): string[] {
  const before = textOf(pieces.slice(0, pieces.indexOf(room)));
  return /[\p{L}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(text) ? [` ${text}`, text] : [text];
}

/** What he writes in place of what stands there: all that the ignoreregex looks for, or a word of it where the rest stands in the line anyway. */
function payloadsFor(ignoreregex: ProbedRegex): () => readonly string[] {
  const whole = writtenFor(ignoreregex)
    .map(({ text }) => text)
    .filter((text) => text !== '' && !text.includes('\n'))
    .flatMap((text) => [text, `x ${text}`, `x/1${text}`]);
  const payloads = [...whole, ...wordsOf(ignoreregex)];
  return () => payloads;
}

/** What he writes behind what stands there: a word of the ignoreregex, `/page?x.png`. */
function additionsFor(ignoreregex: ProbedRegex): (room: LinePiece) => readonly string[] {
  const words = wordsOf(ignoreregex);
  return ({ text }) => (text === '' ? [] : words.flatMap((word) => [`${text}?${word}`, `${text}${word}`]));
}

/** Words that the ignoreregex asks for. */
function wordsOf(ignoreregex: ProbedRegex): string[] {
  const fixed = writtenFor(ignoreregex).map(({ pieces }) =>
    pieces.map(({ kind, text }) => (kind === 'fixed' || kind === 'other' ? text : ' ')).join(''),
  );
  return [...new Set(fixed.flatMap((text) => text.match(/[^\s"'<>[\]]{2,}/g) ?? []))];
}

function writtenFor({ regex }: ProbedRegex): WrittenText[] {
  const written = [0, 1].flatMap((choice) => {
    const one = writeText(regex.pattern, { address: client, fill: 'least', choice, tags: tagsOf(regex) });
    return one ? [toText(one.pieces)] : [];
  });
  return written.filter(({ text }, i) => written.findIndex((other) => other.text === text) === i);
}
