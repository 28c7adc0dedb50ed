/**
 * Text of a file or a log for a terminal or a sentence: control characters (C0, DEL, C1), marks that turn the direction of writing
 * and characters without width stand there as escapes, in place of being obeyed.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu, (char) => {
    const code = char.codePointAt(0)!;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
