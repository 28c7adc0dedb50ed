import { dateDirectives } from '../config/vocabulary-tags.ts';
import { TemplateStore, type DateTemplate } from '../dates/date-pattern.ts';
import { parsePattern } from '../pyre/parser.ts';
import { createSearcher } from '../translate/compile.ts';
import { visible } from '../text/visible.ts';

/** Where a datepattern stops fitting a line. */
export interface DateObstacle {
  /** The piece that does not fit: a directive, a mark, a letter; undefined where all pieces fit. */
  readonly piece: string | undefined;
  /** What the pieces before it took; empty where none fits. */
  readonly taken: string;
  /** What the line has behind that. */
  readonly found: string;
}

const longestLine = 1000;
const mostPieces = 60;
/** Only the years that `%ExY` takes depend on it. */
const anyYear = 2025;

/** A directive, a place such as `{DATE}`, an escape, a set, the opening of a group, a repeat, or one letter. */
const piecePattern =
  /%(?:Ex[A-Za-z]|[A-Za-z%])|\{\^?[A-Z-]+\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:[:=!>]|<[=!]|P<\w+>)|[?*+][?+]?|\{\d*,?\d*\}|./gsu;

/**
 * The piece of a datepattern that keeps it from reading a line, found by trying ever shorter beginnings of it. Of several the one that gets
 * furthest. Undefined where a pattern could search for very long, or does not compile.
 */
export function dateObstacle(patterns: readonly string[], line: string): DateObstacle | undefined {
  if (line.length > longestLine) return undefined;
  const found = patterns.flatMap((pattern) => {
    const obstacle = obstacleOf(pattern, line);
    return obstacle ? [obstacle] : [];
  });
  return found.sort((a, b) => b.taken.length - a.taken.length)[0];
}

function obstacleOf(pattern: string, line: string): DateObstacle | undefined {
  const pieces = pattern.match(piecePattern) ?? [];
  // A group that repeats may search for very long, `{DATE}` stands for many patterns, and `%ExY` depends on the present year.
  if (
    pieces.length > mostPieces ||
    pattern.includes('%ExY') ||
    /\)[*+{]|\{(?:DATE|L?EPOCH|NONE|DEFAULT)\}/i.test(pattern)
  )
    return undefined;
  if (!compiled(pattern)) return undefined;
  for (let count = pieces.length; count > 0; count--) {
    const begun = pieces.slice(0, count);
    if (/^[?*+{]/.test(pieces[count] ?? '') || !/[^(^{}]/.test(begun.join('').replace(/\{[^}]*\}/g, ''))) continue;
    const spans = compiled(`{UNB}${closed(begun)}`)?.(line);
    if (!spans) continue;
    const start = spans[0]!;
    // fail2ban strips a pattern, so that a blank at its end has to be looked for here.
    const blank = begun.at(-1) === ' ' ? /^\s+/.exec(line.slice(spans[1])) : [''];
    if (!blank) continue;
    const end = spans[1]! + blank[0]!.length;
    return {
      piece: pieces.slice(count).find((piece) => !piece.startsWith('(')),
      taken: line.slice(start, end),
      found: line.slice(end),
    };
  }
  const first = pieces.find((piece) => /^%[^%]/.test(piece) || (piece.length === 1 && !'(^'.includes(piece)));
  return first === undefined ? undefined : { piece: first, taken: '', found: line };
}

/** The groups that are still open are closed. */
function closed(pieces: readonly string[]): string {
  const depth = pieces.reduce((sum, piece) => sum + (piece.startsWith('(') ? 1 : piece === ')' ? -1 : 0), 0);
  return (
    pieces.join('').replace(/^\{(?:UNB|\^LN-BEG)\}/, (begin) => (begin === '{UNB}' ? '' : '^')) +
    ')'.repeat(Math.max(0, depth))
  );
}

function compiled(pattern: string): ((line: string) => ArrayLike<number> | null) | undefined {
  const result = new TemplateStore({ fail2ban: '1.1', year: anyYear }).templatesOf([pattern]);
  const template: DateTemplate | undefined = result.ok ? result.value[0] : undefined;
  const parsed = template && parsePattern(template.regex, { python: '3.11' }).pattern;
  if (!parsed) return undefined;
  const searcher = createSearcher(parsed, { python: '3.11' });
  return (line) => searcher.search(line);
}

/** E.g. `it takes "26 ", then wants %B (full name of the month, in any case: January); the line goes on with "Mar"` */
export function obstacleInWords({ piece, taken, found }: DateObstacle): string {
  const next = /^\s*(?:[\p{L}\p{N}]+|\S)/u.exec(found)?.[0] ?? '';
  const there = next === '' ? 'the line ends there' : `the line goes on with "${visible(next)}"`;
  if (piece === undefined)
    return /^[\p{L}\p{N}_]/u.test(next)
      ? `it takes "${visible(taken)}", and ${there}: a date must not end inside of a word`
      : `it takes "${visible(taken)}" only if other text stands around it`;
  const summary = dateDirectives
    .find(({ text }) => text === piece)
    ?.summary.split('.')[0]
    ?.replaceAll('`', '');
  const wanted = `${piece === ' ' ? 'a blank' : visible(piece)}${summary === undefined ? '' : ` (${summary[0]!.toLowerCase()}${summary.slice(1)})`}`;
  return taken === '' ? `it wants ${wanted} first` : `it takes "${visible(taken)}", then wants ${wanted}; ${there}`;
}
