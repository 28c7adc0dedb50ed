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

/** Log text in a sentence: short, and nothing in it that a terminal would obey. */
export function quoted(text: string): string {
  return `"${shorten(visible(text))}"`;
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
