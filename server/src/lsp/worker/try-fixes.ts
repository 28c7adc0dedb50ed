import type { LineExplanation } from '../../explain/explain-line.ts';
import { createMatchRun, type MatchRun } from '../../matching/match-run.ts';
import type { Re2 } from '../../translate/re2-searcher.ts';
import { createPauses, type BackgroundTools } from './background.ts';
import { compileInput, type InputFilter } from './input-filter.ts';
import type { FilterInput, RunInput, TriedFix } from './messages.ts';
import { BlockGone, secondsNow } from './prepared-log.ts';
import { noDates } from './run-filter.ts';

/** Each of them is a run over all logs. */
const mostFixes = 3;

type Untried = Omit<TriedFix, 'gains' | 'losses'>;

/** The fixes that one line's explanation offers. */
export function fixesOf({ prefregex, failregex }: LineExplanation, { configuredIndex }: InputFilter): Untried[] {
  const ofPrefix = prefregex && !('content' in prefregex) ? prefregex.fix : undefined;
  return [
    ...(ofPrefix ? [{ kind: 'prefregex' as const, index: 1, ...plainFix(ofPrefix), isForMiss: true }] : []),
    ...failregex.flatMap(({ index, miss, id }): Untried[] => {
      const fix = miss ? miss.fix : id?.doubt?.fix;
      const of = { kind: 'failregex' as const, index: configuredIndex('failregex', index) };
      return fix ? [{ ...of, ...plainFix(fix), isForMiss: miss !== undefined }] : [];
    }),
  ].slice(0, mostFixes);
}

function plainFix({ title, configured }: { title: string; configured: { text: string } }) {
  return { title, configured: configured.text };
}

/** Runs each fix over the logs of a run beside the filter as it is; undefined where nobody waits for it any more. */
export async function tryFixes(
  input: RunInput,
  filter: InputFilter,
  fixes: readonly Untried[],
  tools: BackgroundTools & { readonly re2: Re2 | undefined },
): Promise<TriedFix[] | undefined> {
  const changed = fixes.flatMap((fix) => {
    const compiled = compileInput(withFix(input.filter, fix), tools.re2);
    return compiled.problem === null && compiled.problems.length === filter.problems.length ? [{ fix, compiled }] : [];
  });
  if (changed.length === 0) return [];
  const count = (isAlone: boolean) =>
    countEffects(input, [filter, ...changed.map(({ compiled }) => compiled)], tools, isAlone);
  const effects = await count(false)
    .catch((error) => {
      if (!(error instanceof BlockGone)) throw error;
      return count(true);
    })
    .finally(() => tools.logs.trim());
  return effects?.flatMap(({ gains, losses, wasStopped }, i) => {
    const { fix } = changed[i]!;
    // A fix that lets no line through has not been proved; one whose searches were stopped is not known.
    return wasStopped || (fix.isForMiss && gains === 0) ? [] : [{ ...fix, gains, losses }];
  });
}

function withFix(filter: FilterInput, { kind, index, configured }: Untried): FilterInput {
  return kind === 'prefregex'
    ? { ...filter, prefregex: configured }
    : { ...filter, failregex: filter.failregex.with(index - 1, configured) };
}

interface Effect {
  readonly gains: number;
  readonly losses: number;
  readonly wasStopped: boolean;
}

/** What each filter but the first matches that the first does not, and the other way round. */
async function countEffects(
  input: RunInput,
  filters: readonly InputFilter[],
  tools: BackgroundTools,
  isAlone: boolean,
): Promise<Effect[] | undefined> {
  const effects = filters.map(() => ({ gains: 0, losses: 0, wasStopped: false }));
  const pause = createPauses(tools);
  for (const log of input.logs) {
    await pause();
    const prepared = isAlone ? tools.logs.openAlone(log, input.filter) : tools.logs.open(log, input.filter);
    const runs = filters.map((filter) => matchedIn(input, filter, tools));
    try {
      for (let i = 0; !tools.isLeft(); i++) {
        const block = await prepared.block(i);
        if (!block) break;
        let before: ReadonlySet<number> | undefined;
        for (const [at, { run, take }] of runs.entries()) {
          tools.turn();
          run.addDated(block);
          const matched = take();
          before ??= matched;
          const kept = [...matched].filter((line) => before!.has(line)).length;
          effects[at]!.gains += matched.size - kept;
          effects[at]!.losses += before.size - kept;
          if (run.overruns.length > 0) effects[at]!.wasStopped = true;
          await pause();
        }
      }
    } finally {
      if (isAlone) prepared.close();
    }
    if (tools.isLeft()) return undefined;
  }
  return effects.slice(1);
}

/** A run that tells which lines have been matched since it was last asked. */
function matchedIn(
  input: RunInput,
  filter: InputFilter,
  { guard }: BackgroundTools,
): { readonly run: MatchRun; take(): ReadonlySet<number> } {
  let matched = new Set<number>();
  const run = createMatchRun({
    filter: filter.compiled,
    dates: noDates,
    fail2ban: input.filter.fail2ban,
    checkAll: true,
    now: secondsNow,
    observer: {
      line: (line, verdict) => {
        if (verdict === 'matched') matched.add(line);
      },
    },
    deadline: { guard, milliseconds: input.regexMilliseconds, fallback: filter.fallback },
  });
  return {
    run,
    take: () => {
      const taken = matched;
      matched = new Set();
      return taken;
    },
  };
}
