import type { KnownOption } from '../config/vocabulary.ts';
import type { IniFile, IniOption, IniSection } from '../ini/nodes.ts';
import type { Span } from '../text/span.ts';
import { lineAt, sectionAt } from '../ini/at.ts';

/** Where the cursor stands in a value, told by the text: the line may be half typed. */
export interface ValueCursor {
  readonly section: IniSection;
  readonly option: IniOption;
  readonly known: KnownOption | undefined;
  readonly offset: number;
  /** The value line up to the cursor, without the key and indentation. */
  readonly before: string;
  /** The rest of the line. */
  readonly after: string;
}

/** As it stands, before the vocabulary is asked. */
export type WrittenCursor = Omit<ValueCursor, 'known'> & { readonly type: 'value' };

/** At the start of a line: a section's header or an option's name is typed. */
export interface NameCursor {
  readonly type: 'name';
  /** Undefined above the first header. */
  readonly section: IniSection | undefined;
  /** From the first character of the line's text to the cursor. */
  readonly typed: string;
  /** What the answer takes the place of. */
  readonly span: Span;
  /** What follows on the line. */
  readonly after: string;
}

/** Undefined in comments. Works on lines that fail2ban cannot read yet. */
export function placeOfCursor(tree: IniFile, offset: number): NameCursor | WrittenCursor | undefined {
  const { text } = tree;
  const line = lineAt(tree, offset);
  const start = line?.span.start ?? 0;
  // A line end behind the last line opens a new one, which is no line of the tree yet.
  const isNewLine = line !== undefined && offset > line.span.end;
  const lineStart = isNewLine ? offset : start;
  const lineEnd = isNewLine ? offset : (line?.span.end ?? offset);
  if (!isNewLine && line?.comment && offset > line.comment.start) return undefined;
  const before = text.slice(lineStart, offset);
  const after = text.slice(offset, lineEnd);
  const section = sectionAt(tree, lineStart);
  const option = section?.options.findLast(({ keySpan }) => keySpan.start < offset);
  const indent = /^\s*/.exec(before)![0].length;
  const isValueLine = !isNewLine && (line?.type === 'option' || line?.type === 'continuation');
  if (section && option && isValueLine && offset >= option.delimiterSpan.end) {
    const from = option.delimiterSpan.start >= lineStart ? option.delimiterSpan.end : lineStart + indent;
    // An empty line in column 0 can become a new option as well as anything.
    if (line.type === 'option' || before !== '')
      return {
        type: 'value',
        section,
        option,
        offset,
        before: text.slice(Math.min(from, offset), offset).trimStart(),
        after,
      };
  }
  if (line?.type === 'comment' && !isNewLine) return undefined;
  const typed = before.trimStart();
  return {
    type: 'name',
    section,
    typed,
    span: { start: offset - typed.length, end: offset + /^[\w.?/=-]*\]?/.exec(after)![0].length },
    after,
  };
}
