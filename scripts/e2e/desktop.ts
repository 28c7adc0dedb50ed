import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { type ResultsFile, printResult } from './results.ts';

export interface DesktopOptions {
  readonly entry: string;
  readonly folder: string;
  /** `stable`, `1.100.3`, or the path of an executable that takes VS Code's arguments. */
  readonly version?: string;
}

/** The same test entry in a desktop VS Code, downloaded by @vscode/test-electron where it is not there yet. True when every test passed. */
export async function runDesktopTests({ entry, folder, version = 'stable' }: DesktopOptions): Promise<boolean> {
  const data = mkdtempSync(join(tmpdir(), 'fail2ban-lens-desktop-'));
  const results = join(data, 'results.json');
  try {
    const vscodeExecutablePath = version.includes('/') ? version : await downloadAndUnzipVSCode(version);
    const code = await runTests({
      vscodeExecutablePath, extensionDevelopmentPath: resolve('.'), extensionTestsPath: entry, extensionTestsEnv: { E2E_RESULTS: results },
      launchArgs: [folder, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes', `--user-data-dir=${join(data, 'user')}`],
    });
    const { finished, tests } = JSON.parse(readFileSync(results, 'utf8')) as ResultsFile;
    tests.forEach(printResult);
    return code === 0 && finished;
  } catch (error) {
    console.error('desktop VS Code:', error instanceof Error ? error.message : error);
    return false;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
