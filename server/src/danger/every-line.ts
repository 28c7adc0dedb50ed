import type { CompiledRegex } from '../matching/compile-filter.ts';
import type { Pattern } from '../pyre/nodes.ts';
import type { Dfa } from '../automata/dfa.ts';
import { createFilterAutomata, type FilterAutomata } from './dead/filter-automata.ts';
import type { Probe } from './probe.ts';
import { keyWithoutStart, searchKey, splitKeys } from './search-key.ts';

/**
 * `same`: proved that both filters take the same id from every line. `other`: there is a text that a regex of the one takes and none of the other. Undefined
 * where neither is proved.
 */
export type EveryLine = 'same' | 'other' | undefined;

/** Two ways to write a filter held against each other without any line: by the trees of their regexes, and by the texts that their automata take. */
export function onEveryLine(before: Probe, after: Probe): EveryLine {
  if (optionsOf(before) !== optionsOf(after)) return undefined;
  // Of lines that are searched together one regex sees what another one has taken away.
  if (!before.isWhole || !after.isWhole || before.texts.maxLines > 1) return undefined;
  const all = [before, after].flatMap(patternsOf);
  // Where lines of a connection are put together, another user is another attempt.
  const idle = all.some(({ groupNames }) => groupNames.has('mlfid')) ? [] : ['user'];
  if (prefixOf(before, idle) !== prefixOf(after, idle)) return undefined;
  const automata = createFilterAutomata(all);
  const failures = failuresOf(automata, before.filter.failregex, after.filter.failregex, idle);
  return failures === 'same' ? languagesOf(automata, before.filter.ignoreregex, after.filter.ignoreregex) : failures;
}

type Regexes = readonly CompiledRegex[];

function optionsOf({ texts }: Probe): string {
  return JSON.stringify({ ...texts, prefregex: '', failregex: '', ignoreregex: '' });
}

function patternsOf({ filter: { prefregex, failregex, ignoreregex } }: Probe): Pattern[] {
  return [prefregex ?? [], failregex, ignoreregex].flat().map(({ pattern }) => pattern);
}

function prefixOf({ filter: { prefregex } }: Probe, idle: readonly string[]): string {
  return prefregex ? searchKey(prefregex.pattern, idle) : '';
}

function failuresOf(automata: FilterAutomata, before: Regexes, after: Regexes, idle: readonly string[]): EveryLine {
  const [was, is] = withoutCommon(before, after, ({ pattern }) => searchKey(pattern, idle));
  if (was.length + is.length === 0) return 'same';
  const verdict = languagesOf(automata, before, after);
  if (verdict !== 'same') return verdict;
  // The same texts are taken; whether the same piece of each is the id is seen of some ways to write them alone.
  return isSplit(automata, was, is, idle) || isSplit(automata, is, was, idle) || isAnchored(was, is, idle)
    ? 'same'
    : undefined;
}

/** What is between the regexes that are the same at both beginnings and at both ends. */
function withoutCommon(a: Regexes, b: Regexes, keyOf: (regex: CompiledRegex) => string): [Regexes, Regexes] {
  const [one, other] = [a.map(keyOf), b.map(keyOf)];
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && one[head] === other[head]) head++;
  let tail = 0;
  while (tail < most - head && one.at(-1 - tail) === other.at(-1 - tail)) tail++;
  return [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
}

/** The branches of an alternation, a regex each, no two of which find something in one text: so each has its turn when its branch would have it. */
function isSplit(automata: FilterAutomata, joined: Regexes, split: Regexes, idle: readonly string[]): boolean {
  if (joined.length !== 1 || split.length < 2) return false;
  const keys = split.map(({ pattern }) => searchKey(pattern, idle)).sort();
  const ways = splitKeys(joined[0]!.pattern, idle).map((way) => way.sort());
  if (!ways.some((way) => way.join('\n') === keys.join('\n'))) return false;
  const dfas = split.map(({ pattern }) => automata.of(pattern, 'more'));
  return dfas.every((one, i) =>
    dfas.slice(i + 1).every((other) => one && other && automata.isImpossible(taken(automata, one, other))),
  );
}

/** A regex with a `^` more. Where it finds something in the same texts, the search without found it at the text's start, too: there it looks first. */
function isAnchored(a: Regexes, b: Regexes, idle: readonly string[]): boolean {
  if (a.length !== 1 || b.length !== 1) return false;
  const [one, other] = [a[0]!.pattern, b[0]!.pattern];
  return keyWithoutStart(one, idle) === searchKey(other, idle) || keyWithoutStart(other, idle) === searchKey(one, idle);
}

/** Whether two lists of regexes find something in the same texts: each of the one only where some of the other does, and the other way round. */
function languagesOf(automata: FilterAutomata, before: Regexes, after: Regexes): EveryLine {
  const both = [
    [before, after],
    [after, before],
  ] as const;
  const verdicts = both.flatMap(([these, those]) => {
    const keys = new Set(those.map(({ pattern }) => searchKey(pattern)));
    return these
      .filter(({ pattern }) => !keys.has(searchKey(pattern)))
      .map((regex) => () => isWithin(automata, regex, those));
  });
  let isSame = true;
  for (const verdict of verdicts) {
    const is = verdict();
    if (is === false) return 'other';
    isSame &&= is === true;
  }
  return isSame ? 'same' : undefined;
}

/** True: proved that wherever the regex finds something, one of the others does. False: proved that it does not; there is a text. */
function isWithin(automata: FilterAutomata, regex: CompiledRegex, others: Regexes): boolean | undefined {
  const [most, least] = [automata.of(regex.pattern, 'more'), automata.of(regex.pattern, 'fewer')];
  const fewest = others.map(({ pattern }) => automata.of(pattern, 'fewer') ?? []).flat();
  const all = others.map(({ pattern }) => automata.of(pattern, 'more'));
  const isBeyond = (text: string): boolean =>
    least !== undefined &&
    automata.takes(least, text) === true &&
    all.every((dfa) => dfa && automata.takes(dfa, text) === false);
  const example = automata.example(regex);
  if (example !== undefined && isBeyond(example)) return false;
  if (!most) return undefined;
  const answer = automata.ask([...taken(automata, most), ...fewest.map(missed)]);
  if (answer.kind === 'none') return true;
  return answer.kind === 'found' && isBeyond(answer.text) ? false : undefined;
}

function taken({ searched }: FilterAutomata, ...dfas: Dfa[]): { dfa: Dfa; taken: true }[] {
  return [...dfas, searched].map((dfa) => ({ dfa, taken: true }));
}

function missed(dfa: Dfa): { dfa: Dfa; taken: false } {
  return { dfa, taken: false };
}
