import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { Fix } from './rule.ts';

/**
 * Flags that stand behind the beginning are an error from Python 3.11 on: `a(?i)b` becomes `a(?i:b)`, for the rest of the group they
 * stand in, as other dialects read them. Undefined where the pieces are not written in one place each. `at`: the flags' start in `regex`.
 */
export function localFlagsFix(regex: MappedText, at: number): Fix | undefined {
  const flags = /^\(\?([aimsux]+)\)/.exec(regex.text.slice(at));
  if (!flags) return undefined;
  const end = endOfGroup(regex.text, at + flags[0].length);
  const bracket = regex.whereToEdit({ start: at + flags[0].length - 1, end: at + flags[0].length });
  const last = regex.whereToEdit({ start: end - 1, end });
  if (!bracket || !last || bracket.file !== last.file || last.span.end < bracket.span.end) return undefined;
  const behind: Span = { start: last.span.end, end: last.span.end };
  return {
    title: `Write (?${flags[1]}:…) for the rest of the group`,
    safe: false,
    edits: [
      { place: bracket, text: ':' },
      { place: { file: last.file, span: behind }, text: ')' },
    ],
  };
}

/** The offset of the `)` that closes the group which `from` stands in, or the end of the text. */
function endOfGroup(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\\') i++;
    else if (char === '[') i = endOfClass(text, i);
    else if (char === '(') depth++;
    else if (char === ')' && depth-- === 0) return i;
  }
  return text.length;
}

/** A `]` that comes first in a class is one of its characters. */
function endOfClass(text: string, open: number): number {
  let i = open + 1;
  if (text[i] === '^') i++;
  if (text[i] === ']') i++;
  while (i < text.length && text[i] !== ']') i += text[i] === '\\' ? 2 : 1;
  return i;
}
