import { type CancellationToken, type TestRun, Location, Range, TestMessage, Uri } from 'vscode';
import type { CoverageRow, SampleCheck } from '../../../server/src/protocol.ts';
import type { Connection } from '../connection.ts';
import { toRange } from '../to-range.ts';
import { failureText, verdictText } from './failure-text.ts';
import type { KeptVerdicts } from './kept-verdicts.ts';
import type { SampleOutcomes } from './sample-lenses.ts';
import type { WantedFilter } from './selection.ts';
import type { TestItems } from './test-items.ts';
import { lineKey, type SampleNode } from './tree.ts';

export interface SampleRunTools {
  readonly connection: Connection;
  readonly items: TestItems;
  readonly outcomes: SampleOutcomes;
  /** Of a continuous run: what need not be run again. */
  readonly kept?: KeptVerdicts;
}

/**
 * Runs the samples of one filter after the other, and tells the editor of each line. Gives what of the filters they go through, with that of filters whose
 * verdict was kept.
 */
export async function runSamples(
  tools: SampleRunTools,
  run: TestRun,
  wanted: readonly WantedFilter[],
  token: CancellationToken,
): Promise<readonly CoverageRow[]> {
  const rows: CoverageRow[] = [];
  const concerned = concernedOf(wanted, tools.kept);
  for (const { lines } of concerned) for (const id of lines) tools.items.mark(id, (item) => run.enqueued(item));
  for (const filter of wanted) {
    if (token.isCancellationRequested) break;
    rows.push(...(tools.kept?.of(filter)?.rows ?? (await runFilter(tools, run, filter, token))));
  }
  return rows;
}

/** The filters that are to be run: not those whose verdict still holds. */
export function concernedOf(wanted: readonly WantedFilter[], kept: KeptVerdicts | undefined): readonly WantedFilter[] {
  return wanted.filter((filter) => !kept?.of(filter));
}

async function runFilter(
  { connection, items, outcomes, kept }: SampleRunTools,
  run: TestRun,
  { filter, samples, lines }: WantedFilter,
  token: CancellationToken,
): Promise<readonly CoverageRow[]> {
  for (const id of lines) items.mark(id, (item) => run.started(item));
  try {
    const begun = kept?.moment() ?? 0;
    const params = { filter: filter.uri, samples: samples.map(({ uri }) => uri) };
    const verdict = await connection.request('verify', params, token);
    if (token.isCancellationRequested) return [];
    outcomes.tell(verdict);
    run.appendOutput(verdictText(filter.label, verdict).replaceAll('\n', '\r\n'));
    samples.forEach((sample, i) => tellSample(items, run, sample, lines, verdict.samples[i]?.checks ?? []));
    kept?.keep(filter.id, { begun, files: new Set(verdict.files), rows: verdict.coverage });
    return verdict.coverage;
  } catch (error) {
    if (token.isCancellationRequested) return [];
    const message = new TestMessage(error instanceof Error ? error.message : String(error));
    for (const { id } of samples) items.mark(id, (item) => run.errored(item, message));
    return [];
  }
}

/** A sample's lines, those that were asked for; what is asked of the filter as a whole is told of the file. */
function tellSample(
  items: TestItems,
  run: TestRun,
  sample: SampleNode,
  lines: ReadonlySet<string>,
  checks: readonly SampleCheck[],
): void {
  const untold = new Set(sample.children.map(({ id }) => id).filter((id) => lines.has(id)));
  const ofFile: TestMessage[] = [];
  for (const check of checks) {
    const id = check.line === null ? undefined : sample.byLine.get(lineKey(check.uri, check.line));
    if (id === undefined) ofFile.push(...messagesOf(check));
    else if (untold.delete(id)) {
      const messages = messagesOf(check);
      items.mark(id, (item) => (messages.length === 0 ? run.passed(item) : run.failed(item, messages)));
    }
  }
  // No option set asks for them.
  for (const id of untold) items.mark(id, (item) => run.skipped(item));
  if (sample.children.every(({ id }) => lines.has(id)) && ofFile.length > 0)
    items.mark(sample.id, (item) => run.failed(item, ofFile));
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
