import { escapeRegex } from '../text/escape-regex.ts';
import type { LinePiece } from './base-line.ts';
import type { DangerFix } from './danger.ts';
import type { Attack } from './forged-address.ts';
import { configuredPart, configuredText, editablePart, isSame } from './places.ts';
import type { Probe, ProbedRegex } from './probe.ts';
import type { SampleLine } from './sample.ts';

/** What could be done about a forged address, best first; none of it is proved. `pieces`: of the regex itself. */
export function forgedFixes(
  probe: Probe,
  { name }: ProbedRegex,
  pieces: readonly LinePiece[],
  { room }: Attack,
): DangerFix[] {
  const at = pieces.findIndex(({ kind }) => kind === 'id');
  const before = pieces.slice(0, at).findLast(({ kind, of }) => kind === 'loose' && isSame(of, name));
  const rooms = [before, pieces.find(({ kind, span }) => kind === 'loose' && span.start === room.span.start)];
  const narrower = rooms.flatMap((piece) => (piece ? narrow(probe, pieces, piece) : []));
  const configured = configuredText(probe.texts, name);
  const end = { start: configured.length, end: configured.length };
  const ended: DangerFix[] = configured.endsWith('$')
    ? []
    : [{ title: 'End the regex where the line ends: $', regex: name, edits: [{ span: end, text: '$' }] }];
  return withLazyStart(probe, pieces, [...narrower, ...ended]);
}

/** Each fix as it is, then with what stands before made to take as little as it can: so that the first words of the line count, not the last. */
export function withLazyStart(probe: Probe, pieces: readonly LinePiece[], fixes: readonly DangerFix[]): DangerFix[] {
  return fixes.flatMap((fix) => {
    const first = Math.min(...fix.edits.map(({ span }) => span.start));
    const edits = pieces.flatMap((piece) => {
      const span = piece.kind === 'loose' && isSame(piece.of, fix.regex) && editablePart(probe, piece.of, piece.span);
      if (!span || span.end > first) return [];
      const { part } = configuredPart(probe, piece.of, piece.span);
      return /^\.[*+]$/.test(part) ? [{ span, text: `${part}?` }] : [];
    });
    const words = edits.length === 1 ? `${edits[0]!.text} before it` : 'lazy repeats before it';
    return edits.length === 0
      ? [fix]
      : [fix, { ...fix, title: `${fix.title}, and ${words}`, edits: [...edits, ...fix.edits] }];
  });
}

/** `.*` before a bracket or another mark need not reach over it. */
function narrow(probe: Probe, pieces: readonly LinePiece[], piece: LinePiece): DangerFix[] {
  const span = editablePart(probe, piece.of, piece.span);
  const written = configuredPart(probe, piece.of, piece.span).part;
  const mark = pieces.slice(pieces.indexOf(piece) + 1).find(({ kind, text }) => kind === 'id' || text !== '');
  const next = mark?.kind === 'fixed' ? mark.text[0]! : '';
  if (!span || !/^\.[*+]\??$/.test(written)) return [];
  const put = (text: string): DangerFix => ({
    title: `Write ${text} in place of ${written}`,
    regex: piece.of,
    edits: [{ span, text }],
  });
  const set =
    /[\p{L}\p{N}\s]/u.test(next) || next === ''
      ? []
      : [put(`[^${/[\]\\^-]/.test(next) ? `\\${next}` : next}]${written[1]}`)];
  return [...set, ...(written.endsWith('?') ? [] : [put(`${written}?`)])];
}

/** `^` and what the program writes before the match in every line of the sample, with any numbers. Else, where nothing stands there, `^` alone. */
export function anchorFixes(probe: Probe, regex: ProbedRegex, sample: readonly SampleLine[]): DangerFix[] {
  if (sample.length === 0) return [];
  const before = sample.map(({ text }) => {
    const found = probe.find(text, regex.regex);
    return found ? patternOf(text.slice(found.contentStart, found.match.start)) : undefined;
  });
  const [first] = before;
  if (first === undefined || before.some((pattern) => pattern !== first)) return [];
  const put = `^${first}`;
  return [
    {
      title: `Begin it where the line begins: ${put}`,
      regex: regex.name,
      edits: [{ span: { start: 0, end: 0 }, text: put }],
    },
  ];
}

/** What the program writes before its words, as a regex: numbers and the name of the machine may be others. */
export function patternOf(text: string): string {
  const machine = /^(\s*)[\w.-]+(?= [\w./-]+(?:\[\d+\])?:)/;
  const named = text.replace(machine, '$1\0');
  return escapeRegex(named).replace(/\d+/g, '\\d+').replace(/\0/g, '\\S+').replace(/^\s+/, '\\s*');
}

/** Two fixes of one regex as one; undefined where they are not beside each other. */
export function joined(one: DangerFix, other: DangerFix): DangerFix | undefined {
  const isApart = one.edits.every(({ span }) =>
    other.edits.every((edit) => edit.span.end < span.start || span.end < edit.span.start),
  );
  if (!isSame(one.regex, other.regex) || !isApart) return undefined;
  const title = `${one.title}, and ${other.title[0]!.toLowerCase()}${other.title.slice(1)}`;
  return { title, regex: one.regex, edits: [...other.edits, ...one.edits] };
}
