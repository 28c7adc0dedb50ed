/** One test's end. */
export interface TestResult {
  readonly name: string;
  readonly ok: boolean;
  readonly milliseconds: number;
  readonly error?: string;
  /** What the test measured, for the log. */
  readonly note?: string;
}

/**
 * What the test entry in the extension host writes, anew after each test. VS Code reports a crashed extension host as exit 0, so only a file with
 * `finished` is a whole run.
 */
export interface ResultsFile {
  readonly finished: boolean;
  readonly tests: readonly TestResult[];
}

export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

export function printResult({ name, ok, milliseconds, error, note }: TestResult): void {
  console.log(
    ok
      ? `ok     ${name} (${milliseconds} ms)${note ? `\n       ${note}` : ''}`
      : `NOT OK ${name}\n       ${(error ?? '').replaceAll('\n', '\n       ')}`,
  );
}

export function countResults(tests: readonly TestResult[]): Totals {
  const passed = tests.filter(({ ok }) => ok).length;
  return { passed, failed: tests.length - passed, skipped: 0 };
}

export function describeTotals({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
