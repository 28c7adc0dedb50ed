/**
 * Cuts a regex into lines of at most `width` characters, before a group or a `|` where one is near, never beside a blank or inside of an
 * escape. Joined, the lines are the regex.
 */
export function wrapRegex(regex: string, width: number): string[] {
  const lines: string[] = [];
  let rest = regex;
  while (rest.length > width) {
    const at = cutBefore(rest, width);
    lines.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...lines, rest];
}

function cutBefore(text: string, width: number): number {
  for (const wanted of [/[(|]/, /\w/, /[^]/])
    for (let at = width; at > width / 3; at--) if (wanted.test(text[at]!) && isSafe(text, at)) return at;
  return width;
}

/** Not behind a backslash that escapes what follows, not beside a blank, not in the middle of a character. */
function isSafe(text: string, at: number): boolean {
  const backslashes = /\\*$/.exec(text.slice(0, at))![0].length;
  return backslashes % 2 === 0 && !/\s/.test(text[at - 1]! + text[at]!) && !/[\udc00-\udfff]/.test(text[at]!);
}
