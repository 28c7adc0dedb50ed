import type { CompiledRegex } from '../matching/compile-filter.ts';
import { withoutParts } from './changed-regex.ts';
import { expandedAs, type ExplainOptions, type Miss, type RegexSubject } from './explain-regex.ts';
import { largest } from './near-miss.ts';
import { partsOf } from './regex-parts.ts';
import { createTrials } from './trials.ts';

/**
 * What the failregexes would be asked of a line that prefregex does not let through, with its fix, and with all that fits of it
 * before `<F-CONTENT>`. Each was run; none where prefregex hands nothing on.
 */
export function subjectsBehind(
  prefregex: CompiledRegex,
  miss: Miss,
  { text }: RegexSubject,
  options: ExplainOptions,
): RegexSubject[] {
  const trials = createTrials(options);
  return trials.run(() => {
    const { trial } = trials.of(text);
    const sources = [
      ...(miss.fix ? [expandedAs(options)(miss.fix.configured).text] : []),
      ...fittingPart(prefregex, (source) => Boolean(trial.search(source))),
    ];
    const seen = new Set<string>();
    return sources.flatMap((source): RegexSubject[] => {
      const match = trial.search(source);
      const group = match?.groupNames.get('content');
      const [start, end] = group === undefined ? [-1, -1] : [match!.spans[2 * group]!, match!.spans[2 * group + 1]!];
      if (start < 0 || end <= start || seen.has(text.slice(start, end))) return [];
      const content = text.slice(start, end);
      seen.add(content);
      return [
        {
          text: `${content}\n`,
          isBuffer: false,
          uncut: undefined,
          taken: { before: text.slice(0, start), behind: text.slice(end) },
        },
      ];
    });
  });
}

/** The regex with the parts from the left that fit, and the content; none where even the content alone does not. */
function fittingPart({ pattern, expanded, configured }: CompiledRegex, matches: (source: string) => boolean): string[] {
  const source = expanded.text;
  const parts = partsOf(pattern, expanded, configured);
  const content = source.indexOf('(?P<content>');
  const first = parts.findIndex(({ span }) => span.start > content);
  if (content < 0 || first < 0) return [];
  const kept = (count: number): string => withoutParts(source, parts, (i) => i >= count && i < first);
  const fitting = kept(largest(first, (n) => matches(kept(n))));
  return matches(fitting) ? [fitting] : [];
}
