import type { CountedRegex } from '../../features/answers.ts';
import { expandRegex } from '../../matching/compile-regex.ts';
import type { Breakdown as ToldBreakdown, RunState, ShapeName, Subject } from '../../protocol.ts';
import type { Session } from '../session.ts';
import { lineOfKey, type Breakdown } from '../worker/messages.ts';
import { repeatableRun, type CurrentRun } from './current-run.ts';
import { keyOf, type LiveRun, type LiveRuns } from './live-runs.ts';
import type { LogFiles } from './log-files.ts';
import type { MatchingThread } from './matching-thread.ts';

/** A run of what is written now over logs as they stand now, broken down. */
export interface BrokenDown extends CurrentRun {
  readonly breakdown: Breakdown;
}

/** What the lines of finished runs are made of: worked out when somebody asks, in the background, and forgotten with the run. */
export interface Breakdowns {
  /** What is known; where it can be known and is not yet, it is worked out and told with `ready`. */
  known(subject: Subject): BrokenDown | undefined;
  /** Waits for it: undefined where nothing can be told of what is written now, or no longer. */
  wait(subject: Subject): Promise<BrokenDown | undefined>;
  /** A run began or ended: what is known of another is of no use. */
  runChanged(state: RunState): void;
  dispose(): void;
}

export interface BreakdownsHost {
  readonly session: Session;
  readonly runs: LiveRuns;
  readonly thread: MatchingThread;
  readonly logs: LogFiles;
  /** A breakdown is there, or one that was shown is no more. */
  changed(subject: Subject): void;
}

/** Milliseconds of quiet after a run: while somebody types, nothing is broken down. */
const delay = 200;
interface Work {
  readonly run: LiveRun;
  readonly abort: AbortController;
  readonly end: Promise<Breakdown | undefined>;
  value: Breakdown | undefined;
}

export function createBreakdowns({ session, runs, thread, logs, changed }: BreakdownsHost): Breakdowns {
  const works = new Map<string, Work>();
  /** Subjects of which it was asked what is known, since their last run: it is worked out when the next one ends. */
  const wanted = new Set<string>();

  const current = (subject: Subject): CurrentRun | undefined => repeatableRun({ session, runs, logs }, subject);
  const drop = (key: string): void => {
    works.get(key)?.abort.abort();
    works.delete(key);
  };
  const start = (subject: Subject, run: LiveRun): Work => {
    const key = keyOf(subject);
    const known = works.get(key);
    if (known?.run === run) return known;
    drop(key);
    const abort = new AbortController();
    const end = quiet(abort.signal)
      .then(() => thread.breakDown(run.input, abort.signal))
      .catch((error: Error) => {
        // The thread was started anew for another run: it is asked again when it is wanted again.
        session.log.info(`breaking down ${key}: ${error.message}`);
        if (works.get(key) === work) works.delete(key);
        return undefined;
      })
      .then((value) => {
        if (works.get(key) !== work) return undefined;
        work.value = value;
        if (value) changed(subject);
        return value;
      });
    const work: Work = { run, abort, end, value: undefined };
    works.set(key, work);
    return work;
  };

  return {
    known(subject) {
      const now = current(subject);
      wanted.add(keyOf(subject));
      const value = now && start(subject, now.run).value;
      return value && { ...now, breakdown: value };
    },
    async wait(subject) {
      const asked = current(subject);
      const breakdown = asked && (await start(subject, asked.run).end);
      const now = breakdown && current(subject);
      return now?.run === asked?.run && breakdown ? { ...now!, breakdown } : undefined;
    },
    runChanged({ subject, status }) {
      const key = keyOf(subject);
      const work = works.get(key);
      const isSame = status === 'done' && work?.run === runs.run(subject);
      if (work && !isSame) {
        drop(key);
        if (work.value) changed(subject);
      }
      if (status !== 'done' || !wanted.delete(key)) return;
      const now = current(subject);
      if (now) start(subject, now.run);
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

/** The failregexes of a subject, as they are written now, with what was counted inside of them. */
export function countedRegexes({ resolved, breakdown }: BrokenDown): CountedRegex[] {
  const { useDns, fail2ban } = resolved.filter!;
  const { jail } = resolved.subject;
  return (breakdown.regexes ?? []).flatMap(({ index, ...report }) => {
    const regex = resolved.regexes.find((of) => of.kind === 'failregex' && of.index === index);
    if (!regex) return [];
    const name = `failregex ${index}${jail === undefined ? '' : ` of [${jail}]`}`;
    return [{ name, expanded: expandRegex(regex.configured, { useDns, fail2ban }), report }];
  });
}

/** The lines of one shape, both from 0, `limit` of them from number `offset`; `total` counts those, too, that cannot be listed. */
export function linesOfShape(
  breakdown: Breakdown | undefined,
  { shape }: ShapeName,
  offset: number,
  limit: number,
): { readonly total: number; readonly lines: readonly { readonly log: number; readonly line: number }[] } {
  const found = breakdown?.shapes.shapes.find((one) => one.shape === shape);
  return found
    ? { total: found.count, lines: found.lines.slice(offset, offset + limit).map(lineOfKey) }
    : { total: 0, lines: [] };
}

/** So many shapes are shown, and values of a group. */
const mostShapes = 40;
const mostValues = 5;

/** A breakdown as the editor shows it. */
export function toldBreakdown({ run, breakdown: { regexes, shapes } }: BrokenDown): ToldBreakdown {
  const left = shapes.shapes.slice(mostShapes);
  return {
    run: run.number,
    shapes: shapes.shapes.slice(0, mostShapes).map(({ shape, count, example }) => ({ shape, count, example })),
    others: { shapes: left.length, lines: left.reduce((sum, { count }) => sum + count, shapes.others) },
    groups: (regexes ?? []).flatMap(({ index, groups }) =>
      groups.map(({ name, values, distinct, isBounded }) => ({
        failregex: index,
        name,
        values: values.slice(0, mostValues),
        more: distinct - Math.min(values.length, mostValues),
        isBounded,
      })),
    ),
  };
}
