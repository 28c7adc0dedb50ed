import { createBranchCounter, type BranchCounter } from '../../explain/branch-counts.ts';
import { countedParts } from '../../explain/counted-parts.ts';
import { createShapeMiner, type ShapeMiner } from '../../explain/line-shapes.ts';
import { searchedText } from '../../matching/date-stage.ts';
import { handedOn } from '../../matching/handed-on.ts';
import { createMatchRun, type MatchObserver } from '../../matching/match-run.ts';
import { createPauses, type BackgroundTools } from './background.ts';
import type { InputFilter } from './input-filter.ts';
import { lineKey, type Breakdown, type RunInput } from './messages.ts';
import { BlockGone, secondsNow } from './prepared-log.ts';
import { noDates } from './run-filter.ts';

/** What the branches of one match may take, and how often that may be too little before the regex is left out. */
const countMilliseconds = 100;
const mostOverruns = 3;
/** Lines of one shape that can be listed. */
const listedLines = 500;
const shownValues = 10;

/**
 * Runs a filter over the logs of a run once more and looks at what its lines are made of: which way the matches went through each regex, what
 * its parts took, which shapes the missed lines have. Runs go first. Undefined where it is left.
 */
export async function breakDown(
  input: RunInput,
  filter: InputFilter,
  tools: BackgroundTools,
): Promise<Breakdown | undefined> {
  try {
    return await breakDownLogs(input, filter, tools, false);
  } catch (error) {
    // What was counted of a log whose blocks are gone is counted anew, with all the rest.
    if (!(error instanceof BlockGone)) throw error;
    return await breakDownLogs(input, filter, tools, true);
  } finally {
    tools.logs.trim();
  }
}

async function breakDownLogs(
  input: RunInput,
  filter: InputFilter,
  tools: BackgroundTools,
  isAlone: boolean,
): Promise<Breakdown | undefined> {
  const { compiled } = filter;
  const shapes = createShapeMiner({ lines: listedLines });
  const counters = compiled.failregex.map((regex) => counterOf(regex, compiled.maxLines > 1, input, tools));
  const pause = createPauses(tools);
  for (const [log, of] of input.logs.entries()) {
    await pause();
    const prepared = isAlone ? tools.logs.openAlone(of, input.filter) : tools.logs.open(of, input.filter);
    const run = createMatchRun({
      filter: compiled,
      dates: noDates,
      fail2ban: input.filter.fail2ban,
      checkAll: true,
      now: secondsNow,
      observer: observerOf(log, filter, shapes, counters),
      deadline: { guard: tools.guard, milliseconds: input.regexMilliseconds, fallback: filter.fallback },
    });
    try {
      for (let i = 0; !tools.isLeft(); i++) {
        const block = await prepared.block(i);
        if (!block) break;
        tools.turn();
        run.addDated(block);
        await pause();
      }
    } finally {
      if (isAlone) prepared.close();
    }
    if (tools.isLeft()) return undefined;
  }
  return {
    regexes: counters.map((counter, i) => ({
      index: filter.configuredIndex('failregex', i),
      ...counter.report(shownValues),
    })),
    shapes: shapes.report(),
  };
}

/** A counter that is stopped in time; after some overruns it only says that it is not complete. */
function counterOf(
  regex: InputFilter['compiled']['failregex'][number],
  multiline: boolean,
  { filter, regexMilliseconds }: RunInput,
  { guard }: BackgroundTools,
): BranchCounter {
  const counter = createBranchCounter(regex, filter.python, { multiline, parts: countedParts(regex) });
  let overruns = 0;
  return {
    ...counter,
    add: (text) => {
      const isDone =
        overruns < mostOverruns && guard(() => counter.add(text), Math.min(countMilliseconds, regexMilliseconds));
      if (isDone) return;
      overruns++;
      counter.leaveOut();
    },
  };
}

function observerOf(
  log: number,
  { compiled }: InputFilter,
  shapes: ShapeMiner,
  counters: readonly BranchCounter[],
): MatchObserver {
  return {
    hit: (_, regex, block, index, together) =>
      counters[regex]?.add(together ?? handedOn(compiled, searchedText(block, index))),
    line: (line, verdict, block, index) => {
      if (verdict === 'missed') shapes.add(lineKey(log, line - 1), searchedText(block, index));
    },
  };
}
