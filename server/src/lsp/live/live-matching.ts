import type { Connection } from 'vscode-languageserver/node';
import { CodeLensRequest } from 'vscode-languageserver/node';
import {
  lensMethod,
  type LensNotificationsToEditor,
  type LensNotificationsToServer,
  type LensRequests,
  type Subject,
} from '../../protocol.ts';
import type { CountedRegex, SimulatedJail } from '../../features/answers.ts';
import type { KillableThread } from '../../host/match-worker.ts';
import { cancelled, guarded, guardedEvent, guardedOrFail, UserError } from '../guard.ts';
import { lens, ofDocument } from '../params.ts';
import { regexDiagram, regexSvg } from '../regex-diagram.ts';
import { regexWords } from '../regex-words.ts';
import { createSampleRunner } from '../sample-runner.ts';
import { packFilter } from '../pack-filter.ts';
import { filterTests, record, verify } from '../sample-tests.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Session } from '../session.ts';
import type { CurrentText } from '../sent-texts.ts';
import { unnoticedChanges } from '../unnoticed-changes.ts';
import { createSimulationThread } from '../simulation-thread.ts';
import type { FromThread, LogInput, ToThread } from '../worker/messages.ts';
import { samplesOf, toSample } from './choose-sample.ts';
import { countedRegexes, createBreakdowns, toldBreakdown } from './breakdowns.ts';
import { createChanges, toldChange } from './changes.ts';
import { codeLenses } from './code-lenses.ts';
import { commandLine } from './command-line.ts';
import { filterChoices } from './filter-choices.ts';
import { lineFixes } from './line-fixes.ts';
import { createLiveRuns, type LiveRuns } from './live-runs.ts';
import { createLogFiles, pathOfLog, type StatFile } from './log-files.ts';
import { findRun, marks, nextLine, overview, selectedLines } from './marks.ts';
import { createMatchingThreads } from './matching-threads.ts';
import { partMarks } from './part-marks.ts';
import { readContext } from './read-context.ts';
import { resolveSubject } from './resolve-subject.ts';
import { createSimulations } from './simulations.ts';
import { virtualText } from './virtual-texts.ts';
import { whyLine } from './why-line.ts';

export interface LiveMatchingOptions {
  readonly connection: Connection;
  readonly session: Session;
  readonly scheduler: Scheduler;
  createThread(): KillableThread<ToThread, FromThread>;
  readonly stat: StatFile;
  tellsContext(): boolean;
  /** Whether the client may be asked to ask for code lenses again. */
  refreshesLenses(): boolean;
  /** What was counted inside of regexes is another than before: hints that tell it are asked for again. */
  countsChanged(): void;
  /** The logs that runs read now: to be watched. */
  logsInUse(paths: ReadonlySet<string>): void;
  /** Folders of configuration that edits are compared with: to be watched. */
  foldersCompared(folders: readonly string[]): void;
}

export interface LiveMatching {
  readonly runs: LiveRuns;
  /** The log that the filter of a file is run on; null where it is run on none. */
  sampleOf(path: string): LogInput | null;
  /** What was counted inside of the failregexes of a file's filter or jails, as they are written now. `waits`: until it is counted, if it can be. */
  countedIn(uri: string, waits: boolean): Promise<readonly CountedRegex[]>;
  /** What a jail would have done with its log, as far as it is known. */
  simulated(subject: Subject): SimulatedJail | undefined;
  readonly currentText: CurrentText;
  /** Files are saved otherwise than before. */
  savedFilesChanged(paths: readonly string[]): void;
  dispose(): void;
}

/** Live matching as the client sees it: docs/protocol.md, request by request. */
export function createLiveMatching(options: LiveMatchingOptions): LiveMatching {
  const { connection, session, scheduler } = options;
  const logs = createLogFiles(session, options.stat);
  const thread = createMatchingThreads(options.createThread, logs.currentText);
  const inUse = new Map<string, readonly string[]>();

  const notify = <K extends keyof LensNotificationsToEditor>(key: K, params: LensNotificationsToEditor[K]): void =>
    void connection.sendNotification(lensMethod(key), params);
  const refreshLenses = (): void => {
    if (options.refreshesLenses())
      scheduler.schedule(
        'refresh lenses',
        0,
        () => void connection.sendRequest('workspace/codeLens/refresh').catch(() => {}),
      );
  };
  const runs = createLiveRuns({
    session,
    scheduler,
    thread,
    logs,
    tellsContext: options.tellsContext,
    now: () => performance.now(),
    stale: (subject) => {
      if (options.tellsContext()) notify('stale', { subject });
    },
    changed: (state) => {
      if (options.tellsContext()) notify('runChanged', state);
      breakdowns.runChanged(state);
      simulations.runChanged(state);
      changes.runChanged(state);
      if (state.status === 'running') return;
      inUse.set(`${state.subject.uri} ${state.subject.jail ?? ''}`, runs.run(state.subject)?.logs ?? []);
      scheduler.schedule('logs in use', 0, () => options.logsInUse(new Set([...inUse.values()].flat())));
      refreshLenses();
    },
  });
  const samples = createSampleRunner(options.createThread());
  // Half a minute of them shall hold up no test.
  const mutants = createSampleRunner(options.createThread());
  const host = { session, runs, thread, logs };
  const breakdowns = createBreakdowns({ ...host, changed: options.countsChanged });
  const simulationThread = createSimulationThread(options.createThread(), logs.currentText);
  const simulations = createSimulations({ ...host, thread: simulationThread, changed: refreshLenses });
  const changes = createChanges({
    ...host,
    foldersInUse: options.foldersCompared,
    changed: (subject) => {
      refreshLenses();
      if (options.tellsContext()) notify('changesKnown', { subject });
    },
  });

  /** Requests with a harmless answer; a failure is logged. */
  const answer = <K extends keyof LensRequests>(
    key: K,
    fallback: LensRequests[K]['result'],
    handle: (params: LensRequests[K]['params']) => LensRequests[K]['result'] | Promise<LensRequests[K]['result']>,
  ): void =>
    void connection.onRequest(lensMethod(key), guarded(session.log, lensMethod(key), lens[key], fallback, handle));
  /** Requests that fail with a message for the user. */
  const answerOrFail = <K extends keyof LensRequests>(
    key: K,
    handle: (
      params: LensRequests[K]['params'],
      signal: AbortSignal,
    ) => LensRequests[K]['result'] | Promise<LensRequests[K]['result']>,
  ): void =>
    void connection.onRequest(
      lensMethod(key),
      guardedOrFail(session.log, lensMethod(key), lens[key], (params: LensRequests[K]['params'], token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        return handle(params, abort.signal);
      }),
    );
  const hear = <K extends keyof LensNotificationsToServer>(
    key: K,
    handle: (params: LensNotificationsToServer[K]) => void,
  ): void =>
    void connection.onNotification(lensMethod(key), guardedEvent(session.log, lensMethod(key), lens[key], handle));

  answer('samples', [], ({ subject }) => {
    const resolved = resolveSubject(session, subject);
    return resolved
      ? samplesOf(session, logs, resolved, { context: runs.context, asked: runs.asked(subject) }, true).map((sample) =>
          toSample(logs, sample),
        )
      : [];
  });
  answer('filters', [], ({ log }) => filterChoices(session, log === null ? null : pathOfLog(log)));
  answer('state', null, ({ subject }) => runs.state(subject));
  answer('marks', { run: 0, version: null, marks: [] }, (params) => marks(host, params));
  answer('overview', { run: 0, version: null, pieces: [] }, (params) => overview(host, params));
  answer('nextLine', null, (params) => nextLine(host, params));
  answer('why', null, (params) => whyLine(host, params));
  answer('lines', { total: 0, lines: [] }, (params) => selectedLines({ ...host, breakdowns, changes }, params));
  answerOrFail('fixes', (params, signal) => lineFixes(host, params, signal));
  answer('part', null, (params) => partMarks(host, params));
  answer('breakdown', null, async ({ subject }) => {
    const found = await breakdowns.wait(subject);
    return found ? toldBreakdown(found) : null;
  });
  answer('changes', null, async ({ subject }) => {
    const found = await changes.wait(subject);
    return found ? toldChange(found, logs) : null;
  });
  answer('regexWords', null, (params) => regexWords(session, params));
  answer('regexDiagram', null, (params) => regexDiagram(session, params));
  answer('regexSvg', null, (params) => regexSvg(session, params));
  answer('filterTests', { filters: [], packs: [] }, ({ uris }) => filterTests(session, uris));
  answerOrFail('verify', (params, signal) => verify(session, samples, params, signal));
  answerOrFail('unnoticed', (params, signal) =>
    unnoticedChanges(session, mutants, params, signal, (done, of) => {
      if (options.tellsContext()) notify('changesTried', { filter: params.filter, done, of });
    }),
  );
  answerOrFail('record', (params, signal) => record(session, samples, params, signal));
  answerOrFail('pack', (params, signal) => packFilter(session, samples, params, signal));
  answerOrFail('test', async ({ subject, logs: asked }, signal) => {
    const state = await runs.test(subject, asked, signal);
    if (signal.aborted) throw cancelled();
    if (!state) throw new UserError(`There is no ${describe(subject)}.`);
    return state;
  });
  answerOrFail('simulation', async (of, signal) => {
    const page = await simulations.ask<'page'>(of, { kind: 'page' }, signal);
    if (!page) throw cancelled();
    const { logs: paths } = simulations.logsOf(of);
    return { ...page, logs: paths.map((path) => host.logs.fileOf(path).shownAs) };
  });
  answerOrFail('banMarks', async ({ subject, log, from, to }, signal) => {
    const found = findRun(runs, subject, log);
    if (!found || simulations.known(subject) === undefined) return null;
    const version = found.run.versions[found.at]!;
    const marks = await simulations.ask<'fates'>({ subject }, { kind: 'fates', log: found.at, from, to }, signal);
    return marks ? { version, ...marks } : null;
  });
  answerOrFail('whatIf', async ({ tried, bantime, ...of }, signal) => {
    if (tried > (of.others?.length ?? 0)) throw new UserError(`There is no jail number ${tried}.`);
    const page = await simulations.ask<'whatIf'>(of, { kind: 'whatIf', tried, bantime }, signal);
    if (!page) throw cancelled();
    return page;
  });
  answerOrFail('simulationText', async ({ format, ...of }, signal) => {
    const text = await simulations.ask<'file'>(of, { kind: 'file', format }, signal);
    if (text === undefined) throw cancelled();
    return text;
  });
  answerOrFail('document', ({ document }) => virtualText({ ...host, simulations, changes }, document));
  answerOrFail('commandLine', ({ subject }) => commandLine(session, subject, runs.run(subject)));
  hear('context', (context) => runs.setContext(readContext(context)));
  hear('cancel', ({ subject }) => runs.cancel(subject));
  hear('baselines', ({ baselines }) => changes.setBaselines(baselines));
  connection.onRequest(
    CodeLensRequest.type,
    guarded(session.log, CodeLensRequest.method, ofDocument, [], ({ textDocument: { uri } }) => {
      runs.lensesAsked(uri);
      return codeLenses({ session, runs, simulations, changes }, uri);
    }),
  );
  return {
    runs,
    sampleOf: (path) => {
      const uri = session.uriOf(path);
      return (uri === null ? undefined : runs.run({ uri })?.input.logs[0]) ?? null;
    },
    async countedIn(uri, waits) {
      const of = runs.subjectsOf(uri);
      const all = waits ? await Promise.all(of.map(breakdowns.wait)) : of.map(breakdowns.known);
      return all.flatMap((one) => (one ? countedRegexes(one) : []));
    },
    simulated: simulations.simulated,
    currentText: logs.currentText,
    savedFilesChanged: changes.savedFilesChanged,
    dispose: () => {
      breakdowns.dispose();
      samples.dispose();
      mutants.dispose();
      simulations.dispose();
      simulationThread.dispose();
      changes.dispose();
      thread.dispose();
    },
  };
}

function describe({ uri, jail }: Subject): string {
  return jail === undefined ? `filter ${uri}` : `jail [${jail}] in ${uri}`;
}
