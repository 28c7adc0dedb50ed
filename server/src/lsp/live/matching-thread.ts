import type { KillableThread } from '../../host/match-worker.ts';
import { createSentTexts, type CurrentText } from '../sent-texts.ts';
import type {
  Breakdown,
  Comparison,
  ExplainedLine,
  Elsewhere,
  FilterInput,
  FilterMode,
  FromThread,
  LineReasons,
  LogInput,
  PartOfLine,
  RegexPartName,
  RunInput,
  RunPart,
  RunProblem,
  ToThread,
  TriedFix,
} from '../worker/messages.ts';

/** The matching thread as the server sees it: runs that can be cancelled at once, and questions. */
export interface MatchingThread {
  /**
   * Runs to the end. `progress` gets every part but the last. Aborting the signal ends the run at once, even inside a search:
   * a thread that does not listen within a moment is ended, and the other runs begin again in a new one.
   */
  run(run: number, input: RunInput, signal: AbortSignal, progress: (part: RunPart) => void): Promise<RunEnd>;
  explain(input: RunInput, log: number, from: number, to: number): Promise<readonly ExplainedLine[]>;
  /** Undefined for a line that fail2ban-regex passes over. */
  reasons(input: RunInput, log: number, line: number): Promise<LineReasons | undefined>;
  /** Of a line that is missed. `isAllMissed`: so are all lines of the log. */
  elsewhere(
    input: RunInput,
    log: number,
    line: number,
    of: { readonly modes: readonly FilterMode[]; readonly isAllMissed: boolean },
  ): Promise<Elsewhere | undefined>;
  /** What parts of regexes take in the lines `[from, to)` of a log. */
  parts(
    input: RunInput,
    log: number,
    parts: readonly RegexPartName[],
    from: number,
    to: number,
  ): Promise<readonly PartOfLine[]>;
  /** The fixes that a line asks for, each tried on all logs when no run needs the thread; none where the signal aborts. */
  fixes(input: RunInput, log: number, line: number, signal: AbortSignal): Promise<readonly TriedFix[]>;
  /** What the lines of a run are made of, when no run needs the thread; undefined where the signal aborts. */
  breakDown(input: RunInput, signal: AbortSignal): Promise<Breakdown | undefined>;
  /** The lines that a run's filter and `base` treat differently, when no run needs the thread; undefined where the signal aborts. */
  compare(input: RunInput, base: FilterInput, signal: AbortSignal): Promise<Comparison | undefined>;
  texts(log: LogInput, lines: readonly number[]): Promise<readonly string[]>;
  /** A text that is not needed any more. */
  forget(path: string): void;
  dispose(): void;
}

/** One thread of several. */
export interface Lane extends MatchingThread {
  /** It has worked for one run for a while without a word: on a regex that backtracks without end. */
  isKept(): boolean;
  /** The runs that wait meanwhile. */
  heldUp(): readonly number[];
  /** Takes a run back: nothing more is heard of it, and the thread hears that it is not needed. */
  withdraw(run: number): void;
  isIdle(): boolean;
}

/** `part`: the last one; null where the thread itself ended. */
export interface RunEnd {
  readonly part: RunPart | null;
  readonly problem: RunProblem | null;
  readonly cancelled: boolean;
}

interface ActiveRun {
  readonly input: RunInput;
  progress(part: RunPart): void;
  end(end: RunEnd): void;
}

interface Question {
  resolve(answer: readonly unknown[]): void;
  reject(error: Error): void;
}

/** How long a thread may take to hear that a run is cancelled. */
const patience = 100;

/** A run that keeps a thread for longer holds up the others: many times what a turn takes. */
const keptMilliseconds = 300;

export function createMatchingThread(
  thread: KillableThread<ToThread, FromThread>,
  currentText: CurrentText,
  now: () => number = () => performance.now(),
): Lane {
  const runs = new Map<number, ActiveRun>();
  const questions = new Map<number, Question>();
  const texts = createSentTexts(thread, currentText);
  let lastQuestion = 0;
  /** Whom the thread works for; undefined until it tells. */
  let turn: number | null | undefined;
  let lastHeard = 0;

  const begin = (run: number, { input }: ActiveRun): void => {
    if (runs.size <= 1) lastHeard = now();
    texts.send(input.logs);
    thread.post({ type: 'run', run, input });
  };
  const ask = <T>(
    logs: readonly LogInput[],
    message: (id: number) => ToThread,
    signal?: AbortSignal,
  ): Promise<readonly T[]> => {
    const id = ++lastQuestion;
    signal?.addEventListener('abort', () => questions.has(id) && thread.post({ type: 'leave', id }), { once: true });
    return new Promise<readonly unknown[]>((resolve, reject) => {
      questions.set(id, { resolve, reject });
      texts.send(logs);
      thread.post(message(id));
    }) as Promise<readonly T[]>;
  };
  const lose = (reason: string): void => {
    texts.clear();
    turn = undefined;
    for (const { reject } of [...questions.values()]) reject(new Error(reason));
    questions.clear();
  };
  const restart = (): void => {
    thread.kill();
    lose('the matching thread was started anew');
    for (const [run, active] of runs) begin(run, active);
  };

  thread.onMessage((message) => {
    lastHeard = now();
    switch (message.type) {
      case 'turn':
        turn = message.run;
        return;
      case 'progress':
        return runs.get(message.run)?.progress(message.part);
      case 'end': {
        const active = runs.get(message.run);
        if (!active) return;
        runs.delete(message.run);
        return active.end(message);
      }
      case 'answer':
        questions.get(message.id)?.resolve(message.answer);
        return void questions.delete(message.id);
      case 'failure':
        questions.get(message.id)?.reject(new Error(message.message));
        return void questions.delete(message.id);
    }
  });
  thread.onCrash((reason) => {
    lose(reason);
    const ended = [...runs.values()];
    runs.clear();
    const problem = { of: 'run', message: `the matching thread ended: ${reason}` } as const;
    for (const { end } of ended) end({ part: null, problem, cancelled: false });
  });

  const isKept = (): boolean => runs.size > 0 && turn !== undefined && now() - lastHeard >= keptMilliseconds;

  return {
    isKept,
    heldUp: () => (isKept() ? [...runs.keys()].filter((run) => run !== turn) : []),
    withdraw(run) {
      if (runs.delete(run)) thread.post({ type: 'cancel', run });
    },
    isIdle: () => runs.size === 0 && questions.size === 0,
    run: (run, input, signal, progress) =>
      new Promise((resolve) => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const abort = (): void => {
          if (runs.get(run) !== active) return;
          thread.post({ type: 'cancel', run });
          timer = setTimeout(() => {
            if (!runs.delete(run)) return;
            restart();
            resolve({ part: null, problem: null, cancelled: true });
          }, patience);
        };
        const active: ActiveRun = {
          input,
          progress,
          end: (end) => {
            clearTimeout(timer);
            signal.removeEventListener('abort', abort);
            resolve(end);
          },
        };
        if (signal.aborted) return resolve({ part: null, problem: null, cancelled: true });
        signal.addEventListener('abort', abort, { once: true });
        runs.set(run, active);
        begin(run, active);
      }),
    explain: (input, log, from, to) =>
      ask<ExplainedLine>([input.logs[log]!], (id) => ({ type: 'explain', id, input, log, from, to })),
    reasons: async (input, log, line) =>
      (await ask<LineReasons>([input.logs[log]!], (id) => ({ type: 'reasons', id, input, log, line })))[0],
    elsewhere: async (input, log, line, of) =>
      (await ask<Elsewhere>([input.logs[log]!], (id) => ({ type: 'elsewhere', id, input, log, line, ...of })))[0],
    parts: (input, log, parts, from, to) =>
      ask<PartOfLine>([input.logs[log]!], (id) => ({ type: 'parts', id, input, log, parts, from, to })),
    fixes: (input, log, line, signal) =>
      signal.aborted
        ? Promise.resolve([])
        : ask<TriedFix>(input.logs, (id) => ({ type: 'fixes', id, input, log, line }), signal),
    breakDown: async (input, signal) =>
      signal.aborted
        ? undefined
        : (await ask<Breakdown>(input.logs, (id) => ({ type: 'breakDown', id, input }), signal))[0],
    compare: async (input, base, signal) =>
      signal.aborted
        ? undefined
        : (await ask<Comparison>(input.logs, (id) => ({ type: 'compare', id, input, base }), signal))[0],
    texts: (log, lines) =>
      lines.length === 0 ? Promise.resolve([]) : ask<string>([log], (id) => ({ type: 'texts', id, log, lines })),
    forget: texts.forget,
    dispose() {
      thread.kill();
      lose('the server ends');
      runs.clear();
    },
  };
}
