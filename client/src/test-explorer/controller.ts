import {
  type CancellationToken,
  CancellationTokenSource,
  type Disposable,
  type FileCoverageDetail,
  type TestItem,
  type TestRun,
  type TestRunRequest,
  type Uri as UriType,
  BranchCoverage,
  FileCoverage,
  Location,
  Range,
  StatementCoverage,
  TestMessage,
  TestRunProfileKind,
  Uri,
  tests,
  window,
  workspace,
} from 'vscode';
import { sampleLanguage } from '../../../server/src/protocol.ts';
import type { CoverageRow, FilterVerdict, SampleCheck } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { toRange } from '../to-range.ts';
import { whenQuiet } from '../when-quiet.ts';
import { coveredFiles, type CoveredFile } from './coverage-model.ts';
import { failureText, verdictText } from './failure-text.ts';
import { wantedSamples, type WantedFilter } from './selection.ts';
import type { SampleOutcomes } from './sample-lenses.ts';
import { lineKey, testTree, type FilterNode, type SampleNode, type TestNode } from './tree.ts';

/** Files that a filter may be, and those that say what is expected of it. */
const filterFiles = '**/filter.d/*.{conf,local}';
const watchedFiles = ['**/filter.d/**', '**/{samples,testcases,logs}/*'];
const excluded = '**/node_modules/**';
const mostFilters = 3000;

/** Milliseconds from an edit to the next look at the tests, and to the next continuous run. */
const settleMilliseconds = 300;

/** Samples with expectations as tests: filters, their sample files, each log line. The server lists and runs them. */
export function activateTestExplorer(lens: Lens, outcomes: SampleOutcomes): Disposable[] {
  const { connection, log } = lens;
  const controller = tests.createTestController('fail2banLens.samples', 'Fail2ban Samples');
  let tree: readonly FilterNode[] = [];
  const items = new Map<string, TestItem>();
  let sampleUris: ReadonlySet<string> = new Set();
  const details = new WeakMap<FileCoverage, FileCoverageDetail[]>();
  const continuous = new Set<(token: CancellationToken) => Promise<void>>();

  const replace = (nodes: readonly FilterNode[]): void => {
    tree = nodes;
    items.clear();
    sampleUris = new Set(
      nodes.flatMap(({ children }) =>
        children.flatMap(({ uri, children: lines }) => [uri, ...lines.map((line) => line.uri)]),
      ),
    );
    controller.items.replace(nodes.map(toItem));
  };
  /** An edit of a sample moves its lines; one of a configuration file changes no test, only what a continuous run gives. */
  const concernsTests = (uri: UriType): boolean =>
    sampleUris.has(uri.toString()) || (continuous.size > 0 && isConfiguration(uri));
  const toItem = (node: TestNode): TestItem => {
    const item = controller.createTestItem(node.id, node.label, Uri.parse(node.uri));
    item.description = node.description;
    if (node.line !== null) item.range = new Range(node.line, 0, node.line, 0);
    else item.sortText = node.label;
    item.children.replace(node.children.map(toItem));
    items.set(node.id, item);
    return item;
  };
  /** Looks for filters with samples: those of the workspace, and of what is open. */
  const refresh = async (): Promise<void> => {
    const found = await workspace.findFiles(filterFiles, excluded, mostFilters);
    const open = workspace.textDocuments.filter(({ uri, isClosed }) => !isClosed && uri.scheme !== 'output');
    const uris = [...new Set([...found, ...open.map(({ uri }) => uri)].map((uri) => uri.toString()))].sort();
    replace(testTree(await connection.request('filterTests', { uris })));
  };
  const refreshOrTell = (): Promise<void> => refresh().catch((error) => log.error('Looking for samples:', error));

  const runAll = async (request: TestRunRequest, token: CancellationToken, withCoverage: boolean): Promise<void> => {
    // The lines are those that the server is about to run.
    await refreshOrTell();
    const wanted = wantedSamples(tree, idsOf(request.include), idsOf(request.exclude) ?? []);
    const run = controller.createTestRun(request);
    const cancellation = joinTokens(token, run.token);
    const rows: CoverageRow[] = [];
    try {
      for (const { lines } of wanted) for (const id of lines) markItem(id, (item) => run.enqueued(item));
      for (const filter of wanted) {
        if (cancellation.token.isCancellationRequested) break;
        const verdict = await runFilter(run, filter, cancellation.token);
        if (verdict) rows.push(...verdict.coverage);
      }
      if (withCoverage) for (const file of coveredFiles(rows)) addCoverage(run, file);
    } finally {
      cancellation.dispose();
      run.end();
    }
  };
  const markItem = (id: string, mark: (item: TestItem) => void): void => {
    const item = items.get(id);
    if (item) mark(item);
  };
  const runFilter = async (
    run: TestRun,
    { filter, samples, lines }: WantedFilter,
    token: CancellationToken,
  ): Promise<FilterVerdict | undefined> => {
    for (const id of lines) markItem(id, (item) => run.started(item));
    try {
      const params = { filter: filter.uri, samples: samples.map(({ uri }) => uri) };
      const verdict = await connection.request('verify', params, token);
      if (token.isCancellationRequested) return undefined;
      outcomes.tell(verdict);
      run.appendOutput(verdictText(filter.label, verdict).replaceAll('\n', '\r\n'));
      samples.forEach((sample, i) => tellSample(run, sample, lines, verdict.samples[i]?.checks ?? []));
      return verdict;
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      const message = new TestMessage(error instanceof Error ? error.message : String(error));
      for (const { id } of samples) markItem(id, (item) => run.errored(item, message));
      return undefined;
    }
  };
  /** A sample's lines, those that were asked for; what is asked of the filter as a whole is told of the file. */
  const tellSample = (
    run: TestRun,
    sample: SampleNode,
    lines: ReadonlySet<string>,
    checks: readonly SampleCheck[],
  ): void => {
    const untold = new Set(sample.children.map(({ id }) => id).filter((id) => lines.has(id)));
    const ofFile: TestMessage[] = [];
    for (const check of checks) {
      const id = check.line === null ? undefined : sample.byLine.get(lineKey(check.uri, check.line));
      if (id === undefined) ofFile.push(...messagesOf(check));
      else if (untold.delete(id)) {
        const messages = messagesOf(check);
        markItem(id, (item) => (messages.length === 0 ? run.passed(item) : run.failed(item, messages)));
      }
    }
    // No option set asks for them.
    for (const id of untold) markItem(id, (item) => run.skipped(item));
    if (sample.children.every(({ id }) => lines.has(id)) && ofFile.length > 0)
      markItem(sample.id, (item) => run.failed(item, ofFile));
  };
  const addCoverage = (run: TestRun, { uri, statements }: CoveredFile): void => {
    const covered = statements.map(
      ({ range, hits, branches }) =>
        new StatementCoverage(
          hits,
          toRange(range),
          branches.map((branch) => new BranchCoverage(branch.hits, toRange(branch.range), branch.label)),
        ),
    );
    const file = FileCoverage.fromDetails(Uri.parse(uri), covered);
    details.set(file, covered);
    run.addCoverage(file);
  };
  const start = async (request: TestRunRequest, token: CancellationToken, withCoverage: boolean): Promise<void> => {
    if (!request.continuous) return runAll(request, token, withCoverage);
    const again = (stop: CancellationToken): Promise<void> => runAll(request, stop, withCoverage);
    continuous.add(again);
    token.onCancellationRequested(() => {
      continuous.delete(again);
      if (continuous.size === 0) running?.cancel();
    });
    return again(token);
  };

  const profile = (label: string, kind: TestRunProfileKind, withCoverage: boolean) => {
    const made = controller.createRunProfile(
      label,
      kind,
      (request, token) => start(request, token, withCoverage),
      true,
      undefined,
      true,
    );
    made.loadDetailedCoverage = (_, file) => Promise.resolve(details.get(file) ?? []);
    return made;
  };
  const run = profile('Run Samples', TestRunProfileKind.Run, false);
  const coverage = profile('Run Samples with Coverage', TestRunProfileKind.Coverage, true);

  let running: CancellationTokenSource | undefined;
  /** Something that tests hang on has changed. */
  const changed = whenQuiet(settleMilliseconds, () => {
    if (continuous.size === 0) return void refreshOrTell();
    running?.cancel();
    const source = (running = new CancellationTokenSource());
    for (const again of continuous) void again(source.token).catch((error) => log.error('Running samples:', error));
  });
  controller.refreshHandler = refreshOrTell;
  controller.resolveHandler = async (item) => {
    if (!item) await refreshOrTell();
  };
  const watchers = watchedFiles.map((pattern) => workspace.createFileSystemWatcher(pattern));
  return [
    controller,
    run,
    coverage,
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
      if (tree.length === 0) changed();
    }),
    connection.onStarted(changed),
    { dispose: changed.cancel },
  ];
}

function isConfiguration({ path }: UriType): boolean {
  return /\.(?:conf|local)$/.test(path);
}

function idsOf(items: readonly TestItem[] | undefined): string[] | undefined {
  return items?.map(({ id }) => id);
}

function messagesOf({ uri, line, title, failures, location }: SampleCheck): TestMessage[] {
  const place = location
    ? new Location(Uri.parse(location.uri), toRange(location.range))
    : new Location(Uri.parse(uri), new Range(line ?? 0, 0, line ?? 0, 0));
  return failures.flatMap((failure) => {
    const { message, expected, actual } = failureText(failure);
    const words = new TestMessage(line === null ? `${title}: ${message}` : message);
    // The words first: of a difference the editor's own line shows no more than the two sides.
    const told =
      expected !== null && actual !== null ? [words, TestMessage.diff(failure.message, expected, actual)] : [words];
    for (const one of told) one.location = place;
    return told;
  });
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
