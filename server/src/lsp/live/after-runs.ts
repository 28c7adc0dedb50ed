import type { RunState, Subject } from '../../protocol.ts';
import type { Session } from '../session.ts';
import { repeatableRun, type CurrentRun } from './current-run.ts';
import { keyOf, type LiveRun, type LiveRuns } from './live-runs.ts';
import type { LogFiles } from './log-files.ts';

/** A run of what is written now over logs as they stand now, and what was worked out of it. */
export interface AfterRun<Value> extends CurrentRun {
  readonly value: Value;
}

/** What is worked out of finished runs, in the background, and forgotten with the run. */
export interface AfterRuns<Value> {
  /** What is known; where it can be known and is not yet, it is worked out and told with `changed`. */
  known(subject: Subject): AfterRun<Value> | undefined;
  /** Waits for it: undefined where nothing can be told of what is written now, or no longer. */
  wait(subject: Subject): Promise<AfterRun<Value> | undefined>;
  /** A run began or ended: what is known of another is of no use. */
  runChanged(state: RunState): void;
  /** What it was worked out with is another now: all that is known is of no use. */
  forget(): void;
  dispose(): void;
}

export interface AfterRunsHost<Value> {
  readonly session: Session;
  readonly runs: LiveRuns;
  readonly logs: LogFiles;
  /** For the log: what is done. */
  readonly name: string;
  /** Undefined where the signal aborts, and where nothing can be told. */
  work(run: CurrentRun, signal: AbortSignal): Promise<Value | undefined>;
  /** A value is there, or one that was shown is no more. */
  changed(subject: Subject): void;
}

/** Milliseconds of quiet after a run: while somebody types, nothing is worked out. */
const delay = 200;

interface Work<Value> {
  readonly subject: Subject;
  readonly run: LiveRun;
  readonly abort: AbortController;
  readonly end: Promise<Value | undefined>;
  value: Value | undefined;
}

export function createAfterRuns<Value>({
  session,
  runs,
  logs,
  name,
  work,
  changed,
}: AfterRunsHost<Value>): AfterRuns<Value> {
  const works = new Map<string, Work<Value>>();
  /** Subjects of which it was asked what is known, since their last run: it is worked out when the next one ends. */
  const wanted = new Set<string>();

  /** How often all was forgotten. */
  let forgotten = 0;

  const current = (subject: Subject): CurrentRun | undefined => repeatableRun({ session, runs, logs }, subject);
  const drop = (key: string): void => {
    works.get(key)?.abort.abort();
    works.delete(key);
  };
  const start = (subject: Subject, of: CurrentRun): Work<Value> => {
    const key = keyOf(subject);
    const known = works.get(key);
    if (known?.run === of.run) return known;
    drop(key);
    const abort = new AbortController();
    const end = quiet(abort.signal)
      .then(() => work(of, abort.signal))
      .catch((error: Error) => {
        // The thread was started anew for another run: it is asked again when it is wanted again.
        session.log.info(`${name} ${key}: ${error.message}`);
        if (works.get(key) === begun) works.delete(key);
        return undefined;
      })
      .then((value) => {
        if (works.get(key) !== begun) return undefined;
        begun.value = value;
        if (value !== undefined) changed(subject);
        return value;
      });
    const begun: Work<Value> = { subject, run: of.run, abort, end, value: undefined };
    works.set(key, begun);
    return begun;
  };

  const wait = async (subject: Subject): Promise<AfterRun<Value> | undefined> => {
    const before = forgotten;
    const asked = current(subject);
    const value = asked && (await start(subject, asked).end);
    // Meanwhile it is worked out with something else.
    if (forgotten !== before) return wait(subject);
    const now = value === undefined ? undefined : current(subject);
    return now && now.run === asked?.run ? { ...now, value: value! } : undefined;
  };

  return {
    wait,
    known(subject) {
      const now = current(subject);
      wanted.add(keyOf(subject));
      const value = now && start(subject, now).value;
      return value === undefined ? undefined : { ...now!, value };
    },
    runChanged({ subject, status }) {
      const key = keyOf(subject);
      const known = works.get(key);
      const isSame = status === 'done' && known?.run === runs.run(subject);
      if (known && !isSame) {
        drop(key);
        if (known.value !== undefined) changed(subject);
      }
      if (status !== 'done' || !wanted.delete(key)) return;
      const now = current(subject);
      if (now) start(subject, now);
    },
    forget() {
      forgotten++;
      const all = [...works];
      for (const [key] of all) drop(key);
      // Where nothing was to be told before, something may be now.
      for (const [, { subject }] of all) changed(subject);
    },
    dispose: () => [...works.keys()].forEach(drop),
  };
}

function quiet(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delay);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
