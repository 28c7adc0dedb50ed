import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { type ResultsFile, type TestResult, printResult } from './results.ts';

export interface DesktopOptions {
  readonly entry: string;
  readonly folder: string;
  /** `stable`, `1.100.3`, the path of an executable, or `served`: the served VS Code behind a shim that takes VS Code's arguments. */
  readonly version?: string;
}

/** The same test entry in a desktop VS Code, downloaded by @vscode/test-electron where it is not there yet. A run that breaks off is one failed test. */
export async function runDesktopTests({
  entry,
  folder,
  version = 'stable',
}: DesktopOptions): Promise<readonly TestResult[]> {
  const data = mkdtempSync(join(tmpdir(), 'fail2ban-lens-desktop-'));
  const results = join(data, 'results.json');
  try {
    const code = await runTests({
      vscodeExecutablePath: await executable(version, data),
      extensionDevelopmentPath: resolve('.'),
      extensionTestsPath: entry,
      extensionTestsEnv: { E2E_RESULTS: results },
      launchArgs: [
        folder,
        '--disable-extensions',
        '--disable-workspace-trust',
        '--skip-welcome',
        '--skip-release-notes',
        `--user-data-dir=${join(data, 'user')}`,
      ],
    }).catch((error: unknown) => error);
    const { finished, tests } = JSON.parse(readFileSync(results, 'utf8')) as ResultsFile;
    if (version !== 'served') tests.forEach(printResult);
    return finished ? tests : [...tests, broken(`VS Code ended early: ${String(code)}`)];
  } catch (error) {
    return [broken(error instanceof Error ? error.message : String(error))];
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function executable(version: string, data: string): Promise<string> {
  if (version === 'served') {
    const shim = join(data, 'code');
    writeFileSync(shim, `#!/bin/sh\nexec "${process.execPath}" scripts/run-ts.mjs scripts/e2e/code-shim.ts "$@"\n`, {
      mode: 0o755,
    });
    return shim;
  }
  return version.includes('/') ? version : downloadAndUnzipVSCode(version);
}

function broken(error: string): TestResult {
  const result = { name: 'should run the test entry in a desktop VS Code', ok: false, milliseconds: 0, error };
  printResult(result);
  return result;
}
