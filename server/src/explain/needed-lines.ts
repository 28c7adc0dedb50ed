import type { CompiledFilter } from '../matching/compile-filter.ts';
import { bufferText, withoutDate } from '../matching/line-buffer.ts';
import type { LineParts } from '../matching/ticket-data.ts';
import type { Guard } from '../matching/search-block.ts';
import { visible } from '../text/visible.ts';
import { largest } from './near-miss.ts';

/** With how many lines searched together a failregex matches a line that it misses. */
export interface NeededLines {
  /** What `maxlines` has to be at the least. */
  readonly lines: number;
  /** What it is. */
  readonly searched: number;
  /** From 0. */
  readonly regex: number;
  /** The line that the match begins in, without its date. */
  readonly first: string;
}

/** So many lines of the log are looked back at. */
export const mostEarlierLines = 100;

/** Keeps the last lines of a log. */
export interface EarlierLines {
  add(line: LineParts): void;
  readonly lines: readonly LineParts[];
}

export function keepEarlierLines(): EarlierLines {
  const lines: LineParts[] = [];
  return {
    lines,
    add: (line) => {
      lines.push(line);
      if (lines.length > mostEarlierLines) lines.shift();
    },
  };
}

/**
 * Tries more of the log's last lines together than the filter has. `lines`: this one the last. Undefined where no failregex matches
 * up to this line, and of a filter with a prefregex.
 */
export function neededLines(
  { failregex, prefregex, maxLines }: CompiledFilter,
  lines: readonly LineParts[],
  { guard, milliseconds }: { readonly guard: Guard; readonly milliseconds: number },
): NeededLines | undefined {
  if (prefregex || lines.length <= maxLines) return undefined;
  let needed: NeededLines | undefined;
  guard(() => {
    for (const [regex, { searcher }] of failregex.entries()) {
      const matches = (count: number): boolean => {
        const text = bufferText(lines.slice(-count));
        const spans = searcher.search(text);
        // What ends before this line was found with an earlier one.
        return spans !== null && spans[1]! > text.length - withoutDate(lines.at(-1)!).length - 1;
      };
      if (!matches(lines.length)) continue;
      const fewer = largest(lines.length - maxLines, (n) => matches(lines.length - n));
      const count = lines.length - fewer;
      if (count <= maxLines || (needed && needed.lines <= count)) continue;
      needed = { lines: count, searched: maxLines, regex, first: withoutDate(lines.at(-count)!).trim() };
    }
  }, milliseconds);
  return needed;
}

/** One sentence. */
export function neededLinesInWords({ lines, searched, regex, first }: NeededLines): string {
  return `failregex ${regex + 1} would match with maxlines = ${lines}: it begins ${lines - 1} lines before this one ("${visible(first)}"), and fail2ban searches ${searched} lines together`;
}
