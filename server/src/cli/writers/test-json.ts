import { adviceJson } from './date-advice-json.ts';
import type { TestReport } from './test-report.ts';

/** The one JSON document of `test --format json`, in pieces. `overruns`, `crashes`, `droppedLine`, `notes` and `dateAdvice` stand there only where there are any. */
export function* writeTestJson({
  report,
  lists,
  overruns,
  crashes,
  droppedLine,
  notes,
  dateAdvice,
  datepattern,
}: TestReport): Generator<string> {
  yield JSON.stringify(report).slice(0, -1);
  if (lists) {
    yield ',"ignored":[';
    yield* lists.ignored;
    yield '],"matches":[';
    yield* lists.matches;
    yield ']';
  }
  const extra = {
    ...(overruns.length > 0 ? { overruns } : {}),
    ...(crashes.count > 0 ? { crashes } : {}),
    ...(droppedLine ? { droppedLine: droppedLine.number } : {}),
    ...(notes.length > 0 ? { notes } : {}),
    ...(dateAdvice ? { dateAdvice: adviceJson(dateAdvice.sighting, dateAdvice.proof, datepattern) } : {}),
  };
  for (const [name, value] of Object.entries(extra)) yield `,${JSON.stringify(name)}:${JSON.stringify(value)}`;
  yield '}\n';
}
