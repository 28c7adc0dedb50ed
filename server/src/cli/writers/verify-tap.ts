import { visible } from '../../text/visible.ts';
import { placeOfTest, type VerifyReport } from './verify-report.ts';

/** TAP 14, a test point a line of a sample. */
export function writeVerifyTap(report: VerifyReport): string {
  const tests = report.samples.flatMap((sample) => sample.tests);
  const points = tests.map((test, i) => {
    const isOk = test.failures.length === 0;
    const name = `${placeOfTest(report, test)} ${test.line === null ? test.title : ''}`.trimEnd();
    // `#` would begin a directive, a backslash an escape.
    const escaped = visible(name).replaceAll(/[\\#]/g, (character) => `\\${character}`);
    const details = test.failures.map(
      ({ message, expected, got, options }) =>
        `    - ${JSON.stringify({ message, expected, got, ...(options ? { options } : {}) })}\n`,
    );
    return `${isOk ? 'ok' : 'not ok'} ${i + 1} - ${escaped}\n${isOk ? '' : `  ---\n  failures:\n${details.join('')}  ...\n`}`;
  });
  return `TAP version 14\n1..${tests.length}\n${points.join('')}`;
}
