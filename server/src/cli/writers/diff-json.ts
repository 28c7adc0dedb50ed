import type { LineTreatment } from '../../diff/compare-lines.ts';
import {
  differenceKinds,
  type DiffReport,
  type Differences,
  type LogDifferences,
  type ShownDifference,
} from './diff-report.ts';

/**
 * The one JSON document of `diff`, in pieces. With one log the lists are the document; with several each log has its own in
 * `logs`, and the document's lists hold the lines of all, in the order of the logs. For folders `filters` holds the lists of each filter.
 */
export function* writeDiffJson({ logs }: DiffReport): Generator<string> {
  yield '{';
  yield* lists(logs.map(({ differences }) => differences));
  if (logs.length > 1) {
    yield ',"logs":[';
    for (const [i, { log, lines, partial, differences, byFilter }] of logs.entries()) {
      yield `${i > 0 ? ',' : ''}{"log":${JSON.stringify(log)},"lines":${lines},`;
      yield* lists([differences]);
      yield* filterLists(byFilter);
      yield `${partial === undefined ? '' : `,"partial":${JSON.stringify(partial)}`}}`;
    }
    yield ']';
  }
  if (logs.length === 1) yield* filterLists(logs[0]!.byFilter);
  const partial = logs.find((log) => log.partial !== undefined)?.partial;
  if (partial !== undefined) yield `,"partial":${JSON.stringify(partial)}`;
  yield '}\n';
}

function* filterLists(byFilter: LogDifferences['byFilter']): Generator<string> {
  const told = byFilter.filter(({ differences }) => differences.total > 0);
  if (told.length === 0) return;
  yield ',"filters":[';
  for (const [i, { filter, differences }] of told.entries()) {
    yield `${i > 0 ? ',' : ''}{"filter":${JSON.stringify(filter)},`;
    yield* lists([differences]);
    yield '}';
  }
  yield ']';
}

function* lists(all: readonly Differences[]): Generator<string> {
  for (const [k, kind] of differenceKinds.entries()) {
    yield `${k > 0 ? ',' : ''}"${kind}":[`;
    let isFirst = true;
    for (const differences of all) {
      if (differences.count[kind] === 0) continue;
      if (!isFirst) yield ',';
      isFirst = false;
      yield* differences.items(kind);
    }
    yield ']';
  }
}

/** A line's number where it was gained or lost. */
export function differenceJson({ kind, line, old, edited, filter }: ShownDifference): string {
  if (kind !== 'changed') return String(line);
  return JSON.stringify({
    line,
    ...(filter === undefined ? {} : { filter }),
    old: treatmentJson(old),
    new: treatmentJson(edited),
  });
}

/** The first failure; `more` holds the others where there are any. `failregex` counts from 1. */
function treatmentJson({ verdict, failures }: LineTreatment): object {
  const [first, ...more] = failures.map(({ failregex, id, time }) => ({ failregex: failregex + 1, id, time }));
  return { verdict, ...first, ...(more.length > 0 ? { more } : {}) };
}
