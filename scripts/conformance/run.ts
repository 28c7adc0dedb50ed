import { missingPrograms } from './oracle.ts';
import type { KnownDifference, Suite, SuiteResult } from './suite.ts';
import { suites } from './suites.ts';

/** `npm run conformance [-- NAME …]`: holds us against the real fail2ban and CPython, suite by suite. */
const wanted = process.argv.slice(2);
const chosen = suites.filter((suite) => wanted.length === 0 || wanted.some((name) => suite.name.startsWith(name)));
const missing = missingPrograms();

if (missing.length > 0) {
  console.log(
    `SKIPPED: ${missing.join(', ')} not installed (apt-get install fail2ban faketime libpython3.11-testsuite): the conformance suites have nothing to compare with.`,
  );
  console.log(`0 passed, 0 failed, ${chosen.length} skipped`);
} else {
  let failed = 0;
  for (const suite of chosen) if (!(await runSuite(suite))) failed++;
  console.log(`${chosen.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

async function runSuite(suite: Suite): Promise<boolean> {
  const begun = performance.now();
  let result: SuiteResult;
  try {
    result = await suite.run();
  } catch (error) {
    console.log(`FAILED ${suite.name}: ${(error as Error).stack}`);
    return false;
  }
  const explained = (id: string) => suite.known.find((known) => explains(known, id));
  const unexplained = result.differences.filter((difference) => !explained(difference.id));
  const idle = suite.known.filter((known) => !result.differences.some((difference) => explains(known, difference.id)));
  const knownCount = result.differences.length - unexplained.length;
  const ok = unexplained.length === 0 && idle.length === 0 && result.total > 0;
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(
    `${ok ? 'ok    ' : 'FAILED'} ${suite.name}: ${result.total - result.differences.length} of ${result.total} agree` +
      `${knownCount > 0 ? `, ${knownCount} known to differ` : ''}${result.note ? ` (${result.note})` : ''} [${seconds} s]`,
  );
  for (const { id, expected, actual } of unexplained.slice(0, Number(process.env['SHOW'] ?? 5)))
    console.log(
      `       ${id}\n         real: ${JSON.stringify(expected)?.slice(0, 2000)}\n         ours: ${JSON.stringify(actual)?.slice(0, 2000)}`,
    );
  if (unexplained.length > 5) console.log(`       … ${unexplained.length} in all (SHOW=N prints more)`);
  for (const { id, reason } of idle) console.log(`       no longer differs: ${String(id)} (${reason})`);
  return ok;
}

function explains({ id }: KnownDifference, actual: string): boolean {
  return typeof id === 'string' ? id === actual : id.test(actual);
}
