import { findKnownOption } from '../config/vocabulary.ts';
import type { IniLine, IniOption } from '../ini/nodes.ts';
import { overlaps, type Span } from '../text/span.ts';
import type { FeatureInput, TextChange } from './answers.ts';

/**
 * Lines of one value in one column: that of its first line, or of its first line with text where the value begins below the key.
 * Commands keep their shape and move as a block. Blanks at the ends of lines go. Nothing else changes, so that fail2ban reads the
 * same; a second time changes nothing.
 */
export function formatting(input: FeatureInput, within?: Span): TextChange[] {
  const { path, source, kind } = input.analysis;
  const { sections, text, lines } = source.tree;
  const byStart = new Map(lines.map((line) => [line.content.start, line]));
  return sections
    .flatMap(({ name, options }) =>
      options.flatMap((option) =>
        changesOf(
          text,
          byStart,
          option,
          kind === 'action' || (kind === 'jail' && findKnownOption(kind, name, option.key)?.type === 'commands'),
        ),
      ),
    )
    .filter(({ span }) => !within || overlaps(span, within) || span.start === within.start)
    .map(({ span, text: changed }) => ({ place: { file: path, span }, text: changed }));
}

interface Change {
  readonly span: Span;
  readonly text: string;
}

function changesOf(
  text: string,
  byStart: ReadonlyMap<number, IniLine>,
  option: IniOption,
  keepsShape: boolean,
): Change[] {
  const [first, ...rest] = option.valueLines;
  const below = rest.flatMap(({ start, end }) => (end > start ? (byStart.get(start) ?? []) : []));
  if (below.length === 0) return [];
  const indentOf = ({ span, content }: IniLine): string => text.slice(span.start, content.start);
  const shared = keepsShape ? sharedStart(below.map(indentOf)) : undefined;
  const indentation = first!.end > first!.start ? blanksBefore(text, first!.start) : (shared ?? indentOf(below[0]!));
  return below.flatMap((line) => [
    ...replaced(
      text,
      { start: line.span.start, end: line.content.start },
      indentation + (shared === undefined ? '' : indentOf(line).slice(shared.length)),
    ),
    ...(line.comment
      ? []
      : replaced(text, { start: line.span.end - trailingBlanks(text, line.span), end: line.span.end }, '')),
  ]);
}

function sharedStart(texts: readonly string[]): string {
  return texts.reduce((shared, text) => {
    let length = 0;
    while (length < shared.length && shared[length] === text[length]) length++;
    return shared.slice(0, length);
  }, texts[0] ?? '');
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
