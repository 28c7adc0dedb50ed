import {
  type CancellationToken,
  type Disposable,
  type TestItem,
  type Uri,
  CancellationTokenSource,
  TestRunProfileKind,
  TestRunRequest,
  tests,
  window,
  workspace,
} from 'vscode';
import { sampleLanguage } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { whenQuiet } from '../when-quiet.ts';
import { createRunCoverage } from './run-coverage.ts';
import type { SampleOutcomes } from './sample-lenses.ts';
import { runSamples } from './sample-run.ts';
import { wantedSamples } from './selection.ts';
import { createTestItems } from './test-items.ts';
import { testTree } from './tree.ts';

/** Files that a filter may be, and those that say what is expected of it. */
const filterFiles = '**/filter.d/*.{conf,local}';
const watchedFiles = ['**/filter.d/**', '**/{samples,testcases,logs}/*'];
const excluded = '**/node_modules/**';
const mostFilters = 3000;

/** Milliseconds from an edit to the next look at the tests, and to the next continuous run. */
const settleMilliseconds = 300;

/** A run that was asked for, once or after each edit. */
interface WantedRun {
  readonly request: TestRunRequest;
  readonly withCoverage: boolean;
}

/** Samples with expectations as tests: filters, their sample files, each log line. The server lists and runs them. */
export function activateTestExplorer({ connection, log }: Lens, outcomes: SampleOutcomes): Disposable[] {
  const controller = tests.createTestController('fail2banLens.samples', 'Fail2ban Samples');
  const items = createTestItems(controller);
  const coverage = createRunCoverage();

  /** Looks for filters with samples: those of the workspace, and of what is open. */
  const refresh = async (): Promise<void> => {
    const found = await workspace.findFiles(filterFiles, excluded, mostFilters);
    const open = workspace.textDocuments.filter(({ uri, isClosed }) => !isClosed && uri.scheme !== 'output');
    const uris = [...new Set([...found, ...open.map(({ uri }) => uri)].map((uri) => uri.toString()))].sort();
    items.replace(testTree(await connection.request('filterTests', { uris })));
  };
  const refreshOrTell = (): Promise<void> => refresh().catch((error) => log.error('Looking for samples:', error));

  /** Runs of one and the same request are one result to the editor, in which a test that failed once stays failed: `again` makes another one. */
  const runAll = async (
    { request, withCoverage }: WantedRun,
    token: CancellationToken,
    again = false,
  ): Promise<void> => {
    // The lines are those that the server is about to run.
    await refreshOrTell();
    const wanted = wantedSamples(items.tree, idsOf(request.include), idsOf(request.exclude) ?? []);
    const run = controller.createTestRun(again ? sameRequest(request, items.get) : request);
    const cancellation = joinTokens(token, run.token);
    try {
      const rows = await runSamples({ connection, items, outcomes }, run, wanted, cancellation.token);
      if (withCoverage) coverage.add(run, rows);
    } finally {
      cancellation.dispose();
      run.end();
    }
  };

  const continuous = new Set<WantedRun>();
  /** Of the continuous runs, since the last change. */
  let running: CancellationTokenSource | undefined;
  const start = async (wanted: WantedRun, token: CancellationToken): Promise<void> => {
    if (wanted.request.continuous) {
      continuous.add(wanted);
      token.onCancellationRequested(() => {
        continuous.delete(wanted);
        if (continuous.size === 0) running?.cancel();
      });
    }
    return runAll(wanted, token);
  };
  /** Something that tests hang on has changed. */
  const changed = whenQuiet(settleMilliseconds, () => {
    if (continuous.size === 0) return void refreshOrTell();
    running?.cancel();
    const source = (running = new CancellationTokenSource());
    for (const wanted of continuous)
      void runAll(wanted, source.token, true).catch((error) => log.error('Running samples:', error));
  });
  /** An edit of a sample moves its lines; one of a configuration file changes no test, only what a continuous run gives. */
  const concernsTests = (uri: Uri): boolean => items.isSample(uri) || (continuous.size > 0 && isConfiguration(uri));

  const profile = (label: string, kind: TestRunProfileKind, withCoverage: boolean) => {
    const made = controller.createRunProfile(
      label,
      kind,
      (request, token) => start({ request, withCoverage }, token),
      true,
      undefined,
      true,
    );
    made.loadDetailedCoverage = (_, file) => Promise.resolve(coverage.details(file));
    return made;
  };
  controller.refreshHandler = refreshOrTell;
  controller.resolveHandler = async (item) => {
    if (!item) await refreshOrTell();
  };
  const watchers = watchedFiles.map((pattern) => workspace.createFileSystemWatcher(pattern));
  return [
    controller,
    profile('Run Samples', TestRunProfileKind.Run, false),
    profile('Run Samples with Coverage', TestRunProfileKind.Coverage, true),
    ...watchers,
    ...watchers.flatMap((watcher) => [
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
    ]),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && concernsTests(document.uri)) changed();
    }),
    workspace.onDidOpenTextDocument(({ uri, languageId }) => {
      if (languageId === sampleLanguage || isConfiguration(uri)) changed();
    }),
    window.onDidChangeVisibleTextEditors(() => {
      if (items.tree.length === 0) changed();
    }),
    connection.onStarted(changed),
    { dispose: changed.cancel },
  ];
}

/** The same tests, as they stand in the tree now, in a request of its own. */
function sameRequest(
  { include, exclude, profile, preserveFocus }: TestRunRequest,
  itemOf: (id: string) => TestItem | undefined,
): TestRunRequest {
  const current = (of: readonly TestItem[]): TestItem[] => of.map((item) => itemOf(item.id) ?? item);
  return new TestRunRequest(include && current(include), exclude && current(exclude), profile, true, preserveFocus);
}

function isConfiguration({ path }: Uri): boolean {
  return /\.(?:conf|local)$/.test(path);
}

function idsOf(items: readonly TestItem[] | undefined): string[] | undefined {
  return items?.map(({ id }) => id);
}

/** A token that is cancelled with either of two. */
function joinTokens(...all: readonly CancellationToken[]): CancellationTokenSource {
  const source = new CancellationTokenSource();
  for (const token of all) {
    if (token.isCancellationRequested) source.cancel();
    token.onCancellationRequested(() => source.cancel());
  }
  return source;
}
