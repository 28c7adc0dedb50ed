import { ownLogReaders } from '../../analysis/own-log.ts';
import { isRead, type Jail } from '../../config/resolve.ts';
import type { SimulatedJail } from '../../features/answers.ts';
import type { RunState, SimulationSubject, Subject } from '../../protocol.ts';
import { createMomentReader, inOrder, momentAdvice } from '../../simulate/read-moment.ts';
import { settingsOf } from '../../simulate/jail-settings.ts';
import { serverSettingsOf, type ServerSettings } from '../../simulate/server-settings.ts';
import type { SimulationSummary } from '../../simulate/simulation-summary.ts';
import { byName } from '../../text/by-name.ts';
import type { Session } from '../session.ts';
import type { SimulationThread } from '../simulation-thread.ts';
import { UserError } from '../guard.ts';
import type { LogInput, SimulationAnswers, SimulationInput, SimulationKind } from '../worker/messages.ts';
import { currentRun, mostLines, type CurrentRun } from './current-run.ts';
import { keyOf, type LiveRuns } from './live-runs.ts';
import type { ReadLogs } from './lines-text.ts';
import type { LogFiles } from './log-files.ts';
import { resolveSubject, type ResolvedSubject } from './resolve-subject.ts';

/** What is known of the bans of a jail. */
export type SimulationState =
  | { readonly status: 'running' }
  | { readonly status: 'done'; readonly summary: SimulationSummary }
  | { readonly status: 'failed'; readonly problem: string };

/** What the jails of open files would have done with their logs: worked out after a run, by what is written now. */
export interface Simulations {
  /** Of a jail's latest run; starts to work it out where it is not known. Undefined for what is no jail, or has no finished run. */
  known(subject: Subject): SimulationState | undefined;
  /**
   * Asks more of a jail's simulation; undefined where the signal aborts. Throws UserError, in words for the user, where nothing can be told.
   */
  ask<K extends SimulationKind>(
    of: SimulationSubject,
    ask: SimulationAnswers[K]['ask'] & { kind: K },
    signal: AbortSignal,
  ): Promise<SimulationAnswers[K]['answer'] | undefined>;
  /** The logs of a simulation, in the order in which answers number them. */
  logsOf(of: SimulationSubject): ReadLogs;
  /** A run began or ended: what is worked out of another is given up. */
  runChanged(state: RunState): void;
  /** What is known of a jail by now. */
  simulated(subject: Subject): SimulatedJail | undefined;
  dispose(): void;
}

export interface SimulationsHost {
  readonly session: Session;
  readonly runs: LiveRuns;
  readonly logs: LogFiles;
  readonly thread: SimulationThread;
  /** Something is known now that was not. */
  changed(): void;
}

/** Answers of the same question: an edit that is taken back is answered at once. */
const keptAnswers = 64;

interface SeveralJails {
  readonly input: SimulationInput;
  readonly paths: readonly string[];
}

interface Work {
  readonly key: string;
  readonly abort: AbortController;
}

/** Moments as they are written, in order. Throws UserError. */
function momentsOf({ run: { filter } }: SimulationInput, texts: readonly string[]): number[] {
  const read = createMomentReader(filter.localZone);
  return inOrder(
    texts.map((text) => {
      const moment = read(text);
      if (moment === undefined) throw new UserError(`“${text}” is no moment: ${momentAdvice}.`);
      return moment;
    }),
  );
}

export function createSimulations({ session, runs, logs, thread, changed }: SimulationsHost): Simulations {
  const answers = new Map<string, SimulationState>();
  const works = new Map<string, Work>();

  const drop = (subject: string): void => {
    works.get(subject)?.abort.abort();
    works.delete(subject);
  };
  const remember = (key: string, state: SimulationState): void => {
    answers.delete(key);
    answers.set(key, state);
    if (answers.size > keptAnswers) answers.delete(answers.keys().next().value!);
  };
  const jailOf = ({ subject, path, configurationFolder }: ResolvedSubject): Jail | undefined => {
    const jail = byName(session.workspaceOf(path).jails(configurationFolder!).jails).get(subject.jail!)?.jail;
    return jail && isRead(jail) ? jail : undefined;
  };
  const serverOf = ({ path, configurationFolder }: ResolvedSubject): ServerSettings =>
    serverSettingsOf(session.workspaceOf(path).main(configurationFolder!));
  const inputOf = ({ run, resolved }: CurrentRun): SimulationInput | undefined => {
    const jail = jailOf(resolved);
    return jail && { run: run.input, jail: settingsOf(jail), others: [], server: serverOf(resolved), restarts: [] };
  };
  /** The run whose logs a jail's simulation reads. Throws UserError. */
  const runToSimulate = (subject: Subject): CurrentRun => {
    const current = currentRun({ session, runs, logs }, subject);
    if (!current) throw new UserError(whyNoRun(subject));
    const problem = obstacleOf(subject);
    if (problem !== undefined) throw new UserError(`The bans of [${subject.jail}] are not simulated: ${problem}.`);
    return current;
  };
  /** Jails side by side: those that read what the server itself logs need no log of their own. Throws UserError. */
  const severalOf = (subjects: readonly Subject[]): SeveralJails => {
    const jails = subjects.map((subject) => {
      const resolved = subject.jail === undefined ? undefined : resolveSubject(session, subject);
      const jail = resolved?.filter && jailOf(resolved);
      if (!jail) throw new UserError(`[${subject.jail ?? ''}] cannot be read.`);
      return { subject, resolved, filter: resolved.filter!, jail };
    });
    const server = serverOf(jails[0]!.resolved);
    const ownLog = ownLogReaders(
      jails.map(({ jail }) => jail),
      server.logFile,
    );
    const current = jails.map(({ subject }, i) => (ownLog[i] ? undefined : runToSimulate(subject)));
    const files = new Map<string, LogInput>();
    for (const one of current)
      one?.run.logs.forEach((file, i) => files.has(file) || files.set(file, one.run.input.logs[i]!));
    // The first is one that reads logs.
    const first = ownLog.indexOf(false);
    const order = [first, ...[...jails.keys()].filter((i) => i !== first)];
    const [head, ...others] = order.map((i) => ({
      filter: jails[i]!.filter,
      jail: settingsOf(jails[i]!.jail),
      readsOwnLog: ownLog[i]!,
    }));
    return {
      input: {
        run: { ...current[first]!.run.input, logs: [...files.values()] },
        jail: head!.jail,
        others,
        server,
        restarts: [],
      },
      paths: [...files.keys()],
    };
  };
  /** Why the lines are not gone through once more by themselves. */
  const obstacleOf = (subject: Subject): string | undefined => {
    const { report } = runs.state(subject)!;
    if (report && report.lines.total > mostLines)
      return `the log has more than ${mostLines.toLocaleString('en')} lines`;
    return report?.regexes.some(({ stopped }) => stopped !== null) ? 'a regex took too long' : undefined;
  };
  const whyNoRun = (subject: Subject): string => {
    const state = runs.state(subject);
    if (state?.problem) return `[${subject.jail}] counts nothing: ${state.problem}`;
    return state?.status === 'running'
      ? `The log of [${subject.jail}] is still being counted.`
      : `[${subject.jail}] has no log that can be read: choose a sample log.`;
  };
  const start = async (subject: Subject, key: string, input: SimulationInput): Promise<void> => {
    const name = keyOf(subject);
    drop(name);
    const work: Work = { key, abort: new AbortController() };
    works.set(name, work);
    const end = (state: SimulationState): void => {
      if (works.get(name) !== work) return;
      works.delete(name);
      remember(key, state);
      changed();
    };
    try {
      const summary = await thread.ask<'summary'>(input, { kind: 'summary' }, work.abort.signal);
      if (summary) end({ status: 'done', summary });
    } catch (error) {
      end({ status: 'failed', problem: (error as Error).message });
    }
  };
  const known: Simulations['known'] = (subject) => {
    const current = subject.jail === undefined ? undefined : currentRun({ session, runs, logs }, subject);
    const input = current && inputOf(current);
    if (!input) return undefined;
    const problem = obstacleOf(subject);
    if (problem !== undefined) return { status: 'failed', problem };
    const key = JSON.stringify(input);
    const answer = answers.get(key);
    if (answer) return answer;
    if (works.get(keyOf(subject))?.key !== key) void start(subject, key, input);
    return { status: 'running' };
  };

  const inputOfOne = (subject: Subject): SimulationInput => {
    const input = inputOf(runToSimulate(subject));
    if (!input) throw new UserError(whyNoRun(subject));
    return input;
  };

  return {
    known,
    logsOf({ subject, others = [] }) {
      if (others.length > 0) {
        const { paths, input } = severalOf([subject, ...others]);
        return { logs: paths, input: input.run };
      }
      const run = runs.run(subject);
      return { logs: run?.logs ?? [], input: run?.input ?? { logs: [] } };
    },
    async ask<K extends SimulationKind>(
      { subject, others = [], restarts = [] }: SimulationSubject,
      ask: SimulationAnswers[K]['ask'] & { kind: K },
      signal: AbortSignal,
    ) {
      if (subject.jail === undefined)
        throw new UserError('Bans are those of a jail: put the cursor on a jail of a jail file.');
      const input = others.length > 0 ? severalOf([subject, ...others]).input : inputOfOne(subject);
      const restarted = { ...input, restarts: momentsOf(input, restarts) };
      try {
        return await thread.ask<K>(restarted, ask, signal);
      } catch (error) {
        throw new UserError(`The bans of [${subject.jail}] are not simulated: ${(error as Error).message}`);
      }
    },
    runChanged({ subject, status }) {
      if (status === 'running') drop(keyOf(subject));
    },
    simulated: (subject) => {
      const state = known(subject);
      const sample = runs.state(subject)?.sample;
      return state?.status === 'done' && sample ? { log: sample.label, summary: state.summary } : undefined;
    },
    dispose: () => [...works.keys()].forEach(drop),
  };
}
