import { everything, setHas } from '../text/code-point-set.ts';
import { holdsJson, isName, isOfProgram } from './strange-fields.ts';
import { textOf, type BaseLine, type LinePiece } from './base-line.ts';

/** Where strangers write in a line of a program. */

/** Words behind which programs write what a stranger calls himself or asks for. */
const introductions =
  /(?:\b|_)(?:user(?:name)?|login|logon|name|account|acct|for|invalid|unknown|ruser|user-?agent|agent|path|url|uri|file|query|request|refer+er|host(?:name)?|r?host|helo|ehlo|from|to|e?mail|sender|recipient|subject|message|get|post|head)\b["'`\s:=([<{]*$/i;

/**
 * The loose pieces of a line that a stranger can fill. In a line of the program, what he wrote there; without one, or where nothing in it tells,
 * what the regex leaves open: behind the address (agents, URLs, all the rest), or before it where a name, a quote or a word such as `user` says so. What
 * stands before the program's own first words is the date, the machine, the program.
 */
export function roomsOf({ pieces, from, isOpenEnded }: BaseLine): LinePiece[] {
  if (from !== 'regex')
    return [...pieces.filter(({ isStrange }) => isStrange), ...openPieces(pieces).filter(isOfWords)];
  return isOpenEnded && skipsFields(pieces) ? [...openPieces(pieces), openEnd(pieces)] : openPieces(pieces);
}

/** Those of them of which words, names or quotes say that he writes there. */
export function introducedRoomsOf({ pieces, from }: BaseLine): LinePiece[] {
  return from === 'regex' ? openPieces(pieces, false) : pieces.filter(({ isStrange }) => isStrange);
}

/** `takesRest`: what stands behind the address is open, too, whatever leads to it. */
function openPieces(pieces: readonly LinePiece[], takesRest = true): LinePiece[] {
  const rooms: LinePiece[] = [];
  let before = '';
  let isBehindWords = false;
  let isBehindId = false;
  // A room goes on where only another loose part, or a blank and one, comes behind it.
  let isInRoom = false;
  for (const piece of pieces) {
    if (piece.kind === 'id') isBehindId = isBehindWords = true;
    if (piece.kind === 'fixed' && /\p{L}{3}/u.test(piece.text)) isBehindWords = true;
    if (piece.kind === 'loose') {
      const isRoom: boolean = isInRoom || isOpen(piece, before, takesRest && isBehindId);
      isInRoom = !piece.isStrange && isBehindWords && isRoom;
      if (isInRoom) rooms.push(piece);
    } else if (piece.text.trim() !== '') isInRoom = false;
    before += piece.text;
  }
  return rooms;
}

/** A few words, which may be a name: not where the program wrote nothing, or fields or words of its own. What stands behind the match is its own, too. */
function isOfWords({ span, text }: LinePiece): boolean {
  if (span.end === span.start || text.length > 40 || /["[\]=]/.test(text)) return false;
  return /\p{L}/u.test(text) && !isOfProgram(text) && !domain.test(text) && !country.test(text);
}

/** What a program looks up of an address. E.g. ` (DE) ` */
const country = /^\W*[A-Z]{2}\W*$/;
/** Whoever names a machine cannot write what he likes. */
const domain = /^[\w-]+(?:\.[\w-]+)+$/;

function isOpen({ group, set }: LinePiece, before: string, isBehindId: boolean): boolean {
  if (isQuoted(before) || (group !== undefined && /user|login|name|acct|mail|host|agent|path|url/i.test(group)))
    return true;
  // A word without blanks behind an address is a port, a number of the session.
  return introductions.test(before) || (isBehindId && setHas(set!, 0x20));
}

/** Where a program looks up a name for the address of its client and writes that: `rhost=`. Whose address it is, he names it as he likes. */
export function namedIdOf({ pieces, client }: BaseLine): LinePiece | undefined {
  const at = pieces.findIndex(({ kind }) => kind === 'id');
  const isName = client !== undefined && /\.[a-z][a-z\d-]*$/i.test(client);
  const isNamed = /\br?host(?:name)?\s?[=:]\s?["'(<[]?$/i.test(textOf(pieces.slice(0, at)));
  return isName || isNamed ? pieces[at] : undefined;
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

/**
 * The line's text with other text in a room, and wherever the line tells the same once more; undefined where the room does not take it, or the
 * program would not let it stand.
 */
export function fillRoom({ pieces }: BaseLine, room: LinePiece, text: string): string | undefined {
  for (const char of text) if (!setHas(room.set!, char.codePointAt(0)!)) return undefined;
  const at = pieces.indexOf(room);
  if (text.includes('"')) {
    const before = textOf(at < 0 ? pieces : pieces.slice(0, at));
    if (isQuoted(before) || holdsJson(textOf(pieces))) return undefined;
  }
  if (at < 0) return `${textOf(pieces)} ${text}`;
  const isSame = (piece: LinePiece): boolean =>
    piece === room || (piece.isStrange === true && isName(room.text) && piece.text === room.text);
  let line = '';
  for (const piece of pieces) line += isSame(piece) ? text : piece.text;
  return line;
}
