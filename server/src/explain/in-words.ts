import { withoutDate } from '../matching/line-buffer.ts';
import type { LineParts } from '../matching/ticket-data.ts';
import { visible } from '../text/visible.ts';
import { nameBlanks } from './look-alikes.ts';
import type { RegexPart } from './regex-parts.ts';

/** White space as Python knows it: a byte order mark is none. */
export function isBlank(text: string): boolean {
  return /^\s+$/.test(text) && !text.includes('\ufeff');
}

export function blanks(text: string): string {
  if (/^ +$/.test(text)) return text.length === 1 ? 'a blank' : `${text.length} blanks`;
  if (text === '\t') return 'a tab';
  return nameBlanks(text) ?? `white space (${JSON.stringify(text)})`;
}

/** Log text in a sentence: short, and nothing in it that a terminal would obey. In the quotes that do not stand in it. */
export function quoted(text: string): string {
  const quote = text.includes('"') && !text.includes("'") ? "'" : '"';
  return `${quote}${shorten(visible(text))}${quote}`;
}

export function shown({ written, kind }: RegexPart): string {
  return kind === 'literal' ? quoted(written) : shorten(visible(written));
}

export function shorten(text: string): string {
  const chars = Array.from(text);
  return chars.length > 60 ? `${chars.slice(0, 45).join('')}…${chars.slice(-12).join('')}` : text;
}

/** `others`: further places where the case differs. */
export function caseMessage(wanted: string, found: string, others = 0): string {
  const more = others === 0 ? '' : others === 1 ? ', and one more such word' : `, and ${others} more such words`;
  return `Only the case of letters differs: the regex has ${quoted(wanted)}, the line has ${quoted(found)}${more}.`;
}

export function placeInWords(before: RegexPart | undefined, after: RegexPart | undefined): string {
  if (before && after) return `between ${shown(before)} and ${shown(after)}`;
  return before ? `behind ${shown(before)}` : `before ${shown(after!)}`;
}

export function ordinal(at: number): string {
  return ['first', 'second', 'third', 'fourth', 'fifth'][at] ?? `${at + 1}th`;
}

/** Of a regex over several lines, the share of one; `at` from 0. */
export function lineOfRegex(at: number): string {
  return `The ${ordinal(at)} line of the regex`;
}

/** One of the lines that are searched together, from 0. */
export function lineOfBuffer(line: number, lines: readonly LineParts[]): string {
  if (lines.length === 1) return 'this line';
  return `line ${line + 1} of the ${lines.length} that are searched together (${quoted(withoutDate(lines[line]!).trim())})`;
}
