import type { Spans } from '../translate/searcher.ts';
import type { CompiledTemplate } from './compiled-template.ts';
import type { DateTemplate } from './date-pattern.ts';
import { crash, type DateOutcome } from './date-value.ts';
import { epochTime } from './epoch.ts';
import { toInstant, type InstantContext } from './to-instant.ts';

/** The moment that a template's match names (`getDate` of fail2ban's three kinds of template). */
export function valueOfMatch(
  { value }: DateTemplate,
  compiled: CompiledTemplate,
  line: string,
  spans: Spans,
  context: InstantContext,
): DateOutcome {
  switch (value.kind) {
    case 'fields':
      return toInstant(
        {
          values: compiled.fields.flatMap(({ key, group }) => {
            const text = textOf(line, spans, group);
            return text === null ? [] : [[key, text] as const];
          }),
          dayHalf: compiled.halfGroup === undefined ? undefined : textOf(line, spans, compiled.halfGroup),
        },
        context,
      );
    case 'epoch':
      if (value.group > compiled.searcher.groupCount) return crash('IndexError', 'no such group');
      return epochTime(textOf(line, spans, value.group), value.isLong);
    case 'tai64n':
      return labelTime(textOf(line, spans, 1)!);
  }
}

/** The moment of a cut text alone; undefined where it takes the groups of the match to tell. */
export function valueOfText({ value }: DateTemplate, cutText: string): DateOutcome | undefined {
  if (value.kind === 'epoch' && value.group === 1) return epochTime(cutText, value.isLong);
  return value.kind === 'tai64n' ? labelTime(cutText) : undefined;
}

/** `@`, the label's first digit, 15 digits of seconds; the leap seconds of TAI are not taken off. */
function labelTime(label: string): DateOutcome {
  return { kind: 'time', seconds: parseInt(label.slice(2, 17), 16) };
}

function textOf(line: string, spans: Spans, group: number): string | null {
  const start = spans[2 * group]!;
  return start < 0 ? null : line.slice(start, spans[2 * group + 1]);
}
