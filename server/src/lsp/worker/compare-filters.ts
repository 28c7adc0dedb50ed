import { compareLines, type ComparedFilter, type ComparedRun, type LineTreatment } from '../../diff/compare-lines.ts';
import { createMatchRun } from '../../matching/match-run.ts';
import { hasGoneOn } from '../../matching/search-block.ts';
import type { ChangeKind } from '../../protocol.ts';
import { createPauses, type BackgroundTools } from './background.ts';
import type { InputFilter } from './input-filter.ts';
import type { Comparison, FilterInput, RunInput, Treatment } from './messages.ts';
import { BadDatePattern, BlockGone, secondsNow, type PreparedBlock } from './prepared-log.ts';
import { noDates } from './run-filter.ts';

/** Lines of each kind that can be shown; all of them are counted. */
const mostLines = 5000;

/** A filter, and what it was made from. */
export interface ComparedInput {
  readonly input: FilterInput;
  readonly filter: InputFilter;
}

/** Runs `base` over the logs of a run beside the run's own filter. Runs go first. Undefined where it is left. */
export async function compareFilters(
  input: RunInput,
  filter: InputFilter,
  base: ComparedInput,
  tools: BackgroundTools,
): Promise<Comparison | undefined> {
  if (base.filter.problem !== null || base.filter.problems.length > 0) return unknown('base');
  try {
    return await compareLogs(input, filter, base, tools, false);
  } catch (error) {
    if (error instanceof BadDatePattern) return unknown('base');
    // What was compared of a log whose blocks are gone is compared anew, with all the rest.
    if (!(error instanceof BlockGone)) throw error;
    return await compareLogs(input, filter, base, tools, true);
  } finally {
    tools.logs.trim();
  }
}

function unknown(gap: NonNullable<Comparison['gap']>): Comparison {
  return { counts: { gained: 0, lost: 0, changed: 0 }, lines: [], gap };
}

async function compareLogs(
  input: RunInput,
  filter: InputFilter,
  base: ComparedInput,
  tools: BackgroundTools,
  isAlone: boolean,
): Promise<Comparison | undefined> {
  const pause = createPauses(tools);
  const counts: Record<ChangeKind, number> = { gained: 0, lost: 0, changed: 0 };
  const lines: Comparison['lines'][number][] = [];
  for (const [log, of] of input.logs.entries()) {
    await pause();
    const open = (options: FilterInput) => (isAlone ? tools.logs.openAlone(of, options) : tools.logs.open(of, options));
    const current = open(input.filter);
    // Where only regexes differ the dates are the same ones; alone, each reads for itself.
    const former = open(base.input);
    const { add, old, edited } = compareLines<PreparedBlock, TimedRun>(
      comparedOf(base, input, tools),
      comparedOf({ input: input.filter, filter }, input, tools),
      (difference) => {
        if (counts[difference.kind]++ >= mostLines) return;
        const was = treatmentOf(difference.old, base.filter);
        lines.push({
          kind: difference.kind,
          log,
          line: difference.line - 1,
          was,
          is: treatmentOf(difference.edited, filter),
        });
      },
    );
    try {
      for (let i = 0; !tools.isLeft(); i++) {
        const [block, formerBlock] = [await current.block(i), await former.block(i)];
        if (!block || !formerBlock) break;
        tools.turn();
        add(formerBlock, block);
        await pause();
      }
    } finally {
      if (isAlone) for (const prepared of [current, former]) prepared.close();
    }
    if (tools.isLeft()) return undefined;
    if (old?.hasOverrun() || edited?.hasOverrun()) return unknown('stopped');
  }
  return { counts, lines, gap: null };
}

interface TimedRun extends ComparedRun<PreparedBlock> {
  /** Whether a search was given up: what it would have found is not known. */
  hasOverrun(): boolean;
}

function comparedOf(
  { input: options, filter }: ComparedInput,
  input: RunInput,
  { guard }: BackgroundTools,
): ComparedFilter<PreparedBlock, TimedRun> {
  return {
    failregex: filter.compiled.failregex.map(({ expanded }) => expanded.text),
    start: (observer) => {
      const run = createMatchRun({
        filter: filter.compiled,
        dates: noDates,
        fail2ban: options.fail2ban,
        checkAll: true,
        now: secondsNow,
        observer,
        deadline: { guard, milliseconds: input.regexMilliseconds, fallback: filter.fallback },
      });
      return {
        add: (block) => run.addDated(block),
        hasOverrun: () => run.overruns.some((overrun) => !hasGoneOn(overrun)),
        get isStopped() {
          return run.isStopped;
        },
      };
    },
  };
}

function treatmentOf({ verdict, failures }: LineTreatment, filter: InputFilter): Treatment {
  return {
    status: verdict,
    failures: failures.map(({ failregex, id }) => ({ failregex: filter.configuredIndex('failregex', failregex), id })),
  };
}
