import { visible } from '../text/visible.ts';
import { shorten } from './in-words.ts';
import type { RegexPart } from './regex-parts.ts';

/** A set whose own text stands in the line: the brackets were meant as they are. */
export function standsAsWritten({ written, kind }: RegexPart, text: string): boolean {
  return kind === 'pattern' && /^\[\w[^\]\\]{2,}\]$/.test(written) && text.includes(written.slice(0, -1).trimEnd());
}

export function setMessage(written: string): string {
  return `${shorten(visible(written))} takes one of these characters; the line has them all, and the brackets themselves: write \\[ and \\]`;
}
