import type { LineSelection, LineStatus, Overview } from '../../protocol.ts';
import { hitCode, lineCode, type LinesPart } from '../worker/messages.ts';

/** What every line of a run's logs came to, in a byte a line and eight bytes a hit. Lines count from 0. */
export interface ResultStore {
  add(part: LinesPart): void;
  /** Undefined for a line that was skipped, or not read yet. */
  statusOf(log: number, line: number): LineStatus | undefined;
  /** How many lines of the log have been told. */
  lineCount(log: number): number;
  /** `limit` selected lines from number `offset` of them, over all logs in their order. */
  select(
    selection: LineSelection,
    offset: number,
    limit: number,
  ): { readonly total: number; readonly lines: readonly { readonly log: number; readonly line: number }[] };
  /** The nearest selected line of a log after (1) or before (-1) `line`, around the end; null where there is none. */
  next(log: number, line: number, direction: 1 | -1, selection: LineSelection): number | null;
  /** Neighbours of one status joined, at most `limit` pieces. */
  pieces(log: number, limit: number): Overview['pieces'];
}

interface LogResult {
  codes: Uint8Array;
  count: number;
  /** Pairs of line and `hitCode`. */
  hits: Uint32Array;
  hitLength: number;
}

const statuses: readonly (LineStatus | undefined)[] = [undefined, 'matched', 'ignored', 'missed'];
/** Which status shows where several share a piece of the overview. */
const strength: Readonly<Record<LineStatus, number>> = { missed: 0, ignored: 1, matched: 2 };

export function createResultStore(logCount: number): ResultStore {
  const logs: LogResult[] = Array.from({ length: logCount }, emptyLog);
  const statusAt = ({ codes }: LogResult, line: number): LineStatus | undefined =>
    statuses[codes[line]! & lineCode.statusBits];

  const selected = (log: LogResult, selection: LineSelection): Iterable<number> => {
    if ('status' in selection)
      return linesWhere(log, (code) => (code & lineCode.statusBits) === lineCode[selection.status]);
    if (selection.kind === 'prefregex') return linesWhere(log, (code) => (code & lineCode.prefregex) !== 0);
    return linesHit(log, hitCode(selection.kind, selection.index));
  };

  return {
    add({ log: number, from, codes, hits, turnedMatched }) {
      if (from === 0) logs[number] = emptyLog();
      const log = logs[number]!;
      log.codes = roomFor(log.codes, from + codes.length);
      log.codes.set(codes, from);
      log.count = from + codes.length;
      log.hits = roomFor(log.hits, log.hitLength + hits.length);
      log.hits.set(hits, log.hitLength);
      log.hitLength += hits.length;
      for (const line of turnedMatched) log.codes[line] = (log.codes[line]! & ~lineCode.statusBits) | lineCode.matched;
    },
    statusOf: (log, line) => (line < logs[log]!.count ? statusAt(logs[log]!, line) : undefined),
    lineCount: (log) => logs[log]!.count,
    select(selection, offset, limit) {
      const lines: { log: number; line: number }[] = [];
      let total = 0;
      for (const [log, result] of logs.entries()) {
        for (const line of selected(result, selection)) {
          if (total >= offset && lines.length < limit) lines.push({ log, line });
          total++;
        }
      }
      return { total, lines };
    },
    next(log, line, direction, selection) {
      let first: number | null = null;
      let last: number | null = null;
      let before: number | null = null;
      for (const found of selected(logs[log]!, selection)) {
        first ??= found;
        last = found;
        if (found < line) before = found;
        if (found > line && direction === 1) return found;
      }
      return direction === 1 ? first : (before ?? last);
    },
    pieces(log, limit) {
      const joined = joinNeighbours(logs[log]!, statusAt);
      return joined.length <= limit ? joined : squeeze(joined, logs[log]!.count, Math.max(1, limit));
    },
  };
}

function emptyLog(): LogResult {
  return { codes: new Uint8Array(0), count: 0, hits: new Uint32Array(0), hitLength: 0 };
}

function roomFor<T extends Uint8Array | Uint32Array>(old: T, length: number): T {
  if (length <= old.length) return old;
  const grown = new (old.constructor as new (length: number) => T)(Math.max(length, old.length * 2));
  grown.set(old);
  return grown;
}

function* linesWhere({ codes, count }: LogResult, accept: (code: number) => boolean): Iterable<number> {
  for (let line = 0; line < count; line++) if (accept(codes[line]!)) yield line;
}

/** A line that a regex hit twice (two ids) counts once. */
function* linesHit({ hits, hitLength }: LogResult, code: number): Iterable<number> {
  let last = -1;
  for (let i = 0; i < hitLength; i += 2) {
    if (hits[i + 1] !== code || hits[i] === last) continue;
    last = hits[i]!;
    yield last;
  }
}

/** Skipped lines (empty, comments) part nothing. */
function joinNeighbours(
  log: LogResult,
  statusAt: (log: LogResult, line: number) => LineStatus | undefined,
): Overview['pieces'][number][] {
  const pieces: { from: number; to: number; status: LineStatus }[] = [];
  for (let line = 0; line < log.count; line++) {
    const status = statusAt(log, line);
    if (status === undefined) continue;
    const last = pieces.at(-1);
    if (last?.status === status) last.to = line + 1;
    else pieces.push({ from: line, to: line + 1, status });
  }
  return pieces;
}

/** Cuts the log into `limit` equal stretches; each shows the strongest status in it. */
function squeeze(pieces: Overview['pieces'], count: number, limit: number): Overview['pieces'][number][] {
  const step = Math.ceil(count / limit);
  const strongest = new Array<LineStatus | undefined>(limit);
  for (const { from, to, status } of pieces) {
    for (let i = Math.floor(from / step); i * step < to; i++) {
      const known = strongest[i];
      if (known === undefined || strength[status] > strength[known]) strongest[i] = status;
    }
  }
  const out: { from: number; to: number; status: LineStatus }[] = [];
  strongest.forEach((status, i) => {
    if (status === undefined) return;
    const to = Math.min(count, (i + 1) * step);
    const last = out.at(-1);
    if (last?.status === status && last.to === i * step) last.to = to;
    else out.push({ from: i * step, to, status });
  });
  return out;
}
