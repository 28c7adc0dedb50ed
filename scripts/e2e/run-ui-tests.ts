import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { newPage, startBrowser } from './browser.ts';
import { type TestResult, printResult } from './results.ts';
import { type ServeOptions, type ServedVsCode, serveVsCode, workbenchUrl } from './served-vscode.ts';
import { type Ui, createUi } from './ui-tests/ui.ts';

/** One thing that a user does and sees. Tests of a list follow each other in one window. */
export interface UiTest {
  readonly name: string;
  run(ui: Ui): Promise<void>;
}

export interface UiOptions extends ServeOptions {
  readonly tests: readonly UiTest[];
  /** Pictures of failures go here. */
  readonly failures: string;
  /** The documentation's pictures go here; undefined: none are drawn. */
  readonly pictures?: string;
  readonly limit?: number;
}

const stepLimit = 30_000;
/** Long regexes are seen whole, in the pictures too. */
const wrapped = { '[fail2ban-filter]': { 'editor.wordWrap': 'on' } };

/** Runs the tests in one window of a served VS Code; a failed test leaves a picture, and the others go on. */
export async function runUiTests(options: UiOptions): Promise<readonly TestResult[]> {
  const results: TestResult[] = [];
  let served: ServedVsCode | undefined;
  let browser: Awaited<ReturnType<typeof startBrowser>> | undefined;
  const overall = setTimeout(() => void browser?.close(), options.limit ?? 300_000);
  mkdirSync(options.failures, { recursive: true });
  if (options.pictures) mkdirSync(options.pictures, { recursive: true });
  try {
    served = await serveVsCode({ ...options, settings: wrapped });
    browser = await startBrowser();
    const page = await newPage(browser, { width: 1500, height: 620 });
    page.setDefaultTimeout(stepLimit);
    await page.goto(workbenchUrl(served));
    await page
      .locator('.monaco-workbench .explorer-folders-view .monaco-list-row')
      .first()
      .waitFor({ timeout: 60_000 });
    const ui = createUi(page, served, options.pictures);
    for (const test of options.tests) {
      const result = await outcome(test, ui);
      printResult(result);
      results.push(result);
      if (!result.ok)
        await page.screenshot({ path: join(options.failures, `failed-${results.length}.png`) }).catch(() => {});
    }
  } catch (error) {
    const result = {
      name: 'should show the workbench',
      ok: false,
      milliseconds: 0,
      error: `${String(error)}\n${served?.log() ?? ''}`,
    };
    printResult(result);
    results.push(result);
  } finally {
    clearTimeout(overall);
    await browser?.close().catch(() => {});
    await served?.stop();
  }
  return results;
}

async function outcome({ name, run }: UiTest, ui: Ui): Promise<TestResult> {
  const begun = Date.now();
  try {
    await run(ui);
    return { name, ok: true, milliseconds: Date.now() - begun };
  } catch (error) {
    return {
      name,
      ok: false,
      milliseconds: Date.now() - begun,
      error: error instanceof Error ? error.message : String(error),
    };
  }
}
