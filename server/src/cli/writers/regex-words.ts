import type { WordedPart } from '../../regex-words/regex-in-words.ts';
import { toCodePointOffset } from '../../text/code-points.ts';
import type { Origin } from '../../text/mapped-text.ts';
import { visible } from '../../text/visible.ts';
import type { LinePosition } from './resolve.ts';

/** A regex with its words. */
export interface WordedRegex {
  readonly title: string;
  /** As Python sees it. */
  readonly expanded: string;
  readonly told: WordedPart;
}

/** Characters of the regex that a line has room for. */
const widest = 32;

/** One line a part, what is written on the left; parts that their own line tells are left out. */
export function writeWordsText(regexes: readonly WordedRegex[]): string {
  return regexes
    .map(({ title, told }) => {
      const rows = rowsOf(told, 1);
      const width = Math.max(0, ...rows.map(([written]) => Array.from(written).length));
      return [
        `${title ? `${title}: ` : ''}${told.words}`,
        ...rows.map(([written, words]) => `${written}${' '.repeat(width - Array.from(written).length)}  ${words}`),
        '',
      ].join('\n');
    })
    .join('\n');
}

function rowsOf({ parts, isTold }: WordedPart, depth: number): (readonly [written: string, words: string])[] {
  if (isTold) return [];
  return parts.flatMap((part) => [
    [
      `${'  '.repeat(depth)}${cut(visible(part.written))}`,
      `${part.words}${part.from === undefined ? '' : ` (a piece of ${visible(part.from)})`}`,
    ] as const,
    ...rowsOf(part, depth + 1),
  ]);
}

function cut(text: string): string {
  const chars = Array.from(text);
  return chars.length > widest ? `${chars.slice(0, widest - 1).join('')}…` : text;
}

/** The JSON of one regex: docs/explain.md. */
export function plainWords(
  { title, expanded, told }: WordedRegex,
  position: (place: Origin) => LinePosition,
): Record<string, unknown> {
  return {
    ok: true,
    ...(title ? { regex: title } : {}),
    pattern: expanded,
    words: told.words,
    parts: told.parts.map((part) => plainPart(part, expanded, position)),
  };
}

function plainPart(
  { kind, span, written, words, from, place, parts }: WordedPart,
  expanded: string,
  position: (place: Origin) => LinePosition,
): Record<string, unknown> {
  const at = place && position(place);
  return {
    kind,
    written,
    words,
    span: [toCodePointOffset(expanded, span.start), toCodePointOffset(expanded, span.end)],
    ...(from === undefined ? {} : { from }),
    ...(at?.line === undefined ? {} : { file: at.file, line: at.line, column: at.column }),
    parts: parts.map((part) => plainPart(part, expanded, position)),
  };
}
