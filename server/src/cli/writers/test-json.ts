import type { TestReport } from './test-report.ts';

/** The one JSON document of `test --format json`. `overruns`, `crashes`, `droppedLine` and `notes` stand there only where there are any. */
export function writeTestJson({ report, overruns, crashes, droppedLine, notes }: TestReport): string {
  const extra = {
    ...(overruns.length > 0 ? { overruns } : {}),
    ...(crashes.count > 0 ? { crashes } : {}),
    ...(droppedLine ? { droppedLine: droppedLine.number } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
  return `${JSON.stringify({ ...report, ...extra })}\n`;
}
