import { isConfiguration } from '../documents.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Session } from '../session.ts';
import { pathOfUri } from '../uri.ts';
import type { RunInput, RunPart, RunProblem } from '../worker/messages.ts';
import {
  languageIds,
  type EditorContext,
  type Location,
  type RegexName,
  type RunState,
  type RunStatus,
  type Sample,
  type Subject,
} from '../../protocol.ts';
import { placeOfRegex, refusedOf, toRunReport } from './reports.ts';
import { createResultStore, type ResultStore } from './result-store.ts';
import { resolveSubject, type ResolvedSubject } from './resolve-subject.ts';
import { sampleInUse, samplesOf } from './choose-sample.ts';
import type { LogFiles } from './log-files.ts';
import type { MatchingThread } from './matching-thread.ts';

/** A subject's latest run, with what is needed to answer questions about it. */
export interface LiveRun {
  readonly number: number;
  readonly input: RunInput;
  readonly results: ResultStore;
  /** The logs' paths, in the order of the run. */
  readonly logs: readonly string[];
  /** The version of each log's document that is read; null for the disk. */
  readonly versions: readonly (number | null)[];
}

/** Keeps the runs of all subjects that can be seen up to date. */
export interface LiveRuns {
  readonly context: EditorContext;
  setContext(context: EditorContext): void;
  /** Whether the document at `path` can be seen, as far as the client tells. */
  isVisible(path: string): boolean;
  /** Something changed that may concern the subjects: looks again, after `live.delay`. No paths: everything may. */
  changed(paths?: readonly string[]): void;
  /** A document's lenses were asked for by a client that does not tell what can be seen. */
  lensesAsked(uri: string): void;
  documentClosed(uri: string): void;
  /** Runs now. `asked`: see `LensRequests.test`. Undefined for a subject that does not exist, and where the signal aborts. */
  test(subject: Subject, asked: readonly string[] | null, signal: AbortSignal): Promise<RunState | undefined>;
  cancel(subject: Subject): void;
  /** Whether the counts of any subject are on their way. */
  readonly isRunning: boolean;
  state(subject: Subject): RunState | null;
  run(subject: Subject): LiveRun | undefined;
  /** The subject's configuration as it was when it was last read. */
  resolved(subject: Subject): ResolvedSubject | undefined;
  /** What the user asked the subject to be tested against. */
  asked(subject: Subject): readonly string[] | null;
  subjectsOf(uri: string): Subject[];
}

export interface LiveRunsHost {
  readonly session: Session;
  readonly scheduler: Scheduler;
  readonly thread: MatchingThread;
  readonly logs: LogFiles;
  /** Whether the client tells what can be seen. */
  tellsContext(): boolean;
  changed(state: RunState): void;
  /** The subject's configuration is another than when it was last looked at. */
  stale(subject: Subject): void;
  /** Milliseconds, for how long a run takes. */
  now(): number;
}

interface SubjectRuns {
  readonly subject: Subject;
  asked: readonly string[] | null;
  state: RunState | null;
  run: LiveRun | undefined;
  /** The latest run that came to its end with a filter that fail2ban would load. */
  counted: { readonly run: LiveRun; readonly state: RunState } | undefined;
  resolved: ResolvedSubject | undefined;
  /** The configuration with its places, to tell when it changes. */
  configuration: string;
  /** What the latest run was made from: the same again needs no run. */
  signature: string;
  /** Files that the configuration and the sample depend on. */
  concerns: (path: string) => boolean;
  /** Told when a run ends. */
  readonly waiting: Set<(state: RunState) => void>;
}

const noSuchSubject = 'there is no such filter or jail';
const noFailregex = 'no failregex is set';

export function createLiveRuns({
  session,
  scheduler,
  thread,
  logs,
  tellsContext,
  changed,
  stale,
  now,
}: LiveRunsHost): LiveRuns {
  const subjects = new Map<string, SubjectRuns>();
  let context: EditorContext = { visibleSubjects: [], visibleLogs: [], chosen: {}, isTrusted: false };
  const lensed = new Set<string>();
  let visiblePaths: ReadonlySet<string> = new Set();
  let lastRun = 0;

  const of = (subject: Subject): SubjectRuns => {
    const key = keyOf(subject);
    const known = subjects.get(key) ?? {
      subject,
      asked: null,
      state: null,
      run: undefined,
      counted: undefined,
      resolved: undefined,
      configuration: '',
      signature: '',
      concerns: () => true,
      waiting: new Set(),
    };
    subjects.set(key, known);
    return known;
  };
  const subjectsOf = (uri: string): Subject[] => {
    const path = pathOfUri(uri);
    const document = session.documents.get(path);
    if (!document || !isConfiguration(document)) return [];
    if (document.languageId === languageIds.filter) return [{ uri: document.uri }];
    if (document.languageId !== languageIds.jail) return [];
    const sections = session.workspaceOf(path).source(path)?.tree.sections ?? [];
    return [...new Set(sections.map(({ name }) => name))]
      .filter((name) => name !== 'DEFAULT' && name !== 'INCLUDES' && !name.startsWith('KNOWN/'))
      .map((jail) => ({ uri: document.uri, jail }));
  };
  const visibleUris = (): readonly string[] => (tellsContext() ? context.visibleSubjects : [...lensed]);
  const noteVisible = (): void => void (visiblePaths = new Set(visibleUris().map(pathOfUri)));
  /** A log that took its filter's place in the window shows the colours of it. */
  const readingVisible = (): Subject[] => {
    const shown = new Set(context.visibleLogs.map(pathOfUri));
    return [...subjects.values()]
      .filter(({ run }) => run?.logs.some((log) => shown.has(log)))
      .map(({ subject }) => subject);
  };
  const visible = (): Subject[] => {
    const all = [...visibleUris().flatMap(subjectsOf), ...readingVisible()];
    const distinct = new Map(all.map((subject) => [keyOf(subject), subject]));
    return [...distinct.values()].filter(({ uri }) => session.settings.of(pathOfUri(uri)).live.enabled);
  };

  const tell = (runs: SubjectRuns, state: RunState): void => {
    runs.state = state;
    if (state.status === 'done' && runs.run) runs.counted = { run: runs.run, state };
    changed(state);
    if (state.status === 'running') return;
    for (const resolve of [...runs.waiting]) resolve(state);
    runs.waiting.clear();
  };

  /** What is written now does not load: the counts of the version before stay, as such, until it does. */
  const keepCounted = (runs: SubjectRuns, problem: string, refused: readonly RegexName[]): void => {
    const { run, state } = runs.counted!;
    runs.run = run;
    const range = runs.resolved?.range ?? state.range;
    tell(runs, { ...state, run: ++lastRun, range, status: 'failed', problem, refused, outdated: true });
  };

  /** Reads what there is to run now; starts a run where that is something new, or where one is `forced`. */
  const look = (runs: SubjectRuns, forced: boolean): void => {
    const { subject } = runs;
    const resolved = resolveSubject(session, subject);
    runs.resolved = resolved;
    const configuration = JSON.stringify([
      resolved?.filter,
      resolved?.problem,
      resolved?.regexes.map(({ configured }) => configured.segments),
    ]);
    if (runs.configuration !== '' && runs.configuration !== configuration) stale(subject);
    runs.configuration = configuration;
    const begun = now();
    const state = (status: RunStatus, sample: Sample | null, problem: string | null): RunState => ({
      subject,
      range: resolved?.range ?? null,
      run: ++lastRun,
      status,
      sample,
      problem,
      report: null,
      progress: null,
      milliseconds: now() - begun,
    });
    const isSame = (signature: string): boolean => {
      const same = signature === runs.signature;
      runs.signature = signature;
      return same && !forced;
    };
    if (!resolved || (resolved.filter && resolved.filter.failregex.length === 0 && !forced)) {
      // Nothing to count with: an include, or a filter that is only begun.
      scheduler.cancel(`run ${keyOf(subject)}`);
      runs.signature = '';
      runs.concerns = () => true;
      if (resolved && runs.counted) {
        if (!runs.state?.outdated || runs.state.problem !== noFailregex) keepCounted(runs, noFailregex, []);
        return;
      }
      runs.run = undefined;
      if (forced) tell(runs, state('failed', null, noSuchSubject));
      else if (runs.state && runs.state.status !== 'noSample') tell(runs, state('noSample', null, null));
      return;
    }
    const offers = samplesOf(session, logs, resolved, { context, asked: runs.asked }, false);
    const { found, sample } = sampleInUse(logs, offers, forced);
    const paths = sample ? found!.logs : [];
    runs.concerns = concernsOf(resolved, found?.logs ?? []);
    const settings = session.settings.of(resolved.path);
    const inputs = paths.map((path) => logs.inputOf(path, resolved.encoding));
    const signature = JSON.stringify([
      resolved.filter,
      resolved.problem,
      inputs,
      sample?.reason,
      settings.live.regexTimeout,
    ]);
    if (isSame(signature)) {
      tellMoved(runs, resolved, sample);
      return;
    }
    scheduler.cancel(`run ${keyOf(subject)}`);
    if (!resolved.filter && !forced && runs.counted) {
      keepCounted(runs, resolved.problem ?? noSuchSubject, []);
      return;
    }
    if (!sample || !resolved.filter) {
      runs.run = undefined;
      tell(runs, resolved.filter ? state('noSample', null, null) : state('failed', sample, resolved.problem));
      return;
    }
    const input: RunInput = {
      filter: resolved.filter,
      logs: inputs,
      regexMilliseconds: Math.max(1, settings.live.regexTimeout * 1000),
    };
    start(
      runs,
      resolved,
      {
        number: ++lastRun,
        input,
        logs: paths,
        versions: paths.map(logs.versionOf),
        results: createResultStore(paths.length),
      },
      sample,
    );
  };

  /** An edit that changes nothing to count may still move the regexes. */
  const tellMoved = (runs: SubjectRuns, resolved: ResolvedSubject, sample: Sample | null): void => {
    const { state } = runs;
    if (!state?.report || state.status === 'running' || state.outdated) return;
    const places = placesOf(resolved);
    const regexes = state.report.regexes.map((regex, i) => ({ ...regex, location: places[i] ?? null }));
    const moved = { ...state, sample, range: resolved.range, report: { ...state.report, regexes } };
    if (JSON.stringify(moved) !== JSON.stringify(state)) tell(runs, moved);
  };
  const placesOf = ({ regexes, path }: ResolvedSubject): (Location | null)[] =>
    regexes.map((regex) => placeOfRegex(session, regex, path));

  const start = (runs: SubjectRuns, resolved: ResolvedSubject, run: LiveRun, sample: Sample): void => {
    const begun = now();
    runs.run = run;
    const { input, number } = run;
    const before = runs.counted?.run.logs.join('\n') === run.logs.join('\n') ? runs.counted : undefined;
    /** True where the version before answers in place of this run: it has ended then. */
    const givesWay = (problem: RunProblem | null, refused: readonly RegexName[]): boolean => {
      if (!before || problem?.of !== 'filter') return false;
      scheduler.cancel(`run ${keyOf(runs.subject)}`);
      keepCounted(runs, problem.message, refused);
      return true;
    };
    const places = placesOf(resolved);
    const logAddresses = sample.logs.map(({ uri }) => uri);
    let state: RunState = {
      subject: runs.subject,
      range: resolved.range,
      run: number,
      status: 'running',
      sample,
      report: null,
      progress: null,
      problem: null,
      milliseconds: 0,
    };
    let refused: readonly RegexName[] = [];
    const take = ({ report, progress, lines }: RunPart): void => {
      lines.forEach(run.results.add);
      refused = refusedOf(report);
      state = {
        ...state,
        progress,
        milliseconds: now() - begun,
        report: toRunReport(report, places, resolved.regexes, logAddresses, input.regexMilliseconds / 1000),
      };
    };
    scheduler.schedule(`run ${keyOf(runs.subject)}`, 0, async (signal) => {
      tell(runs, state);
      const { part, problem, cancelled } = await thread.run(number, input, signal, (progress) => {
        if (runs.run !== run) return;
        take(progress);
        const first = progress.report.regexes.find((regex) => regex.problem !== null);
        if (givesWay(first ? { of: 'filter', message: first.problem! } : null, refused)) return;
        tell(runs, state);
      });
      if (runs.run !== run) return;
      if (part) take(part);
      const failed = !cancelled && problem !== null;
      if (failed && givesWay(problem, refused)) return;
      // Of a log that was not read nothing is known: no count, no list of lines.
      const isUnread = failed && !state.report?.lines.total;
      if (isUnread) runs.run = undefined;
      if (!cancelled && !failed && isOfAnotherText(run)) {
        // Counted to the end, but of a text that is no more: the count of the one that is follows.
        lookSoon(runs, runs.waiting.size > 0);
        return;
      }
      tell(runs, {
        ...state,
        report: isUnread ? null : state.report,
        status: cancelled ? 'cancelled' : failed ? 'failed' : 'done',
        problem: problem?.message ?? null,
        ...(refused.length > 0 ? { refused } : {}),
        progress: null,
        milliseconds: now() - begun,
      });
    });
  };

  /** Whether a log that the run read is open and has been edited since. */
  const isOfAnotherText = ({ logs: paths, versions }: LiveRun): boolean =>
    paths.some((path, i) => logs.versionOf(path) !== versions[i]);

  /** A count of a text that is no more is not shown as done while the next one is on its way. */
  const tellUnfinished = (runs: SubjectRuns): void => {
    const { run, state } = runs;
    if (state?.status !== 'done' || !run || !isOfAnotherText(run)) return;
    tell(runs, { ...state, run: ++lastRun, status: 'running', report: null, milliseconds: 0 });
  };

  const lookSoon = (runs: SubjectRuns, forced = false, delay?: number): void => {
    const { delay: usual } = session.settings.of(pathOfUri(runs.subject.uri)).live;
    // A look that takes the place of a forced one does its work, too: somebody waits, and nothing runs that would tell the end.
    const isForced = (): boolean => forced || (runs.waiting.size > 0 && runs.state?.status !== 'running');
    scheduler.schedule(`look ${keyOf(runs.subject)}`, delay ?? usual, () => look(runs, isForced()));
  };
  /** Only what can be seen is run again. */
  const lookAll = (concerns: (runs: SubjectRuns) => boolean, delay?: number): void => {
    for (const subject of visible()) {
      const runs = of(subject);
      if (!concerns(runs)) continue;
      tellUnfinished(runs);
      lookSoon(runs, false, delay);
    }
  };

  /** A run that nobody sees or waits for any more would keep the thread from the others; it is begun anew when it is seen again. */
  const endUnseen = (): void => {
    const seen = new Set(visible().map(keyOf));
    for (const [key, runs] of subjects) {
      if (runs.state?.status !== 'running' || seen.has(key) || runs.waiting.size > 0) continue;
      runs.signature = '';
      scheduler.cancel(`run ${key}`);
    }
  };

  /** Ends what is counted, and what was asked for and waits for its turn: that comes to nothing, and is told. */
  const end = (runs: SubjectRuns, withLook: boolean): void => {
    const { subject, run, state } = runs;
    const key = keyOf(subject);
    const isWaiting = scheduler.isBusy(`run ${key}`) && state?.run !== run?.number;
    scheduler.cancel(`run ${key}`);
    if (!isWaiting && !(withLook && scheduler.isBusy(`look ${key}`))) return;
    if (withLook) scheduler.cancel(`look ${key}`);
    runs.signature = '';
    const ended = { run: ++lastRun, status: 'cancelled', report: null, problem: null, progress: null } as const;
    tell(runs, { subject, range: null, sample: null, ...state, ...ended, milliseconds: 0 });
  };

  return {
    get context() {
      return context;
    },
    setContext(changedContext) {
      context = changedContext;
      noteVisible();
      endUnseen();
      lookAll(() => true, 0);
    },
    changed(paths) {
      lookAll(({ concerns }) => !paths || paths.some(concerns));
    },
    lensesAsked(uri) {
      if (tellsContext() || lensed.has(uri)) return;
      lensed.add(uri);
      noteVisible();
      lookAll(({ subject }) => subject.uri === uri, 0);
    },
    documentClosed(uri) {
      if (lensed.delete(uri)) noteVisible();
    },
    isVisible: (path) => visiblePaths.has(path),
    async test(subject, asked, signal) {
      const runs = of(subject);
      runs.asked = asked?.map(pathOfUri) ?? null;
      if (signal.aborted || !resolveSubject(session, subject)) return undefined;
      return await new Promise<RunState | undefined>((resolve) => {
        runs.waiting.add(resolve);
        signal.addEventListener(
          'abort',
          () => {
            runs.waiting.delete(resolve);
            resolve(undefined);
            // Another one may wait for the same run.
            if (runs.waiting.size === 0) end(runs, true);
          },
          { once: true },
        );
        lookSoon(runs, true, 0);
      });
    },
    cancel(subject) {
      const runs = subjects.get(keyOf(subject));
      if (runs) end(runs, runs.waiting.size > 0);
    },
    get isRunning() {
      return [...subjects.values()].some(({ state }) => state?.status === 'running');
    },
    state: (subject) => subjects.get(keyOf(subject))?.state ?? null,
    run: (subject) => subjects.get(keyOf(subject))?.run,
    resolved: (subject) => subjects.get(keyOf(subject))?.resolved,
    asked: (subject) => subjects.get(keyOf(subject))?.asked ?? null,
    subjectsOf,
  };
}

export function keyOf({ uri, jail }: Subject): string {
  return jail === undefined ? uri : `${uri}#${jail}`;
}

function concernsOf(
  { lookedFor, configurationFolder, subject }: ResolvedSubject,
  logs: readonly string[],
): (path: string) => boolean {
  const inFolder = subject.jail !== undefined && configurationFolder !== null ? `${configurationFolder}/` : undefined;
  // A configuration file that lies elsewhere is looked for under another name (session.changed adds those), a log by its own.
  return (path) =>
    lookedFor.has(path) ||
    logs.includes(path) ||
    (inFolder !== undefined && path.startsWith(inFolder)) ||
    (logs.length === 0 && !/\.(?:conf|local)$/.test(path));
}
