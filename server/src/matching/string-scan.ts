import type { LiteralChoice, RequiredLiteral } from '../pyre/analysis/required-literals.ts';
import type { BlockScan } from './block-scan.ts';
import { innerCuts } from './inner-cuts.ts';
import { bytesOf } from './line-block.ts';

/** A regex that has no match without one of these strings. */
export interface Need {
  readonly regex: number;
  readonly strings: LiteralChoice;
}

/**
 * Marks the lines that hold a string of a regex, for many regexes in one pass over the block: Wu and Manber's search. A window as long as the
 * shortest string moves over the text; its last two characters tell how far it may jump, most often its whole length. A string may also
 * come of the cut where a date was taken out, so a line is marked where the characters on both sides of the cut are neighbours in it.
 */
export function createStringScan(needs: readonly Need[]): BlockScan {
  const entries = needs.flatMap(({ regex, strings }) => strings.map((literal) => ({ regex, literal })));
  const windowLength = Math.min(...entries.map(({ literal }) => literal.text.length));
  const jumps = new Uint8Array(1 << 16).fill(Math.min(windowLength - 1, 255));
  const buckets: (Bucket | undefined)[] = [];
  const seams = new Map<number, Set<number>>();
  for (const entry of entries) {
    const { text } = entry.literal;
    for (let i = 1; i < windowLength; i++) {
      const pair = pairOf(text.charCodeAt(i - 1), text.charCodeAt(i));
      jumps[pair] = Math.min(jumps[pair]!, windowLength - 1 - i);
      if (i === windowLength - 1) addTo(buckets, pair, entry);
    }
    for (let i = 1; i < text.length; i++) {
      const pair = pairOf(text.charCodeAt(i - 1), text.charCodeAt(i));
      seams.set(pair, (seams.get(pair) ?? new Set()).add(entry.regex));
    }
  }

  return {
    scan(block, mark) {
      const { starts, ends, cutStarts, cutEnds, count } = block;
      const bytes = block.isAscii ? bytesOf(block) : undefined;
      let line = 0;
      for (const { text, begin } of block.text.pieces) {
        const next = bytes ? nextInBytes(bytes.subarray(begin, begin + text.length), jumps) : nextInText(text, jumps);
        for (let at = next(windowLength - 1); at < text.length; at = next(at + 1)) {
          const start = at - windowLength + 1;
          const bucket = buckets[pairOf(text.charCodeAt(at - 1), text.charCodeAt(at))];
          if (!bucket || (bucket.first !== various && (text.charCodeAt(start) | 32) !== bucket.first)) continue;
          for (const { regex, literal } of bucket.entries) {
            if (!standsAt(text, start, literal)) continue;
            while (line < count && ends[line]! <= begin + start) line++;
            if (line < count && starts[line]! <= begin + start) mark(line, regex);
          }
        }
      }
      for (const i of innerCuts(block)) {
        const cutStart = cutStarts[i]!;
        const { text, begin } = block.text.at(cutStart);
        const joined = seams.get(pairOf(text.charCodeAt(cutStart - 1 - begin), text.charCodeAt(cutEnds[i]! - begin)));
        if (joined) for (const regex of joined) mark(i, regex);
      }
    },
  };
}

interface Entry {
  readonly regex: number;
  readonly literal: RequiredLiteral;
}

/** The strings whose window ends with the same pair of characters. */
interface Bucket {
  readonly entries: Entry[];
  /** What all of them begin with, without case. */
  first: number;
}

const various = -1;

function addTo(buckets: (Bucket | undefined)[], pair: number, entry: Entry): void {
  const first = entry.literal.text.charCodeAt(0) | 32;
  const bucket = (buckets[pair] ??= { entries: [], first });
  bucket.entries.push(entry);
  if (bucket.first !== first) bucket.first = various;
}

/** Gives what finds the next place, from one on, where a window may end; the length where there is none. */
function nextInBytes(bytes: Uint8Array, jumps: Uint8Array): (from: number) => number {
  return (from) => {
    let at = from;
    while (at < bytes.length) {
      const jump = jumps[pairOf(bytes[at - 1]!, bytes[at]!)]!;
      if (jump === 0) return at;
      at += jump;
    }
    return at;
  };
}

function nextInText(text: string, jumps: Uint8Array): (from: number) => number {
  return (from) => {
    let at = from;
    while (at < text.length) {
      const jump = jumps[pairOf(text.charCodeAt(at - 1), text.charCodeAt(at))]!;
      if (jump === 0) return at;
      at += jump;
    }
    return at;
  };
}

/** Two neighbouring characters as one number of 16 bits, without case. Others may share it: whoever asks must look again. */
function pairOf(left: number, right: number): number {
  return (((left | 32) & 255) << 8) | ((right | 32) & 255);
}

function standsAt(text: string, start: number, { text: literal, ignoreCase }: RequiredLiteral): boolean {
  if (!ignoreCase) return text.startsWith(literal, start);
  for (let i = 0; i < literal.length; i++)
    if (lowerAscii(text.charCodeAt(start + i)) !== literal.charCodeAt(i)) return false;
  return true;
}

/** The strings hold no letter that stands for one beyond ASCII. */
function lowerAscii(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 32 : code;
}
