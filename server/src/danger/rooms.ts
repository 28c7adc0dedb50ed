import { everything, setHas } from '../text/code-point-set.ts';
import { textOf, type BaseLine, type LinePiece } from './base-line.ts';

/** Where strangers write in a line of a program. */

/** Words behind which programs write what a stranger calls himself or asks for. */
const introductions =
  /(?:\b|_)(?:user(?:name)?|login|logon|name|account|acct|for|invalid|unknown|ruser|user-?agent|agent|path|url|uri|file|query|request|refer+er|host(?:name)?|r?host|helo|ehlo|from|to|e?mail|sender|recipient|subject|message|get|post|head)\b["'`\s:=([<{]*$/i;

/**
 * The loose pieces of a line that a stranger can fill: behind the address (agents, URLs, all the rest), or before it where a name,
 * a quote or a word such as `user` says so. What stands before the program's own first words is the date, the machine, the program.
 */
export function roomsOf({ pieces, from, isOpenEnded }: BaseLine): LinePiece[] {
  const rooms: LinePiece[] = [];
  let before = '';
  let isBehindWords = false;
  let isBehindId = false;
  for (const piece of pieces) {
    if (piece.kind === 'id') isBehindId = isBehindWords = true;
    if (piece.kind === 'fixed' && /\p{L}{3}/u.test(piece.text)) isBehindWords = true;
    if (piece.kind === 'loose' && isBehindWords && isOpen(piece, before, isBehindId)) {
      // Where the sample's lines leave it empty, the program writes nothing there.
      if (from === 'regex' || piece.text.trim() !== '') rooms.push(piece);
    }
    before += piece.text;
  }
  return from === 'regex' && isOpenEnded && skipsFields(pieces) ? [...rooms, openEnd(pieces)] : rooms;
}

function isOpen({ group, set }: LinePiece, before: string, isBehindId: boolean): boolean {
  if (isQuoted(before) || (group !== undefined && /user|login|name|acct|mail|host|agent|path|url/i.test(group)))
    return true;
  // A word without blanks behind an address is a port, a number of the session.
  return introductions.test(before) || (isBehindId && setHas(set!, 0x20));
}

/** Inside double quotes: a program that quotes a field marks the quotes in it. */
export function isQuoted(before: string): boolean {
  return (before.split('"').length - 1) % 2 === 1;
}

/**
 * A greedy part before the address goes over fields that the author does not care for: more of them may follow behind it. One in quotes
 * stands for its one field.
 */
function skipsFields(pieces: readonly LinePiece[]): boolean {
  const at = pieces.findIndex(({ kind }) => kind === 'id');
  const last = pieces.slice(0, at).findLastIndex(({ kind }) => kind === 'loose');
  if (last < 0 || !pieces[last]!.isGreedy || !setHas(pieces[last]!.set!, 0x20)) return false;
  const before = textOf(pieces.slice(0, last));
  return /\p{L}{3}/u.test(before) && !/["'`]$/.test(before);
}

/** Nothing in the regex says what follows. */
function openEnd(pieces: readonly LinePiece[]): LinePiece {
  const { of, span } = pieces.at(-1)!;
  return { kind: 'loose', of, span: { start: span.end, end: span.end }, text: '', set: everything };
}

/** The line's text with other text in a room; undefined where the room does not take it, or the program would not let it stand. */
export function fillRoom({ pieces }: BaseLine, room: LinePiece, text: string): string | undefined {
  const at = pieces.indexOf(room);
  const before = textOf(at < 0 ? pieces : pieces.slice(0, at));
  if (isQuoted(before) && text.includes('"')) return undefined;
  if (![...text].every((char) => setHas(room.set!, char.codePointAt(0)!))) return undefined;
  return before + (at < 0 ? ` ${text}` : text + textOf(pieces.slice(at + 1)));
}
