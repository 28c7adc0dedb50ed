import { textOf, writePieces, type BaseLine, type LinePiece } from './base-line.ts';
import { memoize } from '../text/memoize.ts';
import { victimBeside, type LogProof } from './danger.ts';
import type { Probe, ProbedRegex } from './probe.ts';
import { fillRoom, introducedRoomsOf, namedIdOf, roomsOf } from './rooms.ts';

/** A line of the program in which a stranger's text makes fail2ban take the victim. */
export interface Attack {
  readonly base: BaseLine;
  /** Where the stranger writes. */
  readonly room: LinePiece;
  readonly proof: LogProof;
}

/**
 * Lines of other events, in which a stranger's text can hold all that the target looks for: such a regex is found anywhere in a line. Each group is
 * a line in the ways in which it may be written: the attack must work in all of them.
 */
export function findForgedElsewhere(
  probe: Probe,
  target: ProbedRegex,
  foreign: readonly (readonly BaseLine[])[],
): Attack | undefined {
  const payloads = memoize(sameKey, (victim) =>
    wholeTexts(probe, target, victim).filter((text) => probe.find(otherWords + text, target.regex)),
  );
  if (payloads(victimBeside('')).length === 0) return undefined;
  for (const ways of foreign) {
    const attacks = ways.map((base) => attackOn(probe, target, base, payloads, introducedRoomsOf(base)));
    if (attacks.length > 0 && attacks.every((attack) => attack !== undefined)) return attacks[0];
  }
  return undefined;
}

/** What a stranger may write to get this victim banned. */
type PayloadsFor = (victim: string) => readonly string[];

function sameKey(key: string): string {
  return key;
}

/** What no regex that says how its line begins lets stand before it. */
const otherWords = ' pc program[7]: some other words: ';

/** All that a target looks for, around the victim's address. */
function wholeTexts(probe: Probe, target: ProbedRegex, victim: string): string[] {
  const texts = (['word', 'least'] as const).flatMap((fill) =>
    [0, 1].flatMap((choice) => {
      const pieces = writePieces(probe, target, { address: victim, fill, choice });
      return pieces ? [textOf(pieces)] : [];
    }),
  );
  return [...new Set(texts)].filter((text) => !text.includes('\n')).flatMap((text) => [text, ` ${text} `]);
}

/**
 * What a stranger may write, where the line has room for it, so that `target` takes the victim. Lines that only the regex tells of are a
 * guess: the attack must work in each, or in each of those that go through the same loose parts, where words, names or quotes say that he writes there. One line of the sample is
 * enough.
 */
export function findForgedAddress(probe: Probe, target: ProbedRegex, bases: readonly BaseLine[]): Attack | undefined {
  const payloads = memoize(sameKey, (victim) => payloadsFor(probe, target, victim));
  const fromSample = bases.filter(({ from }) => from === 'shape');
  for (const base of fromSample) {
    const attack = attackOn(probe, target, base, payloads);
    if (attack) return attack;
  }
  if (fromSample.length > 0) return undefined;
  const everywhere = attackOnEach(bases, (base) => attackOn(probe, target, base, payloads));
  if (everywhere) return everywhere;
  for (const alike of sameParts(bases)) {
    const attack = attackOnEach(alike, (base) => attackOn(probe, target, base, payloads, introducedRoomsOf(base)));
    if (attack) return attack;
  }
  return undefined;
}

/** The attack on the first line, where there is one on each of them. */
function attackOnEach(bases: readonly BaseLine[], attack: (base: BaseLine) => Attack | undefined): Attack | undefined {
  // Lines with all optional parts are the hardest.
  const hardest = [...bases].sort((one, other) => other.pieces.length - one.pieces.length);
  let first: Attack | undefined;
  for (const base of hardest) {
    const found = attack(base);
    if (!found) return undefined;
    if (base === bases[0]) first = found;
  }
  return first;
}

/** Lines that went through the same loose parts of the regex: other branches are other lines of the program. */
function sameParts(bases: readonly BaseLine[]): BaseLine[][] {
  const groups = new Map<string, BaseLine[]>();
  for (const base of bases) {
    const loose = base.pieces.filter(({ kind }) => kind === 'loose');
    const key = loose.map(({ of, span }) => `${of.role} ${span.start}`).join(' ');
    groups.set(key, [...(groups.get(key) ?? []), base]);
  }
  return [...groups.values()];
}

function attackOn(
  probe: Probe,
  target: ProbedRegex,
  base: BaseLine,
  payloads: PayloadsFor,
  rooms = roomsOf(base),
): Attack | undefined {
  const victim = victimBeside(textOf(base.pieces));
  for (const { room, text } of textsOn(base, victim, payloads(victim), rooms)) {
    const found = probe.find(text, target.regex);
    if (!found || text.slice(found.id.start, found.id.end) !== victim) continue;
    const log = base.toLine(text);
    if (log === undefined) return undefined;
    const { taken, reported } = probe.ask(log);
    // The server stops at the first failregex that matches.
    if (taken[0]?.id !== victim || !reported.some(({ id }) => id === victim)) continue;
    return { base, room, proof: { log, id: victim, meant: base.client, from: base.from } };
  }
  return undefined;
}

/** The line with what a stranger may write, and where. */
function* textsOn(
  base: BaseLine,
  victim: string,
  payloads: readonly string[],
  rooms: readonly LinePiece[],
): Generator<{ readonly room: LinePiece; readonly text: string }> {
  for (const room of rooms)
    for (const payload of payloads) {
      const text = fillRoom(base, room, payload);
      if (text !== undefined) yield { room, text };
    }
  const id = namedIdOf(base);
  // A name of his own for his address.
  if (id)
    yield {
      room: id,
      text: textOf(base.pieces.map((piece) => (piece === id ? { ...piece, text: `${victim}.example.net` } : piece))),
    };
}

const mostPayloads = 60;

/** Pieces of the target's own text around the victim's address, the shortest first. A stranger cannot end a line. */
function payloadsFor(probe: Probe, target: ProbedRegex, victim: string): string[] {
  const found = new Set<string>();
  for (const fill of ['least', 'word'] as const)
    for (let choice = 0; choice < 2; choice++) {
      const pieces = writePieces(probe, target, { address: victim, fill, choice });
      const at = pieces?.findIndex(({ kind }) => kind === 'id') ?? -1;
      if (!pieces || at < 0) continue;
      const whole = textOf(pieces);
      const ends = new Set([at, at + 1, at + 2, pieces.length - 1].filter((end) => end < pieces.length));
      const endsAt = [...ends].map((end) => textOf(pieces.slice(0, end + 1)).length);
      let startsAt = textOf(pieces.slice(0, at + 1)).length;
      for (let start = at; start >= 0; start--) {
        startsAt -= pieces[start]!.text.length;
        for (const end of endsAt) found.add(whole.slice(startsAt, end));
      }
    }
  const shortest = [...found].sort((a, b) => a.length - b.length).slice(0, mostPayloads);
  return shortest
    .filter((text) => !text.includes('\n'))
    .flatMap((text) => [/^\s/.test(text) ? text : ` ${text}`, text, `x ${text} x`]);
}
