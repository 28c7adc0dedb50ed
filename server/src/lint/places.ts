import type { FileAnalysis } from '../analysis/workspace.ts';
import { optionAt, sectionAt, valueLineAt } from '../ini/at.ts';
import type { MappedText, Origin } from '../text/mapped-text.ts';
import { encloses, type Span } from '../text/span.ts';
import type { Related } from './rule.ts';

/** A place in the file that is looked at. */
export function at({ path }: FileAnalysis, span: Span): Origin {
  return { file: path, span };
}

export function startOf(file: string): Origin {
  return { file, span: { start: 0, end: 0 } };
}

/** Text that no file holds (a default, an option that the program adds) cannot be shown. */
export function isWritten({ file }: Origin): boolean {
  return !file.startsWith('builtin:');
}

/** A whole regex may be put together from dozens of pieces. */
const mostRelated = 3;

/**
 * The place to show for a span of a resolved text: the first that is written in a file, with the others as related ones.
 * `fallback`: where the whole text is used, if nobody wrote that part.
 */
export function shownAt(text: MappedText, span: Span, fallback: Origin): { place: Origin; related: Related[] } {
  const places = text.whereToShow(span).filter(isWritten);
  const [place = firstWritten(text) ?? fallback, ...others] = places;
  return {
    place,
    related: others.slice(0, mostRelated).map((other) => ({ place: other, message: 'the rest of it is written here' })),
  };
}

/**
 * Where an option of the file uses a text whose mistake is written elsewhere: the pieces of the text that stand in the option itself.
 * E.g. `failregex = ^%(__prefix)s <HOST>` for a mistake in `__prefix`.
 */
export function usedAt({ path, source }: FileAnalysis, option: string, text: MappedText, mistake: Origin): Related[] {
  const { tree } = source;
  const isIn = (place: Origin, span: Span): boolean => place.file === path && encloses(span, place.span);
  const lines = text.segments
    .flatMap(({ origin }) => {
      const section = sectionAt(tree, origin.span.start);
      const own = section && optionAt(section, origin.span.start);
      const line = own?.key === option ? valueLineAt(own, origin.span.start) : undefined;
      return line && isIn(origin, line) ? [line] : [];
    })
    .sort((a, b) => a.start - b.start);
  return lines.some((line) => isIn(mistake, line))
    ? []
    : lines.slice(0, 1).map((span) => ({ place: { file: path, span }, message: `a piece of this ${option}` }));
}

export function firstWritten(text: MappedText): Origin | undefined {
  return text.segments.map(({ origin }) => origin).find(isWritten);
}

/** The whole of a resolved text. */
export function whole(text: MappedText): Span {
  return { start: 0, end: text.length };
}
