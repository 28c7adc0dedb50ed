import { wholeLine } from '../../matching/line-buffer.ts';
import type { LineBlock } from '../../matching/line-block.ts';
import type { Verdict } from '../../matching/line-statistics.ts';
import type { LineParts } from '../../matching/ticket-data.ts';
import { hitCode, lineCode, type LinesPart } from './messages.ts';

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
  failregexHit(number: number, index: number): void;
  ignoreregexHit(number: number, index: number): void;
  /** What came since the last call; nothing where no line came. */
  take(): LinesPart[];
}

/** Missed lines that a later match may still claim; older ones have left fail2ban's buffer. */
const rememberedLines = 10_000;

export function createLineRecorder(log: number, maxLines: number): LineRecorder {
  let from = 0;
  let codes = new Uint8Array(1 << 12);
  let count = 0;
  let hits: number[] = [];
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

  return {
    line(number, verdict, prefregexHits, block, index, takenFromBuffer) {
      const at = number - 1 - from;
      if (at >= codes.length) {
        const grown = new Uint8Array(Math.max(codes.length * 2, at + 1));
        grown.set(codes);
        codes = grown;
      }
      codes[at] = lineCode[verdict] | (prefregexHits > lastPrefregexHits ? lineCode.prefregex : 0);
      count = at + 1;
      lastPrefregexHits = prefregexHits;
      if (maxLines <= 1) return;
      takenFromBuffer.forEach(claim);
      if (verdict === 'missed') remember(block.text.slice(block.starts[index], block.ends[index]), number - 1);
    },
    failregexHit: (number, index) => void hits.push(number - 1, hitCode('failregex', index)),
    ignoreregexHit: (number, index) => void hits.push(number - 1, hitCode('ignoreregex', index)),
    take() {
      if (count === 0 && hasBegun) return [];
      hasBegun = true;
      const part = { log, from, codes: codes.slice(0, count), hits: Uint32Array.from(hits), turnedMatched };
      from += count;
      count = 0;
      codes.fill(0);
      hits = [];
      turnedMatched = [];
      return [part];
    },
  };
}
