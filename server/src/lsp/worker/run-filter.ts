import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CompiledFilter } from '../../matching/compile-filter.ts';
import type { LineParts } from '../../matching/ticket-data.ts';
import { createMatchRun, DateSearchOverrun, type MatchObserver, type MatchRun } from '../../matching/match-run.ts';
import { createIdSample, type IdSample, type LookedUpIds } from '../../matching/looked-up-ids.ts';
import { notesOf } from '../../matching/run-notes.ts';
import type { Guard } from '../../matching/search-block.ts';
import { UnreadableLog } from '../../host/log-source.ts';
import type { InputFilter } from './input-filter.ts';
import { createLineRecorder, type LineRecorder } from './line-recorder.ts';
import { hitCode, type RunInput, type RunPart, type RunProblem, type ThreadReport } from './messages.ts';
import {
  BadDatePattern,
  BlockGone,
  secondsNow,
  type PreparedBlock,
  type PreparedLog,
  type PreparedLogs,
} from './prepared-log.ts';

export interface RunTools {
  readonly logs: PreparedLogs;
  readonly guard: Guard;
  /** Told at most ten times a second. */
  progress(part: RunPart): void;
  isCancelled(): boolean;
  /** What follows, up to the next wait, may take long. */
  turn(): void;
}

/** Turns of the thread: messages (a cancel, another question) are heard at least so often. */
const turnMilliseconds = 8;
const progressMilliseconds = 100;

/** What the looking for ids that are names may take: it is done at the end of every run. */
const idsMilliseconds = 100;

/** What a run came to: its last part. `problem`: why it did not come to its end. */
export interface RunEnd {
  readonly part: RunPart;
  readonly problem: RunProblem | null;
}

/**
 * Runs a filter over the logs of a run, each by itself, as fail2ban-regex would be called for each; the counts are added up.
 */
export async function runFilter(input: RunInput, filter: InputFilter, tools: RunTools): Promise<RunEnd> {
  const totals = createTotals(input, filter, tools.guard);
  let problem: RunProblem | null = ofFilter(filter.problem);
  let lastTurn = Date.now();
  let lastProgress = lastTurn;

  const step = async (): Promise<void> => {
    const now = Date.now();
    if (now - lastTurn < turnMilliseconds) return;
    if (now - lastProgress >= progressMilliseconds) {
      tools.progress(totals.takePart());
      lastProgress = now;
    }
    await nextTurn();
    lastTurn = Date.now();
  };

  for (let log = 0; log < input.logs.length && problem === null; log++) {
    try {
      await withBlocks(tools.logs, input, log, async (prepared) => {
        const run = totals.begin(log, prepared, tools, filter.compiled);
        const pace = createPace();
        for (let i = 0; ;) {
          tools.turn();
          const block = await prepared.block(i);
          if (!block || tools.isCancelled()) break;
          const blocks = [block, ...prepared.ready(i + 1, pace.blocks - 1)];
          i += blocks.length;
          tools.turn();
          pace.time(() => run(blocks));
          await step();
          if (tools.isCancelled()) break;
        }
      });
    } catch (error) {
      if (
        !(error instanceof UnreadableLog) &&
        !(error instanceof BadDatePattern) &&
        !(error instanceof DateSearchOverrun)
      )
        throw error;
      problem = { of: error instanceof UnreadableLog ? 'run' : 'filter', message: error.message };
    }
    if (tools.isCancelled()) break;
  }
  tools.logs.trim();
  const part = totals.takePart(true);
  return { part, problem: problem ?? ofFilter(crashOfAll(part.report) ?? filter.problems[0]?.message ?? null) };
}

function ofFilter(message: string | null): RunProblem | null {
  return message === null ? null : { of: 'filter', message };
}

/** What fail2ban says on every line, as of a datepattern that Python does not compile. */
function crashOfAll({ lines, crashes, firstCrash }: ThreadReport): string | null {
  return firstCrash && crashes === lines.total ? firstCrash.message : null;
}

/**
 * Opens a log of a run; where its blocks are gone (too heavy, another run reads it), once more by itself. So, too, where its dates took too long: it may
 * have been the machine that was busy, and a harmless datepattern is not to be blamed.
 */
async function withBlocks(
  logs: PreparedLogs,
  { logs: inputs, filter }: RunInput,
  log: number,
  work: (prepared: PreparedLog) => Promise<void>,
): Promise<void> {
  try {
    await work(logs.open(inputs[log]!, filter));
  } catch (error) {
    if (!(error instanceof BlockGone || error instanceof DateSearchOverrun)) throw error;
    const alone = logs.openAlone(inputs[log]!, filter);
    try {
      await work(alone);
    } finally {
      alone.close();
    }
  }
}

interface Totals {
  /** Gives what takes the log's blocks. Beginning a log again drops what was counted of it. */
  begin(
    log: number,
    prepared: PreparedLog,
    tools: Pick<RunTools, 'progress'>,
    filter: CompiledFilter,
  ): (blocks: readonly PreparedBlock[]) => void;
  /** What came since the last part. `isLast`: with the notes on the whole run. */
  takePart(isLast?: boolean): RunPart;
}

/** One log's counts. */
interface LogCounts {
  readonly run: MatchRun;
  readonly recorder: LineRecorder;
  readonly templates: Map<string, number>;
  readonly size: number | null;
  readonly isCompressed: boolean;
  /** Undefined where no id can be a name, and where the real program looks nothing up either. */
  readonly ids: IdSample | undefined;
  bytes: number;
}

function createTotals(input: RunInput, filter: InputFilter, guard: Guard): Totals {
  const counts: LogCounts[] = [];

  const report = (isLast: boolean): ThreadReport => {
    const lines = { total: 0, ignored: 0, matched: 0, missed: 0 };
    const templates = new Map<string, number>();
    let dated = 0;
    let matchedWithoutDate = 0;
    let firstCrash: ThreadReport['firstCrash'] = null;
    let crashes = 0;
    for (const [log, { run, templates: ofLog }] of counts.entries()) {
      for (const key of ['total', 'ignored', 'matched', 'missed'] as const) lines[key] += run.statistics.counts[key];
      for (const [name, hits] of ofLog) {
        templates.set(name, (templates.get(name) ?? 0) + hits);
        dated += hits;
      }
      matchedWithoutDate += run.matchedWithoutDate;
      crashes += run.crashCount;
      const crash = run.crashes[0];
      if (crash) firstCrash ??= { log, line: crash.line - 1, message: crash.message };
    }
    const dateTemplates = [...templates].map(([name, hits]) => ({ name, hits }));
    return {
      lines,
      dated,
      crashes,
      firstCrash,
      dateTemplates,
      notes: isLast
        ? notesOf({
            report: { lines, dateTemplates },
            matchedWithoutDate,
            datepattern: input.filter.datePatterns?.join('\n'),
            isCompressed: counts.some(({ isCompressed }) => isCompressed),
            lookedUp: lookedUp(),
          })
        : [],
      regexes: filter.regexes.map((regex) =>
        filter.describe(
          regex,
          counts.map(({ run }) => run),
        ),
      ),
    };
  };

  /** Of the first log that holds some: its lines are told by their numbers. */
  const lookedUp = (): LookedUpIds | undefined => {
    for (const { ids } of counts) {
      let found: LookedUpIds | undefined;
      if (ids) guard(() => void (found = ids.read()), idsMilliseconds);
      if (found && found.count > 0) return found;
    }
    return undefined;
  };

  const totals: Totals = {
    begin(log, prepared, { progress }, compiled) {
      const recorder = createLineRecorder(log, compiled.maxLines);
      const failregexCodes = compiled.failregex.map((_, i) =>
        hitCode('failregex', filter.configuredIndex('failregex', i)),
      );
      const templates = new Map<string, number>();
      const ids = input.filter.useDns === 'raw' ? undefined : createIdSample(compiled, input.filter.fail2ban);
      const observer: MatchObserver = {
        hit: (line, regex, block, index) => {
          recorder.hit(line, failregexCodes[regex]!);
          ids?.hit(line, regex, block, index);
        },
        line: (line, verdict, block, index, outcome) => {
          recorder.line(line, verdict, run.prefregexHits, block, index, outcome?.takenFromBuffer ?? nothing);
          if (outcome)
            for (const ignoreregex of new Set(outcome.ignoredBy))
              recorder.hit(line, hitCode('ignoreregex', filter.configuredIndex('ignoreregex', ignoreregex)));
        },
        missed: recorder.missed,
      };
      const { prefregex, fail2ban, python, useDns, engine } = input.filter;
      const prefixKey = prefregex === null ? undefined : JSON.stringify([prefregex, fail2ban, python, useDns, engine]);
      const run: MatchRun = createMatchRun({
        filter: compiled,
        dates: noDates,
        fail2ban,
        checkAll: true,
        now: secondsNow,
        prefixKey,
        observer,
        deadline: {
          guard,
          milliseconds: input.regexMilliseconds,
          fallback: filter.fallback,
          // The lines behind this one may take as long: it is told now.
          overran: () => progress(totals.takePart()),
        },
      });
      const { size, isCompressed } = prepared;
      const of: LogCounts = { run, recorder, templates, size, isCompressed, ids, bytes: 0 };
      counts[log] = of;
      return (blocks) => {
        run.addAllDated(blocks);
        for (const block of blocks)
          for (const [name, hits] of dateHitsOf(block)) templates.set(name, (templates.get(name) ?? 0) + hits);
        of.bytes = blocks.at(-1)!.bytesDone;
      };
    },
    takePart(isLast = false) {
      const sizes = counts.map(({ size, bytes }) => size ?? bytes);
      const isKnown = counts.length === input.logs.length && counts.every(({ size }) => size !== null);
      return {
        report: report(isLast),
        lines: counts.flatMap(({ recorder }) => recorder.take()),
        progress: {
          bytes: counts.reduce((sum, { bytes }) => sum + bytes, 0),
          of: isKnown ? sizes.reduce((sum, size) => sum + size, 0) : null,
        },
      };
    },
  };
  return totals;
}

/** How many blocks are searched at a time: a deadline and a turn of the thread cost as much as some blocks of lines in which little is found. */
interface Pace {
  readonly blocks: number;
  /** Does work on so many. */
  time(work: () => void): void;
}

const mostBlocks = 16;

function createPace(): Pace {
  let blocks = 1;
  return {
    get blocks() {
      return blocks;
    },
    time(work) {
      const begun = performance.now();
      work();
      const took = performance.now() - begun;
      if (took > 2 * turnMilliseconds) blocks = Math.max(1, blocks >> 1);
      else if (2 * took < turnMilliseconds) blocks = Math.min(mostBlocks, 2 * blocks);
    },
  };
}

const dateHits = new WeakMap<PreparedBlock, ReadonlyMap<string, number>>();

/** How many lines of a block each template found the date of, in the order in which they came: counted once for all runs. */
function dateHitsOf(block: PreparedBlock): ReadonlyMap<string, number> {
  const known = dateHits.get(block);
  if (known) return known;
  const lines = new Int32Array(block.templateNames.length + 1);
  const found: number[] = [];
  for (const template of block.templates) if (lines[template]!++ === 0 && template !== 0) found.push(template);
  const hits = new Map(found.map((template) => [block.templateNames[template - 1]!, lines[template]!]));
  dateHits.set(block, hits);
  return hits;
}

const nothing: readonly LineParts[] = [];
/** Dates of a prepared log are known. */
export const noDates = {
  read: (): never => {
    throw new Error('the dates of a prepared log are known');
  },
};
