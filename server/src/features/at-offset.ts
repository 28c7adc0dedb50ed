import { usesIn, type Use } from '../analysis/names.ts';
import { sectionAt } from '../ini/at.ts';
import type { IniFile, IniOption, IniSection } from '../ini/nodes.ts';
import type { Span } from '../text/span.ts';

/** What stands at an offset of a file. A place between two things belongs to the one before it, as a cursor does. */
export type AtOffset =
  | { readonly type: 'header'; readonly section: IniSection }
  | { readonly type: 'key'; readonly section: IniSection; readonly option: IniOption }
  /** `line`: the value line. */
  | { readonly type: 'value'; readonly section: IniSection; readonly option: IniOption; readonly line: Span };

/** Undefined in comments, blank lines and lines that fail2ban cannot read. */
export function atOffset(tree: IniFile, offset: number): AtOffset | undefined {
  const section = sectionAt(tree, offset);
  if (!section) return undefined;
  if (touches(section.headerSpan, offset)) return { type: 'header', section };
  const option = section.options.findLast(({ keySpan }) => keySpan.start <= offset);
  if (!option) return undefined;
  if (touches(option.keySpan, offset)) return { type: 'key', section, option };
  const line = option.valueLines.find((span) => touches(span, offset));
  return line && line.start < line.end ? { type: 'value', section, option, line } : undefined;
}

/** The `%(x)s` or `<x>` at the offset. */
export function useAt(tree: IniFile, offset: number): Use | undefined {
  const at = atOffset(tree, offset);
  if (at?.type !== 'value') return undefined;
  const only: IniFile = { ...tree, sections: [{ ...at.section, options: [{ ...at.option, valueLines: [at.line] }] }] };
  const found = usesIn(only).find(({ span }) => touches(span, offset));
  return found && { ...found, section: at.section, option: at.option };
}

/** The first match of a pattern (global) that touches the offset, as a span of the file. */
export function matchAt(
  text: string,
  within: Span,
  pattern: RegExp,
  offset: number,
): { readonly span: Span; readonly match: RegExpExecArray } | undefined {
  for (const match of text.slice(within.start, within.end).matchAll(pattern)) {
    const start = within.start + match.index;
    const span = { start, end: start + match[0].length };
    if (touches(span, offset)) return { span, match };
  }
  return undefined;
}

export function touches({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
