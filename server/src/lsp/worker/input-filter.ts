import { MappedText } from '../../text/mapped-text.ts';
import { compileFilter, type CompiledFilter, type CompiledRegex } from '../../matching/compile-filter.ts';
import type { MatchRun } from '../../matching/match-run.ts';
import type { Overrun } from '../../matching/search-block.ts';
import type { RegexKind } from '../../protocol.ts';
import { compileSearcher, createSafeSearcher } from '../../translate/compile.ts';
import type { Re2 } from '../../translate/re2-searcher.ts';
import type { Searcher } from '../../translate/searcher.ts';
import type { FilterInput, ThreadRegex } from './messages.ts';

/** A filter that came as plain texts, compiled, with the way back from compiled regexes to configured ones. */
export interface InputFilter {
  readonly compiled: CompiledFilter;
  /** Every configured regex: prefregex first, then failregexes and ignoreregexes. */
  readonly regexes: readonly InputRegex[];
  /** What fail2ban says of the regexes that it does not take, in its order. */
  readonly problems: readonly { readonly message: string }[];
  /** Set where nothing can be counted: without prefregex the failregexes would see other text; without a failregex nothing is found. */
  readonly problem: string | null;
  /** The configured number, from 1, of a compiled regex, from 0. */
  configuredIndex(kind: 'failregex' | 'ignoreregex', compiled: number): number;
  /** What became of a regex in the runs over each log. */
  describe(regex: InputRegex, runs: readonly MatchRun[]): ThreadRegex;
  /** The engine that cannot hang, where it does the regex exactly. */
  fallback(regex: CompiledRegex): Searcher | undefined;
}

export interface InputRegex {
  readonly kind: RegexKind;
  /** From 1. */
  readonly index: number;
  readonly problem: string | null;
  readonly compiled: CompiledRegex | undefined;
}

/** `re2`: the package's class, where it is there. */
export function compileInput(input: FilterInput, re2: Re2 | undefined): InputFilter {
  const configured = (kind: RegexKind, text: string): MappedText => MappedText.builtin(text, kind);
  const texts = {
    ...(input.prefregex === null ? {} : { prefregex: configured('prefregex', input.prefregex) }),
    failregex: input.failregex.map((text) => configured('failregex', text)),
    ignoreregex: input.ignoreregex.map((text) => configured('ignoreregex', text)),
  };
  const { filter: plain, problems } = compileFilter(texts, {
    maxLines: input.maxLines,
    useDns: input.useDns,
    fail2ban: input.fail2ban,
    python: input.python,
  });
  const filter = withEngine(plain, input, re2);
  const problemOf = new Map(problems.map(({ configured, message }) => [configured, message]));
  const byText = (found: readonly CompiledRegex[]): ReadonlyMap<MappedText, CompiledRegex> =>
    new Map(found.map((one) => [one.configured, one]));
  const compiled = {
    prefregex: byText(filter.prefregex ? [filter.prefregex] : []),
    failregex: byText(filter.failregex),
    ignoreregex: byText(filter.ignoreregex),
  };
  /** Where each regex stands among those of its kind that were taken: with thousands of them, looking costs more than counting. */
  const positions = new Map(
    [...filter.failregex.entries(), ...filter.ignoreregex.entries()].map(([i, found]) => [found, i]),
  );
  const regex = (kind: RegexKind, text: MappedText, i: number): InputRegex => ({
    kind,
    index: i + 1,
    problem: problemOf.get(text) ?? null,
    compiled: compiled[kind].get(text),
  });
  const regexes = [
    ...(texts.prefregex ? [regex('prefregex', texts.prefregex, 0)] : []),
    ...texts.failregex.map((text, i) => regex('failregex', text, i)),
    ...texts.ignoreregex.map((text, i) => regex('ignoreregex', text, i)),
  ];
  const numbers = { failregex: numbersOf(regexes, 'failregex'), ignoreregex: numbersOf(regexes, 'ignoreregex') };
  return {
    compiled: filter,
    regexes,
    problems,
    problem: problemOfAll(regexes),
    configuredIndex: (kind, compiled) => numbers[kind][compiled]!,
    describe: (of, runs) => describe(of, runs, positions),
    fallback: ({ pattern, searcher }) =>
      createSafeSearcher(pattern, searcher, { python: input.python, ...(re2 ? { re2 } : {}) }),
  };
}

function problemOfAll(regexes: readonly InputRegex[]): string | null {
  const refused = regexes.filter(({ kind, problem }) => kind !== 'ignoreregex' && problem !== null);
  const stopsAll =
    refused.some(({ kind }) => kind === 'prefregex') ||
    regexes.every(({ kind, problem }) => kind !== 'failregex' || problem !== null);
  return (stopsAll && refused[0]?.problem) || null;
}

/** The filter searched by the engine that the user has set, where that one gives Python's answers. */
function withEngine(filter: CompiledFilter, { engine, python }: FilterInput, re2: Re2 | undefined): CompiledFilter {
  if (engine === 'auto') return filter;
  const change = (regex: CompiledRegex): CompiledRegex => {
    const { searcher } = compileSearcher(regex.pattern, { engine, python, ...(re2 ? { re2 } : {}) });
    return searcher ? { ...regex, searcher, tester: searcher } : regex;
  };
  return {
    ...filter,
    prefregex: filter.prefregex && change(filter.prefregex),
    failregex: filter.failregex.map(change),
    ignoreregex: filter.ignoreregex.map(change),
  };
}

function numbersOf(regexes: readonly InputRegex[], kind: RegexKind): number[] {
  return regexes.filter((regex) => regex.kind === kind && regex.compiled).map(({ index }) => index);
}

function describe(
  { kind, index, problem, compiled }: InputRegex,
  runs: readonly MatchRun[],
  positions: ReadonlyMap<CompiledRegex, number>,
): ThreadRegex {
  let hits = 0;
  let engine: string = compiled?.searcher.engine ?? '';
  let stopped: ThreadRegex['stopped'] = null;
  for (const [log, run] of runs.entries()) {
    if (!compiled) continue;
    const hitsOfKind = kind === 'failregex' ? run.failregexHits : run.ignoreregexHits;
    hits += kind === 'prefregex' ? run.prefregexHits : hitsOfKind[positions.get(compiled)!]!;
    for (const overrun of run.overruns) {
      if (overrun.regex !== compiled) continue;
      if (overrun.then === 're2' || overrun.then === 'automaton') engine = overrun.then;
      stopped = withOverrun(stopped, log, overrun);
    }
  }
  return { kind, index, hits, engine, problem, stopped };
}

/** A line without an answer is told of before those that another engine went on with. */
function withOverrun(before: ThreadRegex['stopped'], log: number, { line, then }: Overrun): ThreadRegex['stopped'] {
  const lines = (before?.lines ?? 0) + 1;
  if (then === 'stopped') return { log, line: line - 1, lines, then: 'givenUp' };
  const tellsMore = then === 'skipped' && (before?.then === 're2' || before?.then === 'automaton');
  return before && !tellsMore ? { ...before, lines } : { log, line: line - 1, lines, then };
}
