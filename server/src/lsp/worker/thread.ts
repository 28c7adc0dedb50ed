import { UnreadableLog } from '../../host/log-source.ts';
import { DateSearchOverrun } from '../../matching/match-run.ts';
import { effectsOf } from '../../danger/sample-effect.ts';
import { createKnownDangers } from '../../danger/known-dangers.ts';
import type { AnswerStore } from '../../host/answer-store.ts';
import { mostSampleCharacters } from '../../danger/sample.ts';
import type { Guard } from '../../matching/search-block.ts';
import type { Re2 } from '../../translate/re2-searcher.ts';
import { answerSimulation } from './answer-simulation.ts';
import type { BackgroundTools } from './background.ts';
import { breakDown } from './break-down.ts';
import { explainLines, type Rerun } from './explain-lines.ts';
import { compareFilters } from './compare-filters.ts';
import { compileInput, type InputFilter } from './input-filter.ts';
import { readBeginning, readTexts } from './log-pieces.ts';
import type { FilterInput, FromThread, RunInput, ToThread } from './messages.ts';
import { partsOfLines } from './parts-of-lines.ts';
import { NoDates } from '../../simulate/simulated-logs.ts';
import { BadDatePattern, BlockGone, createPreparedLogs, type PreparedLog } from './prepared-log.ts';
import { elsewhere } from './elsewhere.ts';
import { explanationOf, reasonsOfLine } from './reasons-of-line.ts';
import { runFilter } from './run-filter.ts';
import { checkPackInput, mutantsInput, recordInput, verifyInput } from './run-samples.ts';
import { createSimulator, NotSimulated } from './simulate-logs.ts';
import { fixesOf, tryFixes } from './try-fixes.ts';

export interface ThreadTools {
  send(message: FromThread, transfer: readonly ArrayBuffer[]): void;
  readonly guard: Guard;
  /** RE2's class, where the package is there. */
  readonly re2: Promise<Re2 | undefined>;
  /** Opens the answers that are kept on the disk. */
  answers(): AnswerStore | undefined;
}

/** Bytes that prepared logs may take: a log of a million lines, and some more. */
const preparedLimit = 320 * 2 ** 20;
const keptFilters = 8;

/** The matching thread: takes messages, never throws. Runs of several subjects go on side by side, a few milliseconds each in turn. */
export function createThread({ send, guard, re2, answers }: ThreadTools): (message: ToThread) => void {
  const texts = new Map<string, string | Uint8Array>();
  const logs = createPreparedLogs({ textOf: (path) => texts.get(path), guard }, preparedLimit);
  const running = new Set<number>();
  /** Questions whose answers may be given up. */
  const asked = new Set<number>();
  const filters = new Map<string, InputFilter>();

  const compiled = async (input: FilterInput): Promise<InputFilter> => {
    const key = JSON.stringify(input);
    const filter = filters.get(key) ?? compileInput(input, await re2);
    filters.delete(key);
    filters.set(key, filter);
    if (filters.size > keptFilters) filters.delete(filters.keys().next().value!);
    return filter;
  };

  let worksFor: number | null | undefined;
  const turn = (run: number | null): void => {
    if (run === worksFor) return;
    worksFor = run;
    send({ type: 'turn', run }, []);
  };

  const run = async (number: number, input: RunInput): Promise<void> => {
    running.add(number);
    const isCancelled = (): boolean => !running.has(number);
    try {
      turn(number);
      const filter = await compiled(input.filter);
      const progress = (part: FromThread & { type: 'progress' }): void => send(part, buffersOf(part.part));
      const { part, problem } = await runFilter(input, filter, {
        logs,
        guard,
        isCancelled,
        turn: () => turn(number),
        progress: (part) => progress({ type: 'progress', run: number, part }),
      });
      send({ type: 'end', run: number, part, problem, cancelled: isCancelled() }, buffersOf(part));
    } catch (error) {
      const problem = { of: 'run', message: messageOf(error) } as const;
      send({ type: 'end', run: number, part: null, problem, cancelled: isCancelled() }, []);
    } finally {
      running.delete(number);
    }
  };

  /** Runs some lines of a log again; where its blocks are gone, of the log opened once more by itself. */
  const rerun = async <T>(input: RunInput, log: number, work: (rerun: Rerun) => Promise<T>): Promise<T> => {
    const filter = await compiled(input.filter);
    const of = input.logs[log]!;
    turn(null);
    const answer = await work({ input, filter, prepared: logs.open(of, input.filter), guard }).catch(async (error) => {
      if (!(error instanceof BlockGone)) throw error;
      return await withAlone(logs.openAlone(of, input.filter), (prepared) => work({ input, filter, prepared, guard }));
    });
    logs.trim();
    return answer;
  };
  const explain = async ({ id, input, log, from, to }: ToThread & { type: 'explain' }): Promise<void> => {
    const answer = await rerun(input, log, (lines) =>
      explainLines(input, lines.filter, lines.prepared, from, to, guard),
    );
    send({ type: 'answer', id, answer }, []);
  };
  const answerReasons = async ({ id, input, log, line }: ToThread & { type: 'reasons' }): Promise<void> => {
    const reasons = await rerun(input, log, (lines) => reasonsOfLine(lines, line));
    send({ type: 'answer', id, answer: reasons ? [reasons] : [] }, []);
  };

  const answerElsewhere = async (message: ToThread & { type: 'elsewhere' }): Promise<void> => {
    const { id, input, log, line, modes, isAllMissed } = message;
    const answer = await rerun(input, log, (lines) => elsewhere(lines, line, { modes, isAllMissed, compiled }));
    send({ type: 'answer', id, answer: [answer] }, []);
  };

  const answerParts = async ({ id, input, log, parts, from, to }: ToThread & { type: 'parts' }): Promise<void> => {
    const answer = await rerun(input, log, (lines) => partsOfLines(lines, parts, from, to));
    send({ type: 'answer', id, answer }, []);
  };
  /** Work over whole logs that lets runs go first, until the question is left. */
  const inBackground = async (id: number, work: (tools: BackgroundTools) => Promise<void>): Promise<void> => {
    asked.add(id);
    try {
      const tools = {
        logs,
        guard,
        turn: () => turn(null),
        isLeft: () => !asked.has(id),
        isBusy: () => running.size > 0,
      };
      await work(tools);
    } finally {
      asked.delete(id);
    }
  };
  const answerBreakdown = ({ id, input }: ToThread & { type: 'breakDown' }): Promise<void> =>
    inBackground(id, async (tools) => {
      const breakdown = await breakDown(input, await compiled(input.filter), tools);
      send({ type: 'answer', id, answer: breakdown ? [breakdown] : [] }, []);
    });
  const answerComparison = ({ id, input, base }: ToThread & { type: 'compare' }): Promise<void> =>
    inBackground(id, async (tools) => {
      const former = { input: base, filter: await compiled(base) };
      const comparison = await compareFilters(input, await compiled(input.filter), former, tools);
      send({ type: 'answer', id, answer: comparison ? [comparison] : [] }, []);
    });
  const answerFixes = ({ id, input, log, line }: ToThread & { type: 'fixes' }): Promise<void> =>
    inBackground(id, async (tools) => {
      const filter = await compiled(input.filter);
      const found = filter.compiled.maxLines > 1 ? undefined : await rerun(input, log, (of) => explanationOf(of, line));
      const fixes = found ? fixesOf(found.explanation, filter) : [];
      const answer = await tryFixes(input, filter, fixes, { ...tools, re2: await re2 });
      send({ type: 'answer', id, answer: answer ?? [] }, []);
    });

  const answerTexts = async ({ id, log, lines }: ToThread & { type: 'texts' }): Promise<void> => {
    send({ type: 'answer', id, answer: await readTexts(log, lines, (path) => texts.get(path)) }, []);
  };
  const answerDangers = async (question: ToThread & { type: 'dangers' }): Promise<void> => {
    const { id, filters, sample, keepsOnDisk } = question;
    const kept = keepsOnDisk ? answers() : undefined;
    const dangersOf = createKnownDangers(kept);
    const text = sample ? await readBeginning(sample, mostSampleCharacters, (path) => texts.get(path)) : undefined;
    const answer = filters.map((filter) => dangersOf(filter, { guard, sample: text }));
    // Whoever has the answer may end the thread.
    kept?.save();
    send({ type: 'answer', id, answer }, []);
  };
  const answerEffects = async ({ id, ways, sample }: ToThread & { type: 'effects' }): Promise<void> => {
    const text = sample ? await readBeginning(sample, mostSampleCharacters, (path) => texts.get(path)) : undefined;
    send({ type: 'answer', id, answer: effectsOf(ways, { guard, sample: text }) }, []);
  };
  const answerVerify = async ({ id, ...input }: ToThread & { type: 'verify' }): Promise<void> => {
    send({ type: 'answer', id, answer: [verifyInput(input, { guard, re2: await re2 })] }, []);
  };
  const answerCheckPack = async ({ id, ...input }: ToThread & { type: 'checkPack' }): Promise<void> => {
    send({ type: 'answer', id, answer: [checkPackInput(input, { guard, re2: await re2 })] }, []);
  };
  const answerRecord = async ({ id, ...input }: ToThread & { type: 'record' }): Promise<void> => {
    send({ type: 'answer', id, answer: [recordInput(input, { guard, re2: await re2 })] }, []);
  };
  const answerMutants = async ({ id, ...input }: ToThread & { type: 'mutants' }): Promise<void> => {
    const step = (done: number, of: number): void => send({ type: 'step', id, done, of }, []);
    send({ type: 'answer', id, answer: [mutantsInput(input, { guard, re2: await re2 }, step)] }, []);
  };
  const simulated = createSimulator({ textOf: (path) => texts.get(path), guard, compiled });
  const answerSimulated = async ({ id, input, ask }: ToThread & { type: 'simulate' }): Promise<void> => {
    send({ type: 'answer', id, answer: [answerSimulation(input, await simulated(input), ask)] }, []);
  };
  const orFail = (id: number, work: Promise<void>): void =>
    void work.catch((error) => send({ type: 'failure', id, message: messageOf(error) }, []));

  return (message) => {
    switch (message.type) {
      case 'text':
        if (message.text === null) texts.delete(message.path);
        else texts.set(message.path, message.text);
        return;
      case 'run':
        return void run(message.run, message.input);
      case 'cancel':
        return void running.delete(message.run);
      case 'explain':
        return orFail(message.id, explain(message));
      case 'reasons':
        return orFail(message.id, answerReasons(message));
      case 'elsewhere':
        return orFail(message.id, answerElsewhere(message));
      case 'fixes':
        return orFail(message.id, answerFixes(message));
      case 'parts':
        return orFail(message.id, answerParts(message));
      case 'breakDown':
        return orFail(message.id, answerBreakdown(message));
      case 'compare':
        return orFail(message.id, answerComparison(message));
      case 'leave':
        return void asked.delete(message.id);
      case 'dangers':
        return orFail(message.id, answerDangers(message));
      case 'effects':
        return orFail(message.id, answerEffects(message));
      case 'verify':
        return orFail(message.id, answerVerify(message));
      case 'checkPack':
        return orFail(message.id, answerCheckPack(message));
      case 'record':
        return orFail(message.id, answerRecord(message));
      case 'mutants':
        return orFail(message.id, answerMutants(message));
      case 'simulate':
        return orFail(message.id, answerSimulated(message));
      case 'texts':
        return orFail(message.id, answerTexts(message));
    }
  };
}

async function withAlone<T>(log: PreparedLog, work: (log: PreparedLog) => Promise<T>): Promise<T> {
  try {
    return await work(log);
  } finally {
    log.close();
  }
}

function buffersOf({ lines }: { readonly lines: readonly { codes: Uint8Array; hits: Uint32Array }[] }): ArrayBuffer[] {
  return lines.flatMap(({ codes, hits }) => [codes.buffer as ArrayBuffer, hits.buffer as ArrayBuffer]);
}

/** Their messages are words for the user. */
const toldErrors = [UnreadableLog, BadDatePattern, DateSearchOverrun, NoDates, NotSimulated];

function messageOf(error: unknown): string {
  if (toldErrors.some((told) => error instanceof told)) return (error as Error).message;
  return `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
