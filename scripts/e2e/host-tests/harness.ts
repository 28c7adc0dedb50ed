import { existsSync, writeFileSync } from 'node:fs';
import type { ResultsFile, TestResult } from '../results.ts';

interface HostTest {
  readonly name: string;
  /** May answer what it measured, for the log. */
  readonly run: () => Promise<string | void> | string | void;
}

const tests: HostTest[] = [];
const testLimit = 60_000;

/** Adds a test; its name is a sentence that begins with `should`. */
export function test(name: string, run: HostTest['run']): void {
  tests.push({ name, run });
}

/**
 * Runs every test in order and writes the results file after each. The workbench restarts a crashed extension host and would run the tests again: a results
 * file that is there already says so.
 */
export async function runAll(resultsFile: string | undefined): Promise<void> {
  if (resultsFile && existsSync(resultsFile))
    throw new Error('second run in one session: the extension host was restarted');
  const done: TestResult[] = [];
  const save = (finished: boolean) => {
    if (resultsFile)
      writeFileSync(resultsFile, JSON.stringify({ finished, tests: done } satisfies ResultsFile, null, 1));
  };
  save(false);
  for (const { name, run } of tests) {
    const begun = Date.now();
    const { error, note } = await outcome(run);
    done.push({ name, ok: error === undefined, milliseconds: Date.now() - begun, error, note });
    save(false);
    // a desktop VS Code shows this; the served one is read from the file
    console.log(error === undefined ? `ok     ${name}` : `NOT OK ${name}\n${error}`);
  }
  save(true);
  const failed = done.filter(({ ok }) => !ok).length;
  if (failed > 0) throw new Error(`${failed} failed`);
  if (done.length === 0) throw new Error('no test ran');
}

async function outcome(run: HostTest['run']): Promise<Pick<TestResult, 'error' | 'note'>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>(
    (_, fail) => (timer = setTimeout(() => fail(new Error(`no end after ${testLimit / 1000} s`)), testLimit)),
  );
  try {
    return { note: (await Promise.race([run(), late])) ?? undefined };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
