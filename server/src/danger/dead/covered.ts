import type { DeadPart, DangerFix } from '../danger.ts';
import { configuredText } from '../places.ts';
import type { Probe, ProbedRegex } from '../probe.ts';
import type { FilterAutomata } from './filter-automata.ts';

/**
 * A failregex that never has its turn: an earlier one matches every line that it matches, and the server stops at the first that does. fail2ban goes on only behind
 * a match that names nobody, so the earlier one has to name somebody always.
 */
export function findCovered(probe: Probe, automata: FilterAutomata): DeadPart[] {
  const { filter, regexes, texts } = probe;
  // Of lines that are searched together the first match takes some away.
  if (texts.maxLines > 1) return [];
  const failregexes = regexes.filter(({ name }) => name.role === 'failregex');
  const isSure = ({ regex }: ProbedRegex): boolean =>
    regex.alwaysNamesFailure ||
    filter.prefregex?.alwaysNamesFailure === true ||
    regex.pattern.groupNames.has('mlfid') ||
    filter.prefregex?.pattern.groupNames.has('mlfid') === true;
  return failregexes.flatMap((later, i) => {
    const earlier = failregexes
      .slice(0, i)
      .find((other) => isSame(other, later) || (isSure(other) && covers(automata, other, later)));
    return earlier ? [toDeadPart(probe, later, earlier)] : [];
  });
}

function isSame(a: ProbedRegex, b: ProbedRegex): boolean {
  return a.regex.expanded.text === b.regex.expanded.text;
}

function covers(automata: FilterAutomata, earlier: ProbedRegex, later: ProbedRegex): boolean {
  const all = automata.of(earlier.regex.pattern, 'fewer');
  const own = automata.of(later.regex.pattern, 'more');
  if (!all || !own) return false;
  const text = automata.example(later.regex);
  // Most pairs have nothing to do with each other: one text tells.
  if (text === undefined || automata.takes(all, text) !== true) return false;
  return automata.isImpossible([
    { dfa: own, taken: true },
    { dfa: automata.searched, taken: true },
    { dfa: all, taken: false },
  ]);
}

function toDeadPart({ texts }: Probe, later: ProbedRegex, earlier: ProbedRegex): DeadPart {
  const whole = ({ name }: ProbedRegex) => {
    const part = configuredText(texts, name);
    return { regex: name, span: { start: 0, end: part.length }, part };
  };
  const own = whole(later);
  const fix: DangerFix = {
    title: isSame(later, earlier) ? 'Remove the repeated regex' : 'Remove the regex that never has its turn',
    regex: later.name,
    edits: [{ span: own.span, text: '' }],
    keepsMeaning: isSame(later, earlier),
  };
  return { kind: 'covered', ...own, because: whole(earlier), isOfPlace: false, fix };
}
