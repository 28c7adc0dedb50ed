/** Any text as Markdown's inline code: fenced by more backticks than stand together in it, so that it shows as it is. */
export function inlineCode(text: string): string {
  const line = text.replace(/[\r\n\u2028\u2029]/g, ' ');
  if (line.trim() === '') return line === '' ? '' : '` `';
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  // a backtick must not touch the fence; of blanks at both ends Markdown takes one away
  const pad = /^`|`$|^ .* $/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}
