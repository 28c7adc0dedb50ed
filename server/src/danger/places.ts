import type { CompiledRegex } from '../matching/compile-filter.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { DangerFix } from './danger.ts';
import type { FilterTexts, Probe, RegexName } from './probe.ts';

/** A part of a regex as it is configured. */
export interface ConfiguredPart {
  readonly regex: RegexName;
  readonly span: Span;
  readonly part: string;
}

/**
 * The configured text that a part of the expanded regex was made from; a part of `<HOST>` answers with the whole tag. What stands behind the
 * regex is no part of it: the whole regex is shown then, and the part is empty.
 */
export function configuredPart({ regexes, texts }: Probe, of: RegexName, span: Span): ConfiguredPart {
  if (span.start === span.end)
    return { regex: of, span: { start: 0, end: configuredText(texts, of).length }, part: '' };
  const places = expandedOf(regexes, of)
    .whereToShow(span)
    .map((place) => place.span);
  const whole = {
    start: Math.min(...places.map(({ start }) => start)),
    end: Math.max(...places.map(({ end }) => end)),
  };
  return { regex: of, span: whole, part: configuredText(texts, of).slice(whole.start, whole.end) };
}

/** The place for an edit of a part of the expanded regex; undefined where no one place has that effect. */
export function editablePart({ regexes }: Probe, of: RegexName, span: Span): Span | undefined {
  return expandedOf(regexes, of).whereToEdit(span)?.span;
}

/** No part: the whole regex is shown. */
export const noSpan: Span = { start: 0, end: 0 };

/** Which regex of the configured texts a compiled one is. */
export function nameOf({ regexes }: Probe, of: CompiledRegex): RegexName {
  return regexes.find(({ regex }) => regex === of)!.name;
}

function expandedOf(regexes: Probe['regexes'], of: RegexName): MappedText {
  return regexes.find(({ name }) => isSame(name, of))!.regex.expanded;
}

export function isSame(a: RegexName, b: RegexName): boolean {
  return a.role === b.role && a.index === b.index;
}

export function configuredText(texts: FilterTexts, { role, index }: RegexName): string {
  if (role === 'prefregex') return texts.prefregex!;
  return (role === 'datepattern' ? texts.datePatterns! : texts[role])[index]!;
}

/** The filter as it is after a fix. */
export function withFix(texts: FilterTexts, { regex, edits }: DangerFix): FilterTexts {
  const sorted = [...edits].sort((a, b) => b.span.start - a.span.start);
  let text = configuredText(texts, regex);
  for (const { span, text: put } of sorted) text = text.slice(0, span.start) + put + text.slice(span.end);
  if (regex.role === 'prefregex') return { ...texts, prefregex: text };
  if (regex.role === 'datepattern') return { ...texts, datePatterns: texts.datePatterns!.with(regex.index, text) };
  return { ...texts, [regex.role]: texts[regex.role].with(regex.index, text) };
}
