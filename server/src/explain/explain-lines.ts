import { bufferText, withoutDate, wholeLine } from '../matching/line-buffer.ts';
import type { LineParts } from '../matching/ticket-data.ts';
import { MappedText } from '../text/mapped-text.ts';
import { lineOfBuffer, lineOfRegex, ordinal, shown } from './in-words.ts';
import { explainMatch } from './explain-match.ts';
import {
  expandedAs,
  explainMiss,
  overLines,
  type ExplainOptions,
  type Miss,
  type RegexSubject,
} from './explain-regex.ts';
import type { Fix } from './fixes.ts';
import { linePieces, type ExplainedRegex, type LinePiece } from './line-pieces.ts';
import { togetherMiss } from './lines-together.ts';
import { absentParts } from './near-miss.ts';
import { weightOf, type RegexPart } from './regex-parts.ts';
import { createTrials, type Trials } from './trials.ts';

/** So many of the last lines that are searched together are looked at one by one. */
const mostLines = 40;

/** Explains why `regex` does not match; of a regex over several lines line by line, where that says more. */
export function explainMissOver(regex: ExplainedRegex, subject: RegexSubject, options: ExplainOptions): Miss {
  return explainOverLines(regex, subject, options) ?? explainMiss(regex, subject, options);
}

/** Where a piece of the regex is, or where it comes nearest; `miss`: why it does not match there. */
interface Placed {
  readonly piece: LinePiece;
  /** The number of the piece, and of the line, from 0; -1: no line is like it. */
  readonly at: number;
  readonly line: number;
  readonly miss: Miss | undefined;
}

/**
 * Each line's share of the regex is searched in each of the lines. Those that fit come in the order of the regex; of the others the nearest of the lines
 * between is explained as one line is. Undefined where no line fits, or where the engine does not match with the changes that are found.
 */
function explainOverLines(regex: ExplainedRegex, subject: RegexSubject, options: ExplainOptions): Miss | undefined {
  const lines = subject.lines?.slice(-mostLines) ?? [];
  const pieces = lines.length === 0 ? [] : linePieces(regex, { python: options.python, multiline: true });
  if (pieces.length < 2) return undefined;
  const trials = createTrials(options);
  const scores = trials.run(() => pieces.map((piece) => scoresOf(piece, lines, trials)));
  const order = bestOrder(scores, lines.length);
  if (order.every((line) => line < 0)) return undefined;
  const placed = pieces.map((piece, at): Placed => {
    const line = order[at]!;
    const isPlain = line < 0 || scores[at]![line]! > piece.weight;
    return { piece, at, line, miss: isPlain ? undefined : missIn(piece, lines[line]!, options) };
  });
  const told = placed.every(({ line, miss }) => line >= 0 && !miss)
    ? togetherMiss(regex, { pieces, order, lines }, trials)
    : severalMiss(regex, placed, lines, trials, options);
  if (!told) return undefined;
  const nearness = placed.reduce(
    (sum, { piece, line, miss }) => sum + (miss ? miss.nearness : line < 0 ? 0 : piece.weight),
    0,
  );
  return { ...told, nearness };
}

function textOf(line: LineParts): string {
  return `${withoutDate(line)}\n`;
}

/** Of each line how many fixed letters of a piece it holds; more than all where the piece matches, 0 where that is not much. */
function scoresOf({ regex, parts, weight }: LinePiece, lines: readonly LineParts[], trials: Trials): number[] {
  const letters = weightOf(parts.filter(({ kind }) => kind === 'literal'));
  return lines.map((line) => {
    const text = textOf(line);
    if (trials.of(text).trial.search(regex.expanded.text)) return weight + 1;
    const lost = weightOf(absentParts(parts, text).map((part) => parts[part]!));
    return lost < letters / 2 ? letters - lost : 0;
  });
}

/** For each piece its line, one behind the other: the highest scores in all, then the latest lines. -1 for a piece without. */
function bestOrder(scores: readonly (readonly number[])[], count: number): readonly number[] {
  interface Best {
    readonly score: number;
    readonly order: readonly number[];
  }
  // `best[line]`: of the pieces so far, with the last of them before `line`.
  let best: Best[] = Array.from({ length: count + 1 }, () => ({ score: 0, order: [] }));
  for (const own of scores) {
    const skipped = best.map(({ score, order }): Best => ({ score, order: [...order, -1] }));
    const next: Best[] = [skipped[0]!];
    for (let line = 0; line < count; line++) {
      const before = best[line]!;
      const taken = own[line]! > 0 ? [{ score: before.score + own[line]!, order: [...before.order, line] }] : [];
      next.push([next[line]!, skipped[line + 1]!, ...taken].reduce((a, b) => (b.score >= a.score ? b : a)));
    }
    best = next;
  }
  return best[count]!.order;
}

/** Why a piece does not match one line. */
function missIn({ regex }: LinePiece, line: LineParts, options: ExplainOptions): Miss {
  const { before, date } = line;
  const cut = { start: before.length, end: before.length + date.length };
  const uncut = date === '' ? undefined : { text: wholeLine(line), cut };
  return explainMiss(regex, { text: textOf(line), uncut }, options);
}

/** Lines that are like their share of the regex but for something, and shares that no line is like. */
function severalMiss(
  regex: ExplainedRegex,
  placed: readonly Placed[],
  lines: readonly LineParts[],
  trials: Trials,
  options: ExplainOptions,
): Omit<Miss, 'nearness'> | undefined {
  const near = placed.filter(({ miss }) => miss);
  const missing = placed.filter(({ line }) => line < 0);
  if (near.some(({ miss }) => miss!.relaxed === undefined)) return undefined;
  const relaxed = overLines(
    changedWhole(
      regex.expanded.text,
      placed,
      ({ piece, line, miss }) => (line < 0 ? anyLines : miss ? piece.asWritten(miss.relaxed!) : undefined),
      ({ piece }) => piece.span,
    ),
  );
  if (!trials.run(() => trials.of(bufferText(lines)).trial.search(relaxed))) return undefined;
  const [first] = near.length > 0 ? near : missing;
  const { piece, miss } = first!;
  const messages = [
    ...near.map(({ piece: of, at, line, miss: why }) => {
      const what = nearMessage(why!.message, of);
      return `${lineOfRegex(at)} comes nearest to ${lineOfBuffer(line, lines)}: ${what}`;
    }),
    ...(missing.length > 0 ? [missingMessage(missing, placed, lines)] : []),
  ];
  const wanted = piece.parts.find(isWanted) ?? piece.parts[0]!;
  return {
    cause: miss?.cause ?? 'text',
    message: messages.join(' Besides: '),
    culprit: miss?.culprit
      ? { ...miss.culprit, span: piece.inWhole(miss.culprit.span) }
      : { span: wanted.span, written: wanted.written, found: '' },
    relaxed,
    fix: missing.length === 0 ? provedFix(regex, near, lines, trials, options) : undefined,
  };
}

/** Takes the place of a line's share that no line is like, so that what stands beside it has to match. */
const anyLines = String.raw`[\s\S]*?`;

function nearMessage(message: string, { isAnchored, divider }: LinePiece): string {
  const start = isAnchored.start ? message.replace(/ right at \^/g, ` right behind ${shown(divider!)}`) : message;
  return isAnchored.end
    ? start.replace(/^The regex ends with \$ behind/, 'The regex wants a line break behind')
    : start;
}

/** Shares of the regex that no line is like. */
function missingMessage(missing: readonly Placed[], placed: readonly Placed[], lines: readonly LineParts[]): string {
  const [first] = missing as [Placed];
  const wanted = first.piece.parts.find(isWanted);
  const isTail = placed.slice(first.at).every(({ line }) => line < 0);
  if (isTail && placed.slice(0, first.at).every(({ line, miss }) => line >= 0 && !miss))
    return `It fits so far${wanted ? `, and wants ${shown(wanted)} in a line that follows` : ', and wants a line that follows'}: this line is the last of those that fail2ban has searched together here.`;
  const where = isTail ? 'behind it' : first.at === 0 ? 'before it' : 'between them';
  const what = `is like the ${ordinal(first.at)} line of the regex${wanted ? `, which wants ${shown(wanted)}` : ''}.`;
  const known = isTail || first.at > 0 ? undefined : placed.find(({ line, miss }) => line >= 0 && !miss);
  return known
    ? `${lineOfRegex(known.at)} fits ${lineOfBuffer(known.line, lines)}, and no line before it ${what}`
    : `No line ${where} ${what}`;
}

/** A part that says something. */
function isWanted({ kind, literal }: RegexPart): boolean {
  return kind === 'tag' || literal.trim() !== '';
}

/** `source` with the share of some lines written anew. */
function changedWhole(
  source: string,
  placed: readonly Placed[],
  change: (placed: Placed) => string | undefined,
  spanOf: (placed: Placed) => { readonly start: number; readonly end: number },
): string {
  let text = '';
  let done = 0;
  for (const one of placed) {
    const changed = change(one);
    if (changed === undefined) continue;
    const { start, end } = spanOf(one);
    text += source.slice(done, start) + changed;
    done = end;
  }
  return text + source.slice(done);
}

/** The fixes of all lines together, with which the engine matches and names what it should. */
function provedFix(
  { configured }: ExplainedRegex,
  near: readonly Placed[],
  lines: readonly LineParts[],
  trials: Trials,
  options: ExplainOptions,
): Fix | undefined {
  const kept: MappedText[] = [];
  let done = 0;
  for (const { piece, miss } of near) {
    if (!miss!.fix || !piece.place) return undefined;
    const changed = piece.asWritten(miss!.fix.configured.text);
    kept.push(configured.slice(done, piece.place.start), MappedText.builtin(changed, 'fix'));
    done = piece.place.end;
  }
  const fixed = MappedText.concat([...kept, configured.slice(done)]);
  const expand = expandedAs(options);
  const steps = near.flatMap(({ miss, piece }) => fixTitle(miss!.fix!.title, piece).split('; '));
  const titles = [...new Set(steps.map((step) => step[0]!.toUpperCase() + step.slice(1)))];
  return trials.run(() => {
    const { trial } = trials.of(bufferText(lines));
    const expanded = expand(fixed);
    if (!trial.search(expanded.text)) return undefined;
    if (explainMatch({ configured: fixed, expanded }, trial.text, trial, expand)?.doubt) return undefined;
    return {
      title: titles.map((title, i) => (i === 0 ? title : title[0]!.toLowerCase() + title.slice(1))).join('; '),
      configured: fixed,
    };
  });
}

function fixTitle(title: string, { isAnchored }: LinePiece): string {
  return isAnchored.start ? title.replace(': ^', ': ') : title;
}
