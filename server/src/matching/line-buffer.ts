import type { Spans } from '../translate/searcher.ts';
import type { LineParts } from './ticket-data.ts';

/** The lines of a multi-line search as one text, as `Regex._tupleLinesBuf` joins them. */
export function bufferText(lines: readonly LineParts[]): string {
  return `${lines.map(withoutDate).join('\n')}\n`;
}

export function withoutDate({ before, after }: LineParts): string {
  return before + after;
}

export function wholeLine({ before, date, after }: LineParts): string {
  return before + date + after;
}

export function isSameLine(a: LineParts, b: LineParts): boolean {
  return a.before === b.before && a.date === b.date && a.after === b.after;
}

/** The groups that `<SKIPLINES>` stands for. */
export function isSkippedGroup(name: string): boolean {
  return /^skiplines\d+$/.test(name);
}

/**
 * Which lines of the buffer a match touches, and which stay: mirrors `Regex.search`. The lines are counted in `text`, which
 * after an earlier match, or a prefregex's `content`, may hold fewer lines than `lines`. `skipped`: the text of all
 * `skiplinesN` groups; lines equal to one of its lines stay. `textOf`: a line as it is searched, with its line end.
 */
export function divideBuffer<Line>(
  lines: readonly Line[],
  text: string,
  spans: Spans,
  skipped: string,
  textOf: (line: Line) => string,
): { matched: Line[]; unmatched: Line[] } {
  if (lines.length <= 1) return { matched: [...lines], unmatched: [] };
  const end = spans[1]!;
  const firstStart = text.lastIndexOf('\n', spans[0]!) + 1;
  // An empty match at the begin makes Python look at index -1, which is the text's last character.
  const lastEnd = text.indexOf('\n', end === 0 ? text.length - 1 : end - 1) + 1;
  const first = countLines(text, 0, firstStart);
  const last = first + countLines(text, firstStart, lastEnd);
  const matched = lines.slice(first, last);
  const unmatched = lines.slice(0, first);
  let from = 0;
  for (const line of pythonLines(skipped)) {
    const at = matched.findIndex((candidate, i) => i >= from && textOf(candidate) === `${line}\n`);
    if (at === -1) continue;
    unmatched.push(...matched.splice(at, 1));
    from = at;
  }
  unmatched.push(...lines.slice(last));
  return { matched, unmatched };
}

function countLines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** As `str.splitlines`: at every line end that Unicode knows, none added by a final one. */
function pythonLines(text: string): string[] {
  if (text === '') return [];
  const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
