import { TemplateStore } from '../dates/date-pattern.ts';
import { hasOwnGroup } from '../dates/template-regex.ts';
import { parsePattern } from '../pyre/parser.ts';
import type { Pattern } from '../pyre/nodes.ts';
import type { Span } from '../text/span.ts';
import { findCostly, type Costly } from './catastrophe.ts';
import type { Catastrophe, DangerFix } from './danger.ts';
import { idleTurns } from './loop-fix.ts';
import { withFix } from './places.ts';
import { someMoment, type FilterTexts, type RegexName } from './probe.ts';

/** Lines of the datepattern on which the search for a date takes too long: what fail2ban makes of each, with its boundaries, is searched in every line of the log. */
export function findCostlyDates(texts: FilterTexts): Catastrophe[] {
  return (texts.datePatterns ?? []).flatMap((line, index): Catastrophe[] => {
    // Only what repeats in the text itself: directives and fail2ban's own patterns cost little.
    if (line.length > longestPattern || !/[*+}]/.test(line)) return [];
    const pattern = patternOf(texts, line);
    const found = pattern && costsOf(texts, pattern);
    if (!found) return [];
    const { span: loop, ...costs } = found;
    const name: RegexName = { role: 'datepattern', index };
    const span = spanIn(line, pattern.source.slice(loop.start, loop.end));
    const fix = costs.degree === Infinity && span ? fixOf(texts, pattern, loop, { name, line, span }) : undefined;
    const shown = span ?? { start: 0, end: line.length };
    return [{ kind: 'catastrophe', regex: name, span: shown, part: line.slice(shown.start, shown.end), ...costs, fix }];
  });
}

const longestPattern = 2000;

/** What the line becomes; of `{DATE}`, which stands for all of fail2ban's own patterns, the first. */
function patternOf({ fail2ban, python }: FilterTexts, line: string): Pattern | undefined {
  const year = new Date(someMoment * 1000).getUTCFullYear();
  const found = new TemplateStore({ fail2ban, year }).templatesOf([line]);
  const [template] = found.ok ? found.value : [];
  return template && parsePattern(template.regex, { python }).pattern;
}

/** The date is searched in the line without its end. */
function costsOf({ python }: FilterTexts, pattern: Pattern): Costly | undefined {
  return findCostly(pattern, { python, tags: [], ending: '' });
}

/** Where a part of the regex stands in the text that it was made of; undefined where that does not tell. */
function spanIn(line: string, part: string): Span | undefined {
  const start = line.indexOf(part);
  return start >= 0 && line.lastIndexOf(part) === start ? { start, end: start + part.length } : undefined;
}

/** One turn of the loop, where that is the same; not where the loop holds what is cut out of the line. */
function fixOf(
  texts: FilterTexts,
  pattern: Pattern,
  loop: Span,
  { name, line, span }: { readonly name: RegexName; readonly line: string; readonly span: Span },
): DangerFix | undefined {
  const part = line.slice(span.start, span.end);
  const turn = hasOwnGroup(part) ? undefined : idleTurns(pattern, loop);
  if (!turn) return undefined;
  const once = turn.min === 0 ? '?' : '';
  const kept = turn.quantifier.start - loop.start;
  const fix: DangerFix = {
    title: `One turn takes what several do: ${part.slice(0, kept)}${once}`,
    regex: name,
    edits: [{ span: { start: span.start + kept, end: span.end }, text: once }],
  };
  const fixed = patternOf(texts, withFix(texts, fix).datePatterns![name.index]!);
  return fixed && !costsOf(texts, fixed) ? fix : undefined;
}
