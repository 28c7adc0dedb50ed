import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readOptions, usage } from './options.ts';
import { missingPrograms } from './oracle.ts';
import { findFail2ban, python, type RealFail2ban } from './real-fail2ban.ts';
import type { KnownDifference, Suite, SuiteResult } from './suite.ts';
import { suites } from './suites.ts';

/** `npm run conformance [-- [--fail2ban 1.0|1.1] [--asks fail2ban|CPython] [SUITE …]]`: holds us against each real fail2ban and CPython, suite by suite. */
const totals = { passed: 0, failed: 0, skipped: 0 };
const options = (() => {
  try {
    return readOptions(
      process.argv.slice(2),
      suites.map(({ name }) => name),
    );
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    process.exit(2);
  }
})();
const chosen = suites.filter(({ name, asks }) => options.suites.includes(name) && (options.asks ?? asks) === asks);
const missing = missingPrograms();

if (missing.length > 0)
  skip(
    `${missing.join(', ')} not installed (on Debian 12: apt-get install fail2ban faketime libpython3.11-testsuite): the conformance suites have nothing to compare with`,
    chosen.length,
  );
else await runAll(findAll());

console.log(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`,
);
process.exitCode = totals.failed > 0 ? 1 : 0;

/** The first one that is there is asked every generated case, any other a quarter of them. */
function findAll(): RealFail2ban[] {
  const found: RealFail2ban[] = [];
  const suitesOfEach = chosen.filter(({ asks }) => asks === 'fail2ban').length;
  for (const line of options.lines) {
    const real = findFail2ban(line, found.length === 0 ? 1 : 0.25);
    if (!('missing' in real)) found.push(real);
    else if (suitesOfEach > 0) skip(`the suites with fail2ban ${line}: ${real.missing}`, suitesOfEach);
  }
  if (suitesOfEach > 0) for (const { version, packages } of found) console.log(`fail2ban ${version} from ${packages}`);
  return found;
}

function skip(reason: string, count: number): void {
  console.log(`SKIPPED ${reason}`);
  totals.skipped += count;
}

async function runAll(reals: readonly RealFail2ban[]): Promise<void> {
  const askFail2ban = chosen.filter(({ asks }) => asks === 'fail2ban');
  const askCpython = chosen.filter(({ asks }) => asks === 'CPython');
  await Promise.all(
    askFail2ban.length > 0 && askCpython.length > 0
      ? [runWithFail2ban(askFail2ban, reals), runInAnotherProcess(askCpython)]
      : [runWithFail2ban(askFail2ban, reals), runWithCpython(askCpython, reals)],
  );
}

async function runWithFail2ban(some: readonly Suite[], reals: readonly RealFail2ban[]): Promise<void> {
  for (const suite of some)
    // Side by side: while one real program thinks, we answer for the other.
    for (const outcome of await Promise.all(reals.map((real) => runSuite(suite, real, `fail2ban ${real.version}`))))
      tell(outcome);
}

async function runWithCpython(some: readonly Suite[], reals: readonly RealFail2ban[]): Promise<void> {
  const version = spawnSync(python, ['--version'], { encoding: 'utf8' }).stdout.trim();
  for (const suite of some)
    if (reals.length > 0) tell(await runSuite(suite, reals[0]!, version));
    else skip(`${suite.name}: it takes its regexes and logs from a fail2ban`, 1);
}

/** Suites that need no fail2ban of their own have a core to themselves. Its lines are printed as they come, its closing line is added to ours. */
async function runInAnotherProcess(some: readonly Suite[]): Promise<void> {
  const words = ['scripts/run-ts.mjs', 'scripts/conformance/run.ts', ...process.argv.slice(2), '--asks', 'CPython'];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let counted = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const closing = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(line);
    if (!closing) {
      console.log(line);
      continue;
    }
    const [passed, failed, skipped] = [closing[1], closing[2], closing[3] ?? '0'].map(Number) as [
      number,
      number,
      number,
    ];
    totals.passed += passed;
    totals.failed += failed;
    totals.skipped += skipped;
    counted += passed + failed + skipped;
  }
  // a process that ended before it had counted its suites has failed
  if (counted === 0) totals.failed += some.length;
}

interface Outcome {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

function tell({ ok, lines }: Outcome): void {
  console.log(lines.join('\n'));
  if (ok) totals.passed++;
  else totals.failed++;
}

async function runSuite(suite: Suite, real: RealFail2ban, whose: string): Promise<Outcome> {
  const begun = performance.now();
  const name = `${suite.name} (${whose})`;
  let result: SuiteResult;
  try {
    result = await suite.run(real);
  } catch (error) {
    return { ok: false, lines: [`FAILED ${name}: ${(error as Error).stack}`] };
  }
  const table = suite.known.filter(({ only }) => only === undefined || only === real.fail2ban);
  const unexplained = result.differences.filter(({ id }) => !table.some((known) => explains(known, id)));
  const isPart = suite.isGenerated === true && real.share < 1;
  // A part of the cases need not hold every known difference.
  const idle = table.filter((known) => !isPart && !result.differences.some(({ id }) => explains(known, id)));
  const knownCount = result.differences.length - unexplained.length;
  const ok = unexplained.length === 0 && idle.length === 0 && result.total > 0;
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const notes = [
    ...(result.note ? [result.note] : []),
    ...(isPart ? [`${real.share * 100} % of the generated cases`] : []),
  ];
  return {
    ok,
    lines: [
      `${ok ? 'ok    ' : 'FAILED'} ${name}: ${result.total - result.differences.length} of ${result.total} agree` +
        `${knownCount > 0 ? `, ${knownCount} known to differ` : ''}${notes.length > 0 ? ` (${notes.join(', ')})` : ''} [${seconds} s]`,
      ...unexplained
        .slice(0, Number(process.env['SHOW'] ?? 5))
        .map(
          ({ id, expected, actual }) =>
            `       ${id}\n         real: ${JSON.stringify(expected)?.slice(0, 2000)}\n         ours: ${JSON.stringify(actual)?.slice(0, 2000)}`,
        ),
      ...(unexplained.length > 5 ? [`       … ${unexplained.length} in all (SHOW=N prints more)`] : []),
      ...idle.map(({ id, reason }) => `       no longer differs: ${String(id)} (${reason})`),
    ],
  };
}

function explains({ id }: KnownDifference, actual: string): boolean {
  return typeof id === 'string' ? id === actual : id.test(actual);
}
