import { ignoresFirst } from '../../matching/search-run.ts';
import type { DeadPart } from '../danger.ts';
import { configuredText } from '../places.ts';
import type { Probe, ProbedRegex } from '../probe.ts';
import type { FilterAutomata } from './filter-automata.ts';

/** An ignoreregex that excuses every line: whatever a failregex matches, it matches, too. */
export function findTotalException(
  { texts, filter, regexes }: Probe,
  automata: FilterAutomata,
  { name, regex }: ProbedRegex,
): DeadPart | undefined {
  if (name.role !== 'ignoreregex' || texts.maxLines > 1) return undefined;
  // Few ignoreregexes among many failregexes are searched in the whole line, not in what prefregex hands on.
  if (filter.prefregex && ignoresFirst(filter)) return undefined;
  const own = automata.of(regex.pattern, 'fewer');
  const failregexes = regexes.filter((other) => other.name.role === 'failregex').map((other) => other.regex);
  const example = failregexes[0] && automata.example(failregexes[0]);
  // Most excuse some lines: one text tells.
  if (!own || example === undefined || automata.takes(own, example) !== true) return undefined;
  const isTotal = failregexes.every(({ pattern }) => {
    const dfa = automata.of(pattern, 'more');
    return (
      dfa !== undefined &&
      automata.isImpossible([
        { dfa, taken: true },
        { dfa: automata.searched, taken: true },
        { dfa: own, taken: false },
      ])
    );
  });
  if (!isTotal) return undefined;
  const part = configuredText(texts, name);
  return {
    kind: 'total-exception',
    regex: name,
    span: { start: 0, end: part.length },
    part,
    isOfPlace: false,
    fix: undefined,
  };
}
