import { setHas } from '../text/code-point-set.ts';
import { dating, takes, textOf, writtenLines, type LinePiece } from './base-line.ts';
import { client, type LineDanger, type DangerFix, type LogProof } from './danger.ts';
import { configuredPart, editablePart } from './places.ts';
import type { Probe, ProbedRegex } from './probe.ts';
import { isQuoted } from './rooms.ts';
import type { SampleLine } from './sample.ts';
import { textTakenBy } from './shapes.ts';

/**
 * A loose part that begins in a quoted field, is to find a word there and finds it in another field of the line: `"POST .*wp-login.php` in the page that
 * a visitor comes from. Tried with the fields of a web server's log, and with the lines of the sample. `triesMade`: not only the sample's lines.
 */
export function findLeftField(
  probe: Probe,
  regex: ProbedRegex,
  sample: readonly SampleLine[],
  triesMade = true,
): { readonly danger: LineDanger; readonly fixes: readonly DangerFix[] } | undefined {
  for (const { pieces } of writtenLines(probe, regex, client)) {
    const at = pieces.findIndex((piece, i) => isFieldRoom(pieces, piece, i));
    if (at < 0) continue;
    const room = pieces[at]!;
    const proof =
      sampleProof(probe, regex, room, wordBehind(pieces, at), sample) ??
      (triesMade ? refererProof(probe, regex, pieces, at) : undefined);
    if (!proof) continue;
    return {
      danger: { kind: 'left-field', ...configuredPart(probe, room.of, room.span), proof, fix: undefined },
      fixes: fieldFixes(probe, room),
    };
  }
  return undefined;
}

/** In an open field, able to leave it, with a word to find before the field's end. */
function isFieldRoom(pieces: readonly LinePiece[], piece: LinePiece, at: number): boolean {
  if (piece.kind !== 'loose' || !setHas(piece.set!, 0x22) || !isRequest(textOf(pieces.slice(0, at)))) return false;
  return /\p{L}{3}/u.test(wordBehind(pieces, at)) && !wordBehind(pieces, at).trim().startsWith('HTTP');
}

/** The quoted field of a request, `"GET ` or `"`; or its method alone, `POST `. */
function isRequest(before: string): boolean {
  // The fields behind a request are others, and so is one with the address in it, as a line within JSON.
  const field = before.slice(before.lastIndexOf('"'));
  if (isQuoted(before))
    return /^"(?:[A-Z]+ ?)?[^"\s]*$/.test(field) && !field.includes(client) && !/"[A-Z]{3,10} [^"]*"/.test(before);
  return !before.includes('"') && methodAtEnd.test(before);
}

const methodAtEnd = /\b(?:GET|POST|HEAD|PUT|DELETE|OPTIONS|PROPFIND) ?[^"\s]*$/;

/** What is to be found in the field: the fixed text behind the room, up to the next room or quote. */
function wordBehind(pieces: readonly LinePiece[], at: number): string {
  let word = '';
  for (const { kind, text } of pieces.slice(at + 1)) {
    if (kind === 'loose' || kind === 'id') break;
    word += text;
  }
  return word.split('"')[0]!;
}

/** A line of the sample in which the room reaches over the end of its field, where the word does not stand in it. */
function sampleProof(
  probe: Probe,
  regex: ProbedRegex,
  room: LinePiece,
  word: string,
  sample: readonly SampleLine[],
): LogProof | undefined {
  for (const line of sample) {
    if (probe.filter.failregex[line.regex] !== regex.regex) continue;
    const taken = textTakenBy(probe, regex, line, room.span);
    const [inField, ...rest] = taken?.split('"') ?? [];
    if (rest.length > 0 && !inField!.includes(word) && takes(probe, line.line, line.id))
      return { log: line.line, id: line.id, meant: undefined, from: 'sample' };
  }
  return undefined;
}

/** A request for another page, by a visitor who comes from a page whose address holds the word. */
function refererProof(
  probe: Probe,
  regex: ProbedRegex,
  pieces: readonly LinePiece[],
  at: number,
): LogProof | undefined {
  const before = textOf(pieces.slice(0, at));
  const word = wordBehind(pieces, at);
  const page = /\s$/.test(before) ? '/' : '';
  const method = /[A-Z]+(?= ?[^"\s]*$)/.exec(before)?.[0] ?? 'GET';
  const starts = isQuoted(before) ? [before + page] : [];
  for (const start of [...starts, `${client} - - [] "${method} /`]) {
    const request = (referer: string): string =>
      `${start} HTTP/1.1" ${statusIn(pieces)} 58 "https://www.example.org/${referer}" "Mozilla/5.0"`;
    const text = request(word.replace(/^\//, ''));
    const found = probe.find(text, regex.regex);
    if (!found || text.slice(found.id.start, found.id.end) !== client || probe.find(request(''), regex.regex)) continue;
    const toLine = dating(probe, text, client);
    if (toLine) return { log: toLine(text), id: client, meant: undefined, from: 'regex' };
  }
  return undefined;
}

/** A status that the regex asks for, else that of a page. */
function statusIn(pieces: readonly LinePiece[]): string {
  return /" ([1-5]\d\d)\b/.exec(textOf(pieces))?.[1] ?? '200';
}

function fieldFixes(probe: Probe, room: LinePiece): DangerFix[] {
  const span = editablePart(probe, room.of, room.span);
  const written = configuredPart(probe, room.of, room.span).part;
  if (!span || !/^\.[*+]\??$/.test(written)) return [];
  return ['[^" ]', '[^"]'].map((set) => ({
    title: `Stay in the quoted field: ${set}${written[1]}`,
    regex: room.of,
    edits: [{ span, text: `${set}${written[1]}` }],
  }));
}
