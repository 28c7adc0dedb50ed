/** Control characters (C0, DEL, C1), marks that turn the direction of writing, and characters that are not seen at all. */
const unseen =
  /[\0-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

/**
 * Text of a file or a log for a terminal or a sentence: what a terminal would obey, or would not show, stands there as an escape, in
 * place of being obeyed.
 */
export function visible(text: string): string {
  return text.replace(unseen, escapeOf);
}

/** The same for a text of many lines: line ends and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(unseen, (char) => (char === '\n' || char === '\t' ? char : escapeOf(char)));
}

/** As Python and JavaScript write it; beyond ASCII's controls as JSON does, too. */
function escapeOf(char: string): string {
  const code = char.codePointAt(0)!;
  const digits = (length: number): string => code.toString(16).padStart(length, '0');
  if (code < 0x20) return `\\x${digits(2)}`;
  return code < 0x10000 ? `\\u${digits(4)}` : `\\U${digits(8)}`;
}
