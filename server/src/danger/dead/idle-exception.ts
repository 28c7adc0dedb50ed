import { ignoresFirst } from '../../matching/search-run.ts';
import type { DeadPart } from '../danger.ts';
import { configuredText } from '../places.ts';
import type { Probe, ProbedRegex } from '../probe.ts';
import type { FilterAutomata } from './filter-automata.ts';

/** An ignoreregex that excuses no line: none that it matches is one of a failregex. */
export function findIdleException(
  { texts, filter, regexes }: Probe,
  automata: FilterAutomata,
  { name, regex }: ProbedRegex,
): DeadPart | undefined {
  if (name.role !== 'ignoreregex' || texts.maxLines > 1) return undefined;
  const own = automata.of(regex.pattern, 'more');
  const failregexes = regexes.flatMap((other) =>
    other.name.role === 'failregex' ? [automata.of(other.regex.pattern, 'more')] : [],
  );
  // Few ignoreregexes among many failregexes are searched first, in the whole line.
  const whole = ignoresFirst(filter) && filter.prefregex ? [automata.of(filter.prefregex.pattern, 'more')] : [];
  const meets = [...failregexes, ...whole];
  const example = automata.example(regex);
  if (!own || failregexes.length === 0 || example === undefined) return undefined;
  for (const dfa of meets)
    if (
      !dfa ||
      !automata.isImpossible([
        { dfa: own, taken: true },
        { dfa: automata.searched, taken: true },
        { dfa, taken: true },
      ])
    )
      return undefined;
  const part = configuredText(texts, name);
  return {
    kind: 'idle-exception',
    regex: name,
    span: { start: 0, end: part.length },
    part,
    isOfPlace: false,
    fix: undefined,
  };
}
