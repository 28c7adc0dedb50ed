import { existsSync, readFileSync } from 'node:fs';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { newPage, startBrowser } from './browser.ts';
import { type ResultsFile, type TestResult, printResult } from './results.ts';
import { type ServeOptions, type ServedVsCode, remotePath, serveVsCode, workbenchUrl } from './served-vscode.ts';

/** `passed`; `failed`: a test failed, or none ran; `hang`: no verdict in time; `died`: the extension host crashed; `broken`: the set-up failed. */
export type HostVerdict = 'passed' | 'failed' | 'hang' | 'died' | 'broken';

export const hostExitCodes: Readonly<Record<HostVerdict, number>> = {
  passed: 0,
  failed: 1,
  hang: 2,
  died: 3,
  broken: 4,
};

export interface HostRun {
  readonly verdict: HostVerdict;
  readonly tests: readonly TestResult[];
}

export interface HostOptions extends ServeOptions {
  /** The extension under development: ours, or an empty one where ours is installed. */
  readonly extension: string;
  /** The bundled test entry; exports `run()`. */
  readonly entry: string;
  readonly limit?: number;
}

type Answer = { readonly type: 'exit'; readonly code: number } | { readonly type: 'hang' };

/** Runs the test entry inside the extension host of a served VS Code, with a headless browser as its window. */
export async function runHostTests(options: HostOptions): Promise<HostRun> {
  const limit = options.limit ?? 300_000;
  const errors: string[] = [];
  let served: ServedVsCode | undefined;
  let browser: Awaited<ReturnType<typeof startBrowser>> | undefined;
  try {
    served = await serveVsCode(options);
    browser = await startBrowser();
    const page = await newPage(browser, { width: 1280, height: 800 });
    const answer = await waitForAnswer(page, served, options, limit, errors);
    const results = readResults(served.results);
    const tests = results?.tests ?? [];
    tests.forEach(printResult);
    const verdict = verdictOf(answer, results);
    if (verdict === 'hang') {
      console.log(
        `HANG: no verdict within ${limit / 1000} s, ${tests.length} tests had answered; see .cache/e2e/hang.png`,
      );
      await page.screenshot({ path: '.cache/e2e/hang.png' }).catch(() => {});
    }
    if (verdict === 'died') console.log('DIED: the extension host ended before its tests did');
    if (verdict !== 'passed' && errors.length > 0)
      console.log(
        `The workbench logged:\n  ${errors
          .slice(-8)
          .map((line) => line.slice(0, 500))
          .join('\n  ')}`,
      );
    if (verdict !== 'passed') console.log(`The extension logged:\n${served.extensionLog()}`);
    return { verdict, tests };
  } catch (error) {
    console.error('SET-UP of the host tests:', error);
    return { verdict: 'broken', tests: [] };
  } finally {
    await browser?.close().catch(() => {});
    await served?.stop();
  }
}

/** Undefined where the test entry was never called: it did not load. */
function readResults(file: string): ResultsFile | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ResultsFile) : undefined;
}

function verdictOf(answer: Answer, results: ResultsFile | undefined): HostVerdict {
  if (answer.type === 'hang') return 'hang';
  if (!results) return 'failed';
  const { finished, tests } = results;
  if (!finished) return 'died';
  return answer.code === 0 && tests.length > 0 && tests.every(({ ok }) => ok) ? 'passed' : 'failed';
}

/** VS Code calls `codeAutomationExit` in its page when the test entry has ended. */
async function waitForAnswer(
  page: Page,
  served: ServedVsCode,
  { extension, entry }: HostOptions,
  limit: number,
  errors: string[],
): Promise<Answer> {
  let answered: (answer: Answer) => void = () => {};
  const answer = new Promise<Answer>((done) => (answered = done));
  const timer = setTimeout(() => answered({ type: 'hang' }), limit);
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    const line = format(...args);
    if (type === 'error' && !line.includes('[Service Worker]')) errors.push(line);
    if (process.env.E2E_VERBOSE) console.log(`[${type}] ${line}`);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => answered({ type: 'exit', code }));
  await page.goto(
    workbenchUrl(served, {
      extensionDevelopmentPath: remotePath(served, extension),
      extensionTestsPath: remotePath(served, entry),
    }),
  );
  return answer.finally(() => clearTimeout(timer));
}
