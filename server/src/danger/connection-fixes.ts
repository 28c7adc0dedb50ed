import { anchorOf } from '../pyre/analysis/anchors.ts';
import { patternOf } from './address-fixes.ts';
import type { Span } from '../text/span.ts';
import type { DangerFix } from './danger.ts';
import { configuredText, editablePart } from './places.ts';
import { seenOf, type Probe, type ProbedRegex } from './probe.ts';
import type { MissedLine } from './sample.ts';

/**
 * What could be done where a stranger's text holds what a regex of a connection looks for, best first; none of it is proved. `span`: what the stranger uses of it, in
 * the expanded regex. `own`: lines of the sample that the regex takes.
 */
export function connectionFixes(
  probe: Probe,
  target: ProbedRegex,
  span: Span,
  own: readonly MissedLine[],
): DangerFix[] {
  const texts = own.flatMap(({ text }) => seenOf(probe.filter, text)?.content ?? []);
  return [...anchors(probe, target, texts), ...written(probe, target, span, texts)];
}

/** `^` and what the program writes before the match in every line of the sample. */
function anchors(probe: Probe, { name, regex }: ProbedRegex, texts: readonly string[]): DangerFix[] {
  if (anchorOf(regex.pattern) === 'text') return [];
  const before = sameIn(texts.map((text) => text.slice(0, regex.searcher.search(`${text}\n`)?.[0] ?? 0)));
  if (before === undefined) return [];
  const put = `^${before}`;
  const title = `Begin it where the line begins: ${put}`;
  const edit = (at: number, text: string) => ({ span: { start: at, end: at }, text });
  const isAlternation = regex.pattern.body.type === 'Alternation';
  const end = configuredText(probe.texts, name).length;
  return [{ title, regex: name, edits: isAlternation ? [edit(0, `${put}(?:`), edit(end, ')')] : [edit(0, put)] }];
}

/** In place of a loose part, what the program writes there in every line of the sample. */
function written(probe: Probe, { name, takenBy }: ProbedRegex, span: Span, texts: readonly string[]): DangerFix[] {
  const [first = [], ...others] = texts.map((text) =>
    (takenBy(text) ?? []).map(({ part, start, end }) => ({ part, text: text.slice(start, end) })),
  );
  return first.flatMap(({ part, text }): DangerFix[] => {
    const same = others.map((taken) => taken.find((one) => one.part.span.start === part.span.start)?.text);
    const words = part.span.end <= span.start ? sameIn([text, ...same]) : undefined;
    const place = editablePart(probe, name, part.span);
    if (words === undefined || words === '' || !place) return [];
    const was = configuredText(probe.texts, name).slice(place.start, place.end);
    const title = `Write what the program writes in place of ${was}: ${words}`;
    return [{ title, regex: name, edits: [{ span: place, text: words }] }];
  });
}

/** As a regex, what texts have in common but for numbers; undefined where they have more than that apart. */
function sameIn(texts: readonly (string | undefined)[]): string | undefined {
  const patterns = new Set(texts.map((text) => (text === undefined ? undefined : patternOf(text))));
  return patterns.size === 1 ? [...patterns][0] : undefined;
}
