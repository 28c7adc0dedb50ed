import type { IniLine, IniOption } from '../ini/nodes.ts';
import { overlaps, type Span } from '../text/span.ts';
import type { FeatureInput, TextChange } from './answers.ts';

/**
 * Lines of one value in one column: that of its first line, or of its first line with text where the value begins below the key.
 * Blanks at the ends of its lines go. Nothing else changes, so that fail2ban reads the same; a second time changes nothing.
 */
export function formatting(input: FeatureInput, within?: Span): TextChange[] {
  const { path, source } = input.analysis;
  const { sections, text, lines } = source.tree;
  const byStart = new Map(lines.map((line) => [line.content.start, line]));
  return sections
    .flatMap(({ options }) => options.flatMap((option) => changesOf(text, byStart, option)))
    .filter(({ span }) => !within || overlaps(span, within) || span.start === within.start)
    .map(({ span, text: changed }) => ({ place: { file: path, span }, text: changed }));
}

interface Change {
  readonly span: Span;
  readonly text: string;
}

function changesOf(text: string, byStart: ReadonlyMap<number, IniLine>, option: IniOption): Change[] {
  const [first, ...rest] = option.valueLines;
  const below = rest.flatMap(({ start, end }) => (end > start ? (byStart.get(start) ?? []) : []));
  const indentation = first!.end > first!.start ? blanksBefore(text, first!.start) : below[0] && text.slice(below[0].span.start, below[0].content.start);
  if (indentation === undefined) return [];
  return below.flatMap((line) => [
    ...replaced(text, { start: line.span.start, end: line.content.start }, indentation),
    ...(line.comment ? [] : replaced(text, { start: line.span.end - trailingBlanks(text, line.span), end: line.span.end }, '')),
  ]);
}

/** As wide as what stands before the value; tabs stay tabs. */
function blanksBefore(text: string, valueStart: number): string {
  const lineStart = Math.max(text.lastIndexOf('\n', valueStart - 1), text.lastIndexOf('\r', valueStart - 1)) + 1;
  return text.slice(lineStart, valueStart).replace(/[^\t]/g, ' ');
}

function trailingBlanks(text: string, { start, end }: Span): number {
  let count = 0;
  while (end - count > start && (text[end - count - 1] === ' ' || text[end - count - 1] === '\t')) count++;
  return count;
}

function replaced(text: string, span: Span, by: string): Change[] {
  return text.slice(span.start, span.end) === by ? [] : [{ span, text: by }];
}
