import type { LiteralChoice, RequiredLiteral } from '../pyre/facts/required-literals.ts';
import type { BlockScan } from './line-prefilter.ts';

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
  const buckets = new Map<number, Entry[]>();
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
    scan({ text, starts, ends, cutStarts, cutEnds, count }, mark) {
      let line = 0;
      for (let at = windowLength - 1; at < text.length; ) {
        const pair = pairOf(text.charCodeAt(at - 1), text.charCodeAt(at));
        const jump = jumps[pair]!;
        if (jump > 0) {
          at += jump;
          continue;
        }
        const start = at - windowLength + 1;
        for (const { regex, literal } of buckets.get(pair) ?? []) {
          if (!standsAt(text, start, literal)) continue;
          while (line < count && ends[line]! <= start) line++;
          if (line < count && starts[line]! <= start) mark(line, regex);
        }
        at++;
      }
      for (let i = 0; i < count; i++) {
        const cutStart = cutStarts[i]!;
        const cutEnd = cutEnds[i]!;
        if (cutStart === cutEnd || cutStart === starts[i] || cutEnd === ends[i]) continue;
        const joined = seams.get(pairOf(text.charCodeAt(cutStart - 1), text.charCodeAt(cutEnd)));
        if (joined) for (const regex of joined) mark(i, regex);
      }
    },
  };
}

interface Entry {
  readonly regex: number;
  readonly literal: RequiredLiteral;
}

function addTo(buckets: Map<number, Entry[]>, pair: number, entry: Entry): void {
  const bucket = buckets.get(pair);
  if (bucket) bucket.push(entry);
  else buckets.set(pair, [entry]);
}

/** Two neighbouring characters as one number of 16 bits, without case. Others may share it: whoever asks must look again. */
function pairOf(left: number, right: number): number {
  return ((left | 32) & 255) << 8 | ((right | 32) & 255);
}

function standsAt(text: string, start: number, { text: literal, ignoreCase }: RequiredLiteral): boolean {
  if (!ignoreCase) return text.startsWith(literal, start);
  for (let i = 0; i < literal.length; i++) if (lowerAscii(text.charCodeAt(start + i)) !== literal.charCodeAt(i)) return false;
  return true;
}

/** The strings hold no letter that stands for one beyond ASCII. */
function lowerAscii(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 32 : code;
}
