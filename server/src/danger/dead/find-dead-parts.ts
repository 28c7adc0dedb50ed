import type { Guard } from '../../matching/search-block.ts';
import type { DeadPart } from '../danger.ts';
import type { Probe } from '../probe.ts';
import { findAgainstDate, dateRemainder } from './against-date.ts';
import { findCovered } from './covered.ts';
import { findDeadAlternatives } from './dead-alternatives.ts';
import { createFilterAutomata } from './filter-automata.ts';
import { findIdleEnd } from './idle-end.ts';
import { findIdleException } from './idle-exception.ts';
import { findNeverMatches } from './never-matches.ts';
import { contentLanguage, findOutsideContent } from './outside-content.ts';
import { findTotalException } from './total-exception.ts';

/**
 * Parts of a filter that can do nothing, whatever the log says. Each is proved by automata over the expanded regexes, made so that what they cannot say
 * (look-around of many characters, back-references, conditionals) can only keep a finding back. What matches nothing is told of alone.
 */
export function findDeadParts(probe: Probe, guard: Guard): DeadPart[] {
  const found: DeadPart[] = [];
  guard(() => found.push(...search(probe)), longestSearch);
  return found;
}

/** Milliseconds for a filter; the budget of the automata ends them before on an idle machine. */
const longestSearch = 5000;

function search(probe: Probe): DeadPart[] {
  const { regexes, texts } = probe;
  const content = contentLanguage(probe);
  const remainder = texts.maxLines > 1 ? undefined : dateRemainder(texts);
  const extra = [content, remainder].filter((nfa) => nfa !== undefined);
  const automata = createFilterAutomata(
    regexes.map(({ regex }) => regex.pattern),
    extra,
  );
  const dead = regexes.flatMap(
    (regex) =>
      findNeverMatches(probe, automata, regex) ??
      findOutsideContent(probe, automata, regex, content) ??
      findAgainstDate(probe, automata, regex, remainder) ??
      [],
  );
  if (dead.length > 0) return dead;
  return [
    ...findCovered(probe, automata),
    ...regexes.flatMap((regex) => [
      ...findDeadAlternatives(probe, automata, regex),
      ...[findIdleEnd(probe, regex) ?? []].flat(),
    ]),
    ...regexes.flatMap(
      (regex) => findTotalException(probe, automata, regex) ?? findIdleException(probe, automata, regex) ?? [],
    ),
  ];
}
