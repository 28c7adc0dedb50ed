import { findDates, literal } from '../dates/find-dates.ts';
import type { DateReader } from '../matching/date-stage.ts';
import type { LineBlock } from '../matching/line-block.ts';
import { toCodePointOffset } from '../text/code-points.ts';
import { visible } from '../text/visible.ts';
import { dateObstacle, obstacleInWords } from './date-obstacle.ts';

/** A date that a person sees in a line and fail2ban does not find. */
export interface DateSighting {
  /** The physical line, from 1; the column in code points, from 1. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
  /** What it is made of: "weekday", "day", "month name" … */
  readonly pieces: readonly string[];
  /** The whole line. */
  readonly whole: string;
  /** As of `WrittenDate`. */
  readonly foreignMonth?: string | undefined;
}

/** A datepattern, and what it does with a whole log: it was run. */
export interface DateProof {
  /** As fail2ban-regex takes it with `-d`; several are parted by a line feed. */
  readonly patterns: readonly string[];
  /** True where it stands beside those that are there already. */
  readonly isAddition: boolean;
  readonly lines: number;
  readonly dated: number;
  /** How often a line is older than the dated one before it. */
  readonly backwards: number;
}

export function sightDate(line: string, number: number): DateSighting | undefined {
  const [date] = findDates(line);
  if (!date) return undefined;
  return {
    line: number,
    column: toCodePointOffset(line, date.span.start) + 1,
    text: line.slice(date.span.start, date.span.end),
    pieces: date.pieces,
    whole: line,
    foreignMonth: date.foreignMonth,
  };
}

/** E.g. `a date stands at column 47 (weekday, day, month name, year, time); no template takes it there` */
export function sightingInWords(sighting: DateSighting, datepattern: string | undefined): string {
  const { column, text, pieces } = sighting;
  return `a date stands at column ${column}: ${pieces.join(', ')} ("${visible(text)}"); ${whyNotTaken(sighting, datepattern)}`;
}

function whyNotTaken({ column, whole, foreignMonth }: DateSighting, datepattern: string | undefined): string {
  if (foreignMonth !== undefined)
    return `fail2ban knows the English names of months alone, and no datepattern reads "${visible(foreignMonth)}": have the program write the month in English (LC_TIME=C) or as a number`;
  if (datepattern === undefined) return 'no template takes it there';
  const lines = datepattern.split('\n');
  const isBound = /^(?:\{\^LN-BEG\}|\^)/.test(datepattern) && column > 3;
  const obstacle = isBound ? undefined : dateObstacle(lines, whole);
  const why = isBound ? ': it looks at the start of the line only' : obstacle ? `: ${obstacleInWords(obstacle)}` : '';
  return `the datepattern ${lines.map(visible).join(' / ')} does not take it there${why}`;
}

const mostCandidates = 6;

/**
 * Datepatterns that may read the dates of `lines`, none of which fail2ban finds; the likeliest first. A date inside of a line is bound to
 * what stands before it in all of them, so that a date in what a client sends is not taken for it.
 */
export function dateCandidates(lines: readonly string[]): string[] {
  const byPattern = new Map<string, string[]>();
  const order: string[] = [];
  for (const line of lines)
    for (const date of findDates(line))
      for (const pattern of date.patterns) {
        const seen = byPattern.get(pattern);
        if (!seen) order.push(pattern);
        byPattern.set(pattern, [...(seen ?? []), line.slice(0, date.span.start)]);
      }
  const count = (pattern: string): number => byPattern.get(pattern)!.length;
  order.sort((a, b) => count(b) - count(a));
  const bound = order.flatMap((pattern) => [inContext(pattern, byPattern.get(pattern)!), pattern]);
  return [...new Set(bound)].slice(0, mostCandidates);
}

/** The pattern behind the text that stands before the date in all lines; only the date itself is cut out. */
function inContext(pattern: string, befores: readonly string[]): string {
  const [first = ''] = befores;
  const isSame = befores.every((before) => before === first);
  if (isSame && /^(?:\x1b\[[\d;]*m)*[^\p{L}\p{N}]*(?:\p{L}*[^\p{L}\p{N}]*)$/u.test(first) && first.length <= 24)
    return first === '' ? `^${pattern}` : behindText(`^${literal(first)}`, pattern);
  const shared = befores.reduce(sharedEnd);
  const end = shared.slice(-24);
  const context = /(?:(?<![\p{L}\p{N}_])["']?\p{L}[\p{L}_.-]*["']?)?[\s:=,;|\-[("'<{@#]*$/u.exec(end)![0];
  const marks = /[\s:=,;|\-[("'<{@#]*$/.exec(end)![0];
  // Before a mark between fields (`bob | `) a word is a value of its own, where no colon or = makes it a label.
  if (marks.includes('|') || (/[,;]/.test(marks) && !/[:=]/.test(marks)))
    return behindText(literal(marks.trimStart()), pattern);
  return context.trim() === '' ? pattern : behindText(literal(context.trimStart()), pattern);
}

/** Only the date is cut out of the line: a group tells it, and before `{EPOCH}`, which brings one of its own, the text is looked back at. */
function behindText(text: string, pattern: string): string {
  if (!pattern.includes('{')) return `${text}(${pattern})`;
  // Python looks back at texts of one length only.
  return text.includes(' +') ? `${text}${pattern}` : `(?<=${text})${pattern}`;
}

function sharedEnd(a: string, b: string): string {
  let length = 0;
  while (length < a.length && length < b.length && a[a.length - 1 - length] === b[b.length - 1 - length]) length++;
  return a.slice(a.length - length);
}

export interface DateTrial {
  /** The next lines of the log. */
  add(block: LineBlock): void;
  /** The candidate that dates most lines, and in order; undefined where none dates more than what is there already. */
  best(): DateProof | undefined;
}

/** One datepattern at work. Undefined reader: fail2ban refuses it. */
export interface DateContender {
  readonly patterns: readonly string[];
  readonly isAddition: boolean;
  readonly reader: DateReader | undefined;
}

/** Reads a whole log with several datepatterns side by side. `current`: the one in force. `now`: seconds since 1970. */
export function createDateTrial(current: DateReader, contenders: readonly DateContender[], now: number): DateTrial {
  const tallies = [
    { patterns: [] as readonly string[], isAddition: false, reader: current as DateReader | undefined },
    ...contenders,
  ].flatMap(({ reader, ...rest }) =>
    reader ? [{ ...rest, reader, dated: 0, backwards: 0, ahead: 0, last: -Infinity }] : [],
  );
  let lines = 0;
  return {
    add: ({ text, starts, ends, count, isAscii }) => {
      lines += count;
      for (const tally of tallies)
        for (let i = 0; i < count; i++) {
          const { text: piece, begin } = text.at(starts[i]!);
          const { kind, seconds } = tally.reader.read(piece, starts[i]! - begin, ends[i]! - begin, isAscii, now);
          if (kind !== 'time') continue;
          tally.dated++;
          if (seconds < tally.last) tally.backwards++;
          if (seconds > now + daySeconds) tally.ahead++;
          tally.last = seconds;
        }
    },
    best: () => {
      const [before, ...others] = tallies;
      const [best] = others
        .filter(({ dated }) => dated > before!.dated)
        .sort((a, b) => b.dated - a.dated || a.ahead - b.ahead || a.backwards - b.backwards);
      return (
        best && {
          patterns: best.patterns,
          isAddition: best.isAddition,
          lines,
          dated: best.dated,
          backwards: best.backwards,
        }
      );
    },
  };
}

const daySeconds = 86_400;

/** A datepattern as it stands in a filter file. */
export function inFile(pattern: string): string {
  return pattern.replaceAll('%', '%%');
}

/** E.g. `datepattern = … dates 2 of 2 lines, and time runs forward` */
export function proofInWords({ patterns, isAddition, lines, dated, backwards }: DateProof): string {
  const what = isAddition ? 'one more line of datepattern,' : 'datepattern =';
  const time =
    dated < 2
      ? ''
      : backwards === 0
        ? ', and time runs forward'
        : `; ${backwards} of them ${backwards === 1 ? 'is' : 'are'} older than the line before`;
  const pattern = patterns.at(-1)!;
  const day = /%(?:Ex)?[djUWYy]|EPOCH/.test(pattern)
    ? ''
    : '; no day stands there: fail2ban takes today, or yesterday for a time that is still to come';
  return `${what} ${inFile(visible(pattern))} dates ${dated} of ${lines} line${lines === 1 ? '' : 's'}${time}${day}`;
}
