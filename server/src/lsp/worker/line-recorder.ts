import { wholeLine } from '../../matching/line-buffer.ts';
import type { LineBlock } from '../../matching/line-block.ts';
import type { Verdict } from '../../matching/line-statistics.ts';
import type { LineParts } from '../../matching/ticket-data.ts';
import { lineCode, type LinesPart } from './messages.ts';

/** Writes down in few bytes what each line of a log came to. Line numbers that come in count from 1, as in a LineBlock. */
export interface LineRecorder {
  /** In the order of the lines, after the line's hits. `prefregexHits`: the run's count behind this line. */
  line(
    number: number,
    verdict: Verdict,
    prefregexHits: number,
    block: LineBlock,
    index: number,
    takenFromBuffer: readonly LineParts[],
  ): void;
  /** Neighbours that are missed, by their places in the block: `[from, to)`. */
  missed(block: LineBlock, from: number, to: number, hasPrefix: boolean): void;
  /** `code`: see `hitCode`. */
  hit(number: number, code: number): void;
  /** What came since the last call; nothing where no line came. */
  take(): LinesPart[];
}

/** Missed lines that a later match may still claim; older ones have left fail2ban's buffer. */
const rememberedLines = 10_000;

export function createLineRecorder(log: number, maxLines: number): LineRecorder {
  let from = 0;
  let codes = new Uint8Array(1 << 12);
  let count = 0;
  let hits = new Uint32Array(1 << 8);
  let hitLength = 0;
  let turnedMatched: number[] = [];
  let lastPrefregexHits = 0;
  let hasBegun = false;
  /** Lines from 0 by their text, of multi-line filters only. */
  const missed = new Map<string, number[]>();
  const order: string[] = [];

  const remember = (text: string, line: number): void => {
    missed.set(text, [...(missed.get(text) ?? []), line]);
    order.push(text);
    if (order.length <= rememberedLines) return;
    const oldest = order.shift()!;
    const left = missed.get(oldest)?.slice(1) ?? [];
    if (left.length > 0) missed.set(oldest, left);
    else missed.delete(oldest);
  };
  const claim = (parts: LineParts): void => {
    const line = missed.get(wholeLine(parts))?.pop();
    if (line === undefined) return;
    if (line < from) turnedMatched.push(line);
    else codes[line - from] = (codes[line - from]! & ~lineCode.statusBits) | lineCode.matched;
  };

  const makeRoom = (lines: number): void => {
    if (lines <= codes.length) return;
    const grown = new Uint8Array(Math.max(codes.length * 2, lines));
    grown.set(codes);
    codes = grown;
  };

  return {
    line(number, verdict, prefregexHits, block, index, takenFromBuffer) {
      const at = number - 1 - from;
      makeRoom(at + 1);
      codes[at] = lineCode[verdict] | (prefregexHits > lastPrefregexHits ? lineCode.prefregex : 0);
      count = at + 1;
      lastPrefregexHits = prefregexHits;
      if (maxLines <= 1) return;
      takenFromBuffer.forEach(claim);
      if (verdict === 'missed') remember(block.text.slice(block.starts[index], block.ends[index]), number - 1);
    },
    missed(block, first, end, hasPrefix) {
      const { numbers } = block;
      const last = numbers[end - 1]!;
      makeRoom(last - from);
      const code = lineCode.missed | (hasPrefix ? lineCode.prefregex : 0);
      for (let i = first; i < end; i++) codes[numbers[i]! - 1 - from] = code;
      if (hasPrefix) lastPrefregexHits += end - first;
      count = last - from;
      if (maxLines <= 1) return;
      for (let i = first; i < end; i++) remember(block.text.slice(block.starts[i]!, block.ends[i]!), numbers[i]! - 1);
    },
    hit(number, code) {
      if (hitLength === hits.length) {
        const grown = new Uint32Array(2 * hits.length);
        grown.set(hits);
        hits = grown;
      }
      hits[hitLength++] = number - 1;
      hits[hitLength++] = code;
    },
    take() {
      if (count === 0 && hasBegun) return [];
      hasBegun = true;
      const part = { log, from, codes: codes.slice(0, count), hits: hits.slice(0, hitLength), turnedMatched };
      from += count;
      codes.fill(0, 0, count);
      count = 0;
      hitLength = 0;
      turnedMatched = [];
      return [part];
    },
  };
}
