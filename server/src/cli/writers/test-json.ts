import type { TestReport } from './test-report.ts';

/** The one JSON document of `test --format json`. `overruns`, `crashes` and `droppedLine` stand there only where there are any. */
export function writeTestJson({ report, overruns, crashes, droppedLine }: TestReport): string {
  const extra = {
    ...(overruns.length > 0 ? { overruns } : {}),
    ...(crashes.count > 0 ? { crashes } : {}),
    ...(droppedLine ? { droppedLine: droppedLine.number } : {}),
  };
  return `${JSON.stringify({ ...report, ...extra })}\n`;
}
