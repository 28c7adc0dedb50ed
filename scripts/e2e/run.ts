// npm run e2e [-- host | ui | --desktop[=VERSION]]  packs the extension, installs it into a real VS Code and tests it there. The last line is
// `N passed, N failed[, N skipped]`. `--desktop` runs the host tests through @vscode/test-electron instead, in a desktop VS Code that it downloads
// (`--desktop=served`: the same entry in the served one). `--pictures` draws docs/images anew.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { findChromium } from './browser.ts';
import { bundleHostEntry } from './bundle.ts';
import { runDesktopTests } from './desktop.ts';
import { type Totals, countResults, describeTotals } from './results.ts';
import { hostExitCodes, runHostTests } from './run-host-tests.ts';
import { runUiTests } from './run-ui-tests.ts';
import { cannotServe, installVsix, setUpServer, writeRunnerExtension } from './set-up.ts';
import { banTests } from './ui-tests/bans.ts';
import { carryingTests } from './ui-tests/carrying.ts';
import { changesTests } from './ui-tests/changes.ts';
import { insideTests } from './ui-tests/inside.ts';
import { liveTests } from './ui-tests/live.ts';
import { looksTests } from './ui-tests/looks.ts';
import { regexTests } from './ui-tests/regex.ts';
import { samplesTests } from './ui-tests/samples.ts';
import { tourTests } from './ui-tests/tour.ts';

const args = process.argv.slice(2);
const parts = args.filter((arg) => !arg.startsWith('--'));
const wants = (part: string) => parts.length === 0 || parts.includes(part);
const desktop = args.find((arg) => arg.startsWith('--desktop'));

const work = resolve('.cache/e2e');
const vsix = `${work}/fail2ban-lens.vsix`;
const folder = resolve('test-fixtures/tour');
const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
let exitCode = 0;

mkdirSync(work, { recursive: true });
execFileSync(process.execPath, ['scripts/run-ts.mjs', 'scripts/package.ts', vsix], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
const entry = await bundleHostEntry('scripts/e2e/host-tests/entry.ts', `${work}/host-tests.js`);
const missing = desktop
  ? undefined
  : (cannotServe() ??
    (findChromium() ? undefined : 'no chromium: apt-get install chromium, or name one in E2E_CHROMIUM'));

if (missing) {
  for (const part of ['host', 'ui'].filter(wants)) {
    console.log(`SKIPPED the ${part} tests in a real VS Code: ${missing}`);
    totals.skipped++;
  }
} else if (desktop) {
  add(countResults(await runDesktopTests({ entry, folder, version: desktop.split('=')[1] })));
} else {
  const server = setUpServer();
  const extensionsDir = `${work}/extensions`;
  installVsix(server, vsix, extensionsDir);
  const serve = { server, folder, extensionsDir };
  if (wants('host')) {
    console.log('\n--- inside the extension host');
    const { verdict, tests } = await runHostTests({
      ...serve,
      secondFolder: 'second',
      entry,
      extension: writeRunnerExtension(`${work}/runner`),
    });
    add(countResults(tests));
    // a run that did not end by itself has failed, whatever its tests said
    if (verdict !== 'passed' && countResults(tests).failed === 0) totals.failed++;
    exitCode = hostExitCodes[verdict];
  }
  if (wants('ui')) {
    console.log('\n--- in the window');
    add(
      countResults(
        await runUiTests({
          ...serve,
          tests: [
            ...liveTests,
            ...insideTests,
            ...tourTests,
            ...looksTests,
            ...regexTests,
            ...changesTests,
            ...samplesTests,
            ...carryingTests,
            ...banTests,
          ],
          failures: work,
          pictures: args.includes('--pictures') ? resolve('docs/images') : undefined,
        }),
      ),
    );
  }
}

console.log(describeTotals(totals));
process.exitCode = exitCode || (totals.failed > 0 ? 1 : 0);

function add({ passed, failed, skipped }: Totals): void {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
}
