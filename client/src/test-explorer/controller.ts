import {
  type CancellationToken,
  type Disposable,
  type TestItem,
  CancellationTokenSource,
  TestRunProfileKind,
  TestRunRequest,
  Uri,
  tests,
  window,
  workspace,
} from 'vscode';
import { sampleLanguage } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { whenQuiet } from '../when-quiet.ts';
import { createFileChanges, type KeptVerdicts } from './kept-verdicts.ts';
import { createRunCoverage } from './run-coverage.ts';
import type { SampleOutcomes } from './sample-lenses.ts';
import { concernedOf, runSamples } from './sample-run.ts';
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
  /** Of a continuous run. */
  readonly kept?: KeptVerdicts;
}

/** Samples with expectations as tests: filters, their sample files, each log line. The server lists and runs them. */
export function activateTestExplorer({ connection, log }: Lens, outcomes: SampleOutcomes): Disposable[] {
  const controller = tests.createTestController('fail2banLens.samples', 'Fail2ban Samples');
  const items = createTestItems(controller);
  const coverage = createRunCoverage();

  const toldPacks = new Set<string>();

  /** Looks for filters with samples: those of the workspace, and of what is open. */
  const refresh = async (): Promise<void> => {
    const found = await workspace.findFiles(filterFiles, excluded, mostFilters);
    const open = workspace.textDocuments.filter(({ uri, isClosed }) => !isClosed && uri.scheme !== 'output');
    const uris = [...new Set([...found, ...open.map(({ uri }) => uri)].map((uri) => uri.toString()))].sort();
    const { filters, packs } = await connection.request('filterTests', { uris });
    items.replace(testTree(filters));
    for (const pack of packs.filter((uri) => !toldPacks.has(uri))) {
      toldPacks.add(pack);
      log.info(
        `${Uri.parse(pack).fsPath} is a packed filter: its samples are not among the tests. Open a file of it to see them.`,
      );
    }
  };
  const refreshOrTell = (): Promise<void> => refresh().catch((error) => log.error('Looking for samples:', error));

  /** Runs of one and the same request are one result to the editor, in which a test that failed once stays failed: `again` makes another one. */
  const runAll = async (
    { request, withCoverage, kept }: WantedRun,
    token: CancellationToken,
    again = false,
  ): Promise<void> => {
    // The lines are those that the server is about to run.
    await refreshOrTell();
    const wanted = wantedSamples(items.tree, idsOf(request.include), idsOf(request.exclude) ?? []);
    if (again && (token.isCancellationRequested || concernedOf(wanted, kept).length === 0)) return;
    const run = controller.createTestRun(again ? sameRequest(request, items.get) : request);
    const cancellation = joinTokens(token, run.token);
    try {
      const rows = await runSamples(
        { connection, items, outcomes, ...(kept ? { kept } : {}) },
        run,
        wanted,
        cancellation.token,
      );
      if (withCoverage) coverage.add(run, rows);
    } finally {
      cancellation.dispose();
      run.end();
    }
  };

  const continuous = new Set<WantedRun>();
  const fileChanges = createFileChanges();
  /** Of the continuous runs, since the last change. */
  let running: CancellationTokenSource | undefined;
  const start = async (wanted: WantedRun, token: CancellationToken): Promise<void> => {
    if (!wanted.request.continuous) return runAll(wanted, token);
    const going = { ...wanted, kept: fileChanges.createKept() };
    continuous.add(going);
    token.onCancellationRequested(() => {
      continuous.delete(going);
      if (continuous.size === 0) running?.cancel();
    });
    return runAll(going, token);
  };
  /** Something that tests hang on may have changed: continuous runs look which of their filters it concerns. */
  const changed = whenQuiet(settleMilliseconds, () => {
    if (continuous.size === 0) return void refreshOrTell();
    running?.cancel();
    const source = (running = new CancellationTokenSource());
    for (const wanted of continuous)
      void runAll(wanted, source.token, true).catch((error) => log.error('Running samples:', error));
  });
  const fileChanged = (uri: Uri): void => {
    fileChanges.changed(uri.toString());
    changed();
  };
  const allChanged = (): void => {
    fileChanges.allChanged();
    changed();
  };
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
      watcher.onDidChange(fileChanged),
      watcher.onDidCreate(fileChanged),
      watcher.onDidDelete(fileChanged),
    ]),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && concernsTests(document.uri)) fileChanged(document.uri);
    }),
    workspace.onDidOpenTextDocument(({ uri, languageId }) => {
      if (languageId === sampleLanguage || isConfiguration(uri)) changed();
    }),
    window.onDidChangeVisibleTextEditors(() => {
      if (items.tree.length === 0) changed();
    }),
    // Edits that are thrown away change what is read, too.
    workspace.onDidCloseTextDocument(({ uri }) => {
      if (concernsTests(uri)) fileChanged(uri);
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('fail2banLens')) allChanged();
    }),
    connection.onStarted(allChanged),
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
