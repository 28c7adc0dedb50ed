import type { DateReading } from '../dates/date-reading.ts';
import type { ByteLines, DateColumns } from '../dates/fast-path/known-dates.ts';
import { BlockText, bytesOf, type LineBlock } from './line-block.ts';
import type { LineParts } from './ticket-data.ts';

/** What the date stage needs of a date detector. */
export interface DateReader {
  /** What the lines so far decide about the next ones, where that can be told. */
  readonly state?: string;
  /** `isAscii`: the whole text is known to be. `now`: seconds since 1970. */
  read(text: string, start: number, end: number, isAscii?: boolean, now?: number): DateReading;
  /** Reads the lines from number `from` on that look like ones read before; gives the number of the first that does not. */
  readAlike?(lines: ByteLines, from: number, dates: DateColumns, now: number): number;
}

/**
 * A block with the date of each line: what is cut out, and which moment it is. A regex sees the line without the cut:
 * `text[start, cutStart)` and `text[cutEnd, end)` joined.
 */
export interface DatedBlock extends LineBlock {
  /** Equal to `cutEnds` where nothing is cut. */
  readonly cutStarts: Int32Array;
  readonly cutEnds: Int32Array;
  /** Seconds since 1970; NaN for none. */
  readonly times: Float64Array;
  /** The remembered date text of lines that have none of their own, by line index. */
  readonly borrowed: ReadonlyMap<number, string>;
  /** Lines where fail2ban fails on the date, by line index: Python's exception. */
  readonly crashes: ReadonlyMap<number, string>;
}

/** Finds the dates of one block after the other; each line may change how the next ones are read. */
export interface DateStage {
  read(block: LineBlock): DatedBlock;
  /** What the lines so far decide about the next ones, besides what the reader knows. */
  readonly state: string;
}

/** A date younger than this stands in for a line without one. */
export const recentSeconds = 60;

export interface DateStageOptions {
  /** Each block is done with before the next is read, and they share their room. */
  readonly reuses?: boolean;
  /** The lines are read while they are written, whenever that was: `now` only helps with dates that leave the year out, and the time of a line without a date is NaN. */
  readonly isLive?: boolean;
}

/** Mirrors the first half of `Filter.processLine`. `now`: seconds since 1970. */
export function createDateStage(
  reader: DateReader,
  now: () => number,
  { reuses = false, isLive = false }: DateStageOptions = {},
): DateStage {
  let columns = createColumns(0);
  /** The last date's text: of the block in which it stands, cut out when it is asked for. */
  let last = { text: new BlockText(['']), start: 0, end: 0 };
  let lastTime = NaN;
  /** Of the block at hand: a look at the clock for every line would take longer than the line. */
  let moment = NaN;
  const isRecent = () => (isLive ? !Number.isNaN(lastTime) : lastTime !== 0 && lastTime > moment - recentSeconds);

  return {
    get state() {
      return JSON.stringify([last.text.slice(last.start, last.end), lastTime]);
    },
    read: (block) => {
      const { text, starts, ends, count } = block;
      moment = now();
      const bytes = reader.readAlike && block.isAscii ? bytesOf(block) : undefined;
      if (!reuses || columns.times.length < count) columns = createColumns(reuses ? 2 * count : count);
      const { cutStarts, cutEnds, times } = columns;
      const borrowed = new Map<number, string>();
      const crashes = new Map<number, string>();
      for (let i = 0; i < count; i++) {
        if (bytes) {
          const known = reader.readAlike!({ text, bytes, starts, ends, count }, i, columns, moment);
          if (known > i) {
            last = { text, start: cutStarts[known - 1]!, end: cutEnds[known - 1]! };
            lastTime = times[known - 1]!;
            if (known === count) break;
            i = known;
          }
        }
        const { text: piece, begin } = text.at(starts[i]!);
        const reading = reader.read(piece, starts[i]! - begin, ends[i]! - begin, block.isAscii, moment);
        const { kind, seconds, failure } = reading;
        const [start, end] = [begin + reading.start, begin + reading.end];
        if (kind === 'time') {
          cutStarts[i] = start;
          cutEnds[i] = end;
          times[i] = seconds;
          last = { text, start, end };
          lastTime = seconds;
          continue;
        }
        const keepsCut = kind === 'unparsable' && !isRecent();
        cutStarts[i] = keepsCut ? start : starts[i]!;
        cutEnds[i] = keepsCut ? end : starts[i]!;
        times[i] = NaN;
        if (kind === 'crash') crashes.set(i, `${failure!.exception}: ${failure!.message}`);
        else if (isRecent()) {
          if (!isLive) times[i] = lastTime;
          borrowed.set(i, last.text.slice(last.start, last.end));
        } else if (kind === 'empty' && !isLive) times[i] = moment;
      }
      const { isAscii, numbers, physicalLines } = block;
      return {
        text,
        isAscii,
        bytes,
        count,
        starts,
        ends,
        numbers,
        physicalLines,
        cutStarts: columns.cutStarts,
        cutEnds: columns.cutEnds,
        times: columns.times,
        borrowed,
        crashes,
      };
    },
  };
}

function createColumns(lines: number): DateColumns {
  return { cutStarts: new Int32Array(lines), cutEnds: new Int32Array(lines), times: new Float64Array(lines) };
}

/** What a regex sees of line i: the line without its date, with the final newline. */
export function searchedText(block: DatedBlock, i: number): string {
  const { starts, ends, cutStarts, cutEnds } = block;
  const { text, begin } = block.text.at(starts[i]!);
  const start = starts[i]! - begin;
  const end = ends[i]! - begin;
  const cutStart = cutStarts[i]! - begin;
  const cutEnd = cutEnds[i]! - begin;
  const hasNewline = text.charCodeAt(end) === 10;
  const rest = hasNewline ? text.slice(cutEnd, end + 1) : `${text.slice(cutEnd, end)}\n`;
  return cutStart === start ? rest : text.slice(start, cutStart) + rest;
}

/** Line i as fail2ban holds it. */
export function partsOfLine({ text, starts, ends, cutStarts, cutEnds, borrowed }: DatedBlock, i: number): LineParts {
  return {
    before: text.slice(starts[i]!, cutStarts[i]!),
    date: borrowed.get(i) ?? text.slice(cutStarts[i]!, cutEnds[i]!),
    after: text.slice(cutEnds[i]!, ends[i]!),
  };
}
