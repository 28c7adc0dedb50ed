import type { Node } from '../pyre/nodes.ts';
import type { CompiledRegex } from '../matching/compile-filter.ts';
import type { Span } from '../text/span.ts';
import { once } from '../text/once.ts';
import { client } from './danger.ts';
import type { Probe, ProbedRegex, RegexName } from './probe.ts';
import { toText, writeText, type Piece, type WriteOptions } from './written-text.ts';

/** A line that the program could write, in pieces: fail2ban takes the client for it. */
export interface BaseLine {
  readonly pieces: readonly LinePiece[];
  /** The whole line of the log for another text in place of the pieces' own: puts the date back. Undefined where fail2ban takes no client from the line itself. */
  toLine(text: string): string | undefined;
  /** Made of a line of the sample, of one that the program is known to write, or of the regex alone. */
  readonly from: 'shape' | 'program' | 'regex';
  /** Whose line it is; undefined where the line does not tell. */
  readonly client: string | undefined;
  /** The regex ends with no `$`: more may follow. */
  readonly isOpenEnded: boolean;
}

export interface LinePiece extends Piece {
  readonly of: RegexName;
  /** The stranger's, by the words and marks around it. */
  readonly isStrange?: boolean;
}

export function textOf(pieces: readonly Piece[]): string {
  // Asked very often: no list is made.
  let text = '';
  for (const piece of pieces) text += piece.text;
  return text;
}

/** Pieces for one failregex, with those of prefregex around them; undefined where no text can be written. */
export function writePieces(
  { filter }: Probe,
  { name, regex }: ProbedRegex,
  options: Omit<WriteOptions, 'tags'>,
): LinePiece[] | undefined {
  const own = writeText(regex.pattern, { ...options, tags: tagsOf(regex) });
  if (!own) return undefined;
  const pieces = own.pieces.map((piece): LinePiece => ({ ...piece, of: name }));
  const { prefregex } = filter;
  if (!prefregex) return pieces;
  const around = writeText(prefregex.pattern, { ...options, tags: tagsOf(prefregex) });
  if (!around) return undefined;
  const of: RegexName = { role: 'prefregex', index: 0 };
  return around.pieces.flatMap((piece): LinePiece[] => (piece.kind === 'content' ? pieces : [{ ...piece, of }]));
}

/** The parts of the expanded regex that were written as something else: as tags. */
export function tagsOf({ expanded }: CompiledRegex): Span[] {
  let at = 0;
  return expanded.segments.flatMap(({ text, exact }) => {
    const span = { start: at, end: at + text.length };
    at = span.end;
    return exact ? [] : [span];
  });
}

/** Ways of choosing branches: without optional parts (0), then with all of them and other branches. */
const choices = [0, 1, 2];

/** Every way of writing a line for a failregex that the regex then takes for a match, whoever it names. */
export function* writtenLines(
  probe: Probe,
  regex: ProbedRegex,
  address: string,
): Generator<{ readonly pieces: readonly LinePiece[]; readonly text: string }> {
  const seen = new Set<string>();
  for (const fill of ['word', 'word-before', 'least'] as const)
    for (const choice of choices) {
      const pieces = writePieces(probe, regex, { address, fill, choice });
      if (!pieces?.some(({ kind }) => kind === 'id')) continue;
      const { text } = toText(pieces);
      if (seen.has(text) || isGrownTogether(pieces)) continue;
      seen.add(text);
      yield { pieces, text };
    }
}

/** A word and the address behind it without anything between: no program writes so where the regex has room for something. */
function isGrownTogether(pieces: readonly LinePiece[]): boolean {
  const at = pieces.findIndex(({ kind }) => kind === 'id');
  return pieces[at - 1]?.kind === 'loose' && /[\p{L}\p{N}_]$/u.test(textOf(pieces.slice(0, at)));
}

/** Where a program may write the moment, as common logs do; last, a line without one. */
export const datings: readonly ((text: string) => string | undefined)[] = [
  (text) => (text.includes('[]') ? text.replace('[]', '[11/Jul/2025:12:00:00 +0000]') : undefined),
  (text) => `2025-07-11 12:00:00 ${text.trimStart()}`,
  (text) => `Jul 11 12:00:00 ${text.trimStart()}`,
  (text) => `[2025-07-11 12:00:00] ${text.trimStart()}`,
  (text) => text,
];

/** Puts a date into a line so that fail2ban still takes `id` from it; undefined where it does not do so even without one. */
export function dating(probe: Probe, text: string, id: string): ((text: string) => string) | undefined {
  for (const put of datings) {
    const line = put(text);
    if (line !== undefined && takes(probe, line, id)) return (other) => put(other) ?? other;
  }
  return undefined;
}

/** True where the server would take the id from the line, and fail2ban-regex reports it. */
export function takes({ ask }: Probe, line: string, id: string): boolean {
  const { taken, reported } = ask(line);
  return taken.some((one) => one.id === id) && reported.some((one) => one.id === id);
}

/** Lines of a failregex from which fail2ban takes the client, told from the regex alone. */
export function baseLines(probe: Probe, regex: ProbedRegex): BaseLine[] {
  const isOpenEnded =
    canGoOn(regex.regex.pattern.body) && (!probe.filter.prefregex || takesRest(probe.filter.prefregex));
  return [...writtenLines(probe, regex, client)].flatMap(({ pieces, text }): BaseLine[] => {
    const found = probe.find(text, regex.regex);
    if (!found || text.slice(found.id.start, found.id.end) !== client) return [];
    // Dear, and seldom asked for.
    const dated = once(() => ({ put: dating(probe, text, client) }));
    return [{ pieces, toLine: (other) => dated().put?.(other), from: 'regex', client, isOpenEnded }];
  });
}

/** False for a regex that ends with `$` or takes the whole rest, so that text behind it is no text outside of it. */
function canGoOn(node: Node): boolean {
  switch (node.type) {
    case 'Sequence': {
      const last = node.items.findLast(({ type }) => type !== 'Comment' && type !== 'GlobalFlags');
      return last === undefined || canGoOn(last);
    }
    case 'Alternation':
      return node.branches.every(canGoOn);
    case 'CaptureGroup':
    case 'PlainGroup':
    case 'AtomicGroup':
      return canGoOn(node.body);
    case 'Assertion':
      return node.kind !== 'line-end' && node.kind !== 'string-end';
    case 'Repeat':
      return node.item.type !== 'AnyChar';
    default:
      return true;
  }
}

/** What prefregex hands on is the rest of the line. */
function takesRest({ pattern }: CompiledRegex): boolean {
  const group = pattern.groupNames.get('content');
  return group === undefined || /<\/F-CONTENT>\$?$|\)\$?$/.test(pattern.source);
}
