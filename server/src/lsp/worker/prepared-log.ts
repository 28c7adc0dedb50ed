import { createDateDetector, type DateDetector } from '../../dates/detector.ts';
import { followWinner } from '../../dates/follow-winner.ts';
import { createDateStage, type DatedBlock } from '../../matching/date-stage.ts';
import { splitLines, type LineBlock } from '../../matching/line-block.ts';
import { DateSearchOverrun } from '../../matching/match-run.ts';
import type { Guard } from '../../matching/search-block.ts';
import { openPieces, type TextOf } from './log-pieces.ts';
import type { FilterInput, LogInput } from './messages.ts';

/** Some hundred lines with their dates. */
export interface PreparedBlock extends DatedBlock {
  /** Which of `templateNames` found each line's date, from 1; 0 for none. */
  readonly templates: Uint8Array;
  readonly templateNames: readonly string[];
  /** Bytes of the log up to the block's end. */
  readonly bytesDone: number;
}

/** A log cut into lines with their dates: what stays as it is while only regexes change. */
export interface PreparedLog {
  /** Bytes in all; null where that is unknown. */
  readonly size: number | null;
  readonly isCompressed: boolean;
  /** Block number `i`, made when it is first asked for; undefined behind the last. Throws UnreadableLog, DateSearchOverrun, BlockGone. */
  block(i: number): Promise<PreparedBlock | undefined>;
  /** The blocks from number `i` on that are there already, `most` at most. */
  ready(i: number, most: number): readonly PreparedBlock[];
  /** Bytes of memory that its blocks take. */
  readonly weight: number;
  /** Reading it came to an error: no block will follow. */
  readonly hasFailed: boolean;
  /** Ends the reading of the file. */
  close(): void;
}

/** A log that is too heavy to be kept was asked for a block that it has let go: open it anew. */
export class BlockGone extends Error {}

/** What fail2ban says of a datepattern or time zone that it does not take. */
export class BadDatePattern extends Error {}

export type DateOptions = Pick<FilterInput, 'datePatterns' | 'fail2ban' | 'python' | 'timeZone' | 'localZone'>;

export interface LogTools {
  readonly textOf: TextOf;
  readonly guard: Guard;
}

/** What the dates of one block may take: much more than they take, much less than for ever. */
const blockMilliseconds = 1000;

/** Two prepared logs with one key are equal. */
export function preparationKey(
  { path, stamp, encoding, keepsLastLine }: LogInput,
  { datePatterns, fail2ban, python, timeZone, localZone }: DateOptions,
): string {
  return JSON.stringify([path, stamp, encoding, keepsLastLine, datePatterns, fail2ban, python, timeZone, localZone]);
}

/**
 * Opens a log. Its blocks stay in memory, for the next run, while they weigh no more than `limit` bytes; those of a heavier log are
 * let go one by one, so that they may only be asked for in their order. Throws UnreadableLog, BadDatePattern.
 */
export function prepareLog(
  log: LogInput,
  options: DateOptions,
  { textOf, guard }: LogTools,
  limit: number,
): PreparedLog {
  const detector = createDetector(options);
  const { pieces, size, isCompressed } = openPieces(log, textOf);
  const winnerOf = followWinner(detector);
  const names: string[] = [];
  let templates: number[] = [];
  const stage = createDateStage(
    {
      read: (text, start, end, isAscii, now) => {
        const reading = detector.read(text, start, end, isAscii, now);
        const winner = winnerOf();
        templates.push(winner === undefined ? 0 : numberOf(names, winner));
        return reading;
      },
      readAlike: (lines, from, columns, now) => {
        const end = detector.readAlike(lines, from, columns, now);
        if (end === from) return end;
        const winner = numberOf(names, winnerOf()!);
        for (let i = from; i < end; i++) templates.push(winner);
        return end;
      },
    },
    secondsNow,
  );
  const blocks: (PreparedBlock | undefined)[] = [];
  let number = 1;
  let weight = 0;
  /** Dates and offsets take about a third of what the text takes. */
  let keeps = (size ?? 0) * 1.3 <= limit;
  let isDone = false;
  let isClosed = false;
  let failure: { readonly error: unknown } | undefined;
  let pending: Promise<void> | undefined;

  /** fail2ban's own templates cannot hang; a datepattern can. A detector that was stopped has lost its state: there is no going on behind it. */
  const dated = (lines: LineBlock): DatedBlock => {
    if (options.datePatterns === null) return stage.read(lines);
    let read: DatedBlock | undefined;
    if (!guard(() => void (read = stage.read(lines)), blockMilliseconds))
      throw new DateSearchOverrun(lines.numbers[0]!, lines.numbers[lines.count - 1]!);
    return read!;
  };
  const produce = async (): Promise<void> => {
    const { value: piece, done } = await pieces.next();
    if (done) {
      isDone = true;
      return;
    }
    const lines = splitLines(piece.text, {
      firstNumber: number,
      isAscii: piece.isAscii,
      isOneLine: piece.isOneLine,
    });
    number += lines.physicalLines;
    templates = [];
    const block = {
      ...dated(lines),
      bytes: undefined,
      templates: Uint8Array.from(templates),
      templateNames: names,
      bytesDone: piece.bytesDone,
    };
    weight +=
      piece.text.length * (piece.isAscii ? 1 : 2) + block.starts.byteLength * 3 + block.cutStarts.byteLength * 4;
    if (keeps && weight > limit) {
      keeps = false;
      blocks.fill(undefined);
    }
    if (!keeps && blocks.length > 0) blocks[blocks.length - 1] = undefined;
    blocks.push(block);
  };
  return {
    size,
    isCompressed,
    async block(i) {
      while (i >= blocks.length && !isDone) {
        if (isClosed) throw new BlockGone();
        if (failure) throw failure.error;
        await (pending ??= produce().finally(() => (pending = undefined))).catch((error) => {
          failure = { error };
          throw error;
        });
      }
      if (i < blocks.length && blocks[i] === undefined) throw new BlockGone();
      return blocks[i];
    },
    ready(i, most) {
      const found: PreparedBlock[] = [];
      for (let at = i; found.length < most && blocks[at]; at++) found.push(blocks[at]!);
      return found;
    },
    get weight() {
      return weight;
    },
    get hasFailed() {
      return failure !== undefined;
    },
    close() {
      isClosed = true;
      void pieces.return(undefined);
    },
  };
}

/** Throws BadDatePattern. */
export function createDetector({ datePatterns, fail2ban, python, timeZone, localZone }: DateOptions): DateDetector {
  const created = createDateDetector({
    fail2ban,
    python,
    localZone,
    now: secondsNow,
    ...(datePatterns ? { patterns: datePatterns } : {}),
    ...(timeZone === null ? {} : { timeZone }),
  });
  if (!created.ok) throw new BadDatePattern(created.error.message);
  return created.detector;
}

export function secondsNow(): number {
  return Date.now() / 1000;
}

function numberOf(names: string[], name: string): number {
  const at = names.indexOf(name);
  return at >= 0 ? at + 1 : names.push(name);
}

/** Prepared logs of the last runs, as many as the memory allows. */
export interface PreparedLogs {
  /** Opens a log, or gives the one that is prepared. Throws UnreadableLog, BadDatePattern. */
  open(log: LogInput, options: DateOptions): PreparedLog;
  /** A log by itself, of which nothing is kept. */
  openAlone(log: LogInput, options: DateOptions): PreparedLog;
  /** Drops what grew too heavy and, of the rest, what was longest unused. */
  trim(): void;
}

export function createPreparedLogs(tools: LogTools, limit: number): PreparedLogs {
  /** In the order of their last use. */
  const logs = new Map<string, { readonly of: LogInput; readonly prepared: PreparedLog }>();
  const drop = (key: string): void => {
    logs.get(key)?.prepared.close();
    logs.delete(key);
  };
  return {
    open(log, options) {
      const key = preparationKey(log, options);
      const known = logs.get(key);
      logs.delete(key);
      // Other states of the same log will not come back.
      for (const [old, { of }] of logs) if (of.path === log.path && of.stamp !== log.stamp) drop(old);
      const prepared = known && !known.prepared.hasFailed ? known.prepared : prepareLog(log, options, tools, limit);
      logs.set(key, { of: log, prepared });
      return prepared;
    },
    openAlone: (log, options) => prepareLog(log, options, tools, 0),
    trim() {
      let total = 0;
      for (const [key, { prepared }] of [...logs].reverse()) {
        total += prepared.weight;
        if (total > limit) drop(key);
      }
    },
  };
}
