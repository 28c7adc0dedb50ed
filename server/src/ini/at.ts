import type { Span } from '../text/span.ts';
import type { IniFile, IniLine, IniOption, IniSection } from './nodes.ts';

/** The section whose header stands last before the offset, or at it. */
export function sectionAt({ sections }: IniFile, offset: number): IniSection | undefined {
  return sections[lastAt(sections.length, (i) => sections[i]!.headerSpan.start, offset)];
}

/** The line that begins last before the offset, or at it. */
export function lineAt({ lines }: Pick<IniFile, 'lines'>, offset: number): IniLine | undefined {
  return lines[lastAt(lines.length, (i) => lines[i]!.span.start, offset)];
}

/** The option of a section whose key begins last before the offset, or at it. */
export function optionAt({ options }: IniSection, offset: number): IniOption | undefined {
  return options[lastAt(options.length, (i) => options[i]!.keySpan.start, offset)];
}

/** The value line of an option that begins last before the offset, or at it. */
export function valueLineAt({ valueLines }: IniOption, offset: number): Span | undefined {
  return valueLines[lastAt(valueLines.length, (i) => valueLines[i]!.start, offset)];
}

/** The last of `count` things in order that starts at `offset` or before; -1 where none does. */
export function lastAt(count: number, startOf: (i: number) => number, offset: number): number {
  let [before, after] = [-1, count];
  while (after - before > 1) {
    const middle = (before + after) >> 1;
    if (startOf(middle) <= offset) before = middle;
    else after = middle;
  }
  return before;
}
