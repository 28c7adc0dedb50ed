import type { IniFile, IniLine, IniSection } from './nodes.ts';

/** The section whose header stands last before the offset, or at it. */
export function sectionAt({ sections }: IniFile, offset: number): IniSection | undefined {
  return sections[lastAt(sections.length, (i) => sections[i]!.headerSpan.start, offset)];
}

/** The line that begins last before the offset, or at it. */
export function lineAt({ lines }: Pick<IniFile, 'lines'>, offset: number): IniLine | undefined {
  return lines[lastAt(lines.length, (i) => lines[i]!.span.start, offset)];
}

/** The last of `count` things in order that starts at `offset` or before; -1 where none does. */
function lastAt(count: number, startOf: (i: number) => number, offset: number): number {
  let [before, after] = [-1, count];
  while (after - before > 1) {
    const middle = (before + after) >> 1;
    if (startOf(middle) <= offset) before = middle;
    else after = middle;
  }
  return before;
}
