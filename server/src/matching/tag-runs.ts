import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';

/** A run of an expanded regex that one of fail2ban's tags became. */
export interface TagRun {
  /** In the expanded regex. */
  readonly span: Span;
  /** E.g. `<HOST>`, `<F-USER>` */
  readonly written: string;
  /** The tag became only the opening of a group: `</F-USER>` closes it. */
  readonly isOpening: boolean;
}

/** What tags became, in order; closing tags, which are a bracket like any other, are left out. */
export function tagRuns(expanded: MappedText, configured: MappedText): TagRun[] {
  const written = [...configured.text.matchAll(/<\/?[\w-]+\/?>/g)].map(({ index, 0: name }) => ({
    name,
    place: configured.whereToShow({ start: index, end: index + name.length })[0],
  }));
  const runs: TagRun[] = [];
  let at = 0;
  for (const { text, origin, exact } of expanded.segments) {
    const span = { start: at, end: at + text.length };
    at = span.end;
    if (exact || text.length < 3) continue;
    const tag = written.find(
      ({ place }) =>
        place?.file === origin.file && place.span.start === origin.span.start && place.span.end === origin.span.end,
    );
    if (tag) runs.push({ span, written: tag.name, isOpening: /^\(\?P<\w+>$/.test(text) });
  }
  return runs;
}
