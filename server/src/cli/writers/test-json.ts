import { adviceJson } from './date-advice-json.ts';
import type { TestReport } from './test-report.ts';

/** The one JSON document of `test --format json`. `overruns`, `crashes`, `droppedLine`, `notes` and `dateAdvice` stand there only where there are any. */
export function writeTestJson({
  report,
  overruns,
  crashes,
  droppedLine,
  notes,
  dateAdvice,
  datepattern,
}: TestReport): string {
  const extra = {
    ...(overruns.length > 0 ? { overruns } : {}),
    ...(crashes.count > 0 ? { crashes } : {}),
    ...(droppedLine ? { droppedLine: droppedLine.number } : {}),
    ...(notes.length > 0 ? { notes } : {}),
    ...(dateAdvice ? { dateAdvice: adviceJson(dateAdvice.sighting, dateAdvice.proof, datepattern) } : {}),
  };
  return `${JSON.stringify({ ...report, ...extra })}\n`;
}
