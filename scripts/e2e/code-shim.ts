// Looks to @vscode/test-electron like VS Code's executable, and runs the tests in the served VS Code: the entry that a desktop VS Code runs is so tried
// where none can be downloaded. Same arguments, same exit code.
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { hostExitCodes, runHostTests } from './run-host-tests.ts';
import { setUpServer } from './set-up.ts';

const args = process.argv.slice(2);
const option = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const extensionsDir = resolve('.cache/e2e/no-extensions');
mkdirSync(extensionsDir, { recursive: true });

const { verdict, tests } = await runHostTests({
  server: setUpServer(),
  extensionsDir,
  folder: args.find((arg) => !arg.startsWith('-')) ?? process.cwd(),
  extension: option('extensionDevelopmentPath')!,
  entry: option('extensionTestsPath')!,
});
if (process.env.E2E_RESULTS)
  writeFileSync(
    process.env.E2E_RESULTS,
    JSON.stringify({ finished: verdict === 'passed' || verdict === 'failed', tests }),
  );
process.exitCode = hostExitCodes[verdict];
