/** Markdown from pieces that come from files: they stand in code, where nothing is markup. */

/** Longer text is cut: a hover is no viewer. */
const longestCode = 2000;

/** A code span; line breaks are shown as `⏎`. */
export function code(text: string): string {
  const line = cut(text, 200).replace(/\r\n?|\n/g, '⏎');
  if (line === '') return '*empty*';
  const fence = fenceFor(line, 1);
  // One blank on each side is dropped by Markdown; a backtick or blank at an end needs it.
  const pad = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return fence + pad + line + pad + fence;
}

/** A fenced block. `language` is one of ours. */
export function codeBlock(text: string, language = ''): string {
  const fence = fenceFor(text, 3);
  return `${fence}${language}\n${cut(text, longestCode)}\n${fence}`;
}

/**
 * Plain text with every character that could be markup made harmless. Bare addresses count as markup: `https://…`, `www.…` and
 * `a@b.c` become links by themselves.
 */
export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+\-.!|~&$@=]|:(?=\/)/g, '\\$&').replace(/\r\n?|\n/g, ' ');
}

export function paragraphs(...parts: readonly (string | undefined | false)[]): string {
  return parts.filter(Boolean).join('\n\n');
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** A run of backticks longer than any in the text. */
function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(Math.max(least, longest + 1));
}
