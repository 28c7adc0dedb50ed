// `npm test`: everything that this machine can check, step by step. A step whose programs are missing is skipped with the
// reason; with REQUIRE_ALL=1 (as .ci/run sets it) a skip counts as a failure. The last line is `N passed, N failed[, N skipped]`.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const requireAll = process.env.REQUIRE_ALL === '1';
const scripts = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
const unitReport = join('.cache', `unit-${process.pid}.json`);

/**
 * Each step: a label, a command, and how its output is counted. `one`: the step is one check, passed when it exits 0. `together`: begins with the
 * step before, and its output is printed when it ends.
 */
const steps = [
  { label: 'build', command: ['node', 'scripts/build.mjs'], count: one },
  { label: 'types', command: ['npx', '--no-install', 'tsc', '--noEmit'], count: one },
  {
    label: 'types of the page',
    command: ['npx', '--no-install', 'tsc', '--noEmit', '-p', 'client/webview'],
    count: one,
    together: true,
  },
  { label: 'lint', command: ['npx', '--no-install', 'eslint', '.'], count: one, together: true },
  {
    label: 'format',
    command: ['npx', '--no-install', 'prettier', '--check', '--log-level=warn', '.'],
    count: one,
    together: true,
  },
  {
    label: 'unit tests',
    command: [
      'npx',
      '--no-install',
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${unitReport}`,
    ],
    count: unit,
  },
  {
    label: 'two minutes of attacks on the command line and the protocol, with inputs of our own',
    command: ['npm', 'run', '--silent', 'fuzz', '--', '--together', '--seconds', '120', '--seed', '1'],
    count: closingLine,
  },
  { label: 'conformance with the real fail2ban and CPython', script: 'conformance', count: closingLine },
  { label: 'a real VS Code, end to end', script: 'e2e', count: closingLine },
];

const sum = { passed: 0, failed: 0, skipped: 0 };
const begun = Date.now();
const present = steps.filter(({ script }) => !script || scripts[script]);
for (let at = 0; at < present.length;) {
  const group = [present[at++]];
  while (present[at]?.together) group.push(present[at++]);
  const ends = group.map((step) => check(step, group.length === 1));
  for (const end of ends) console.log(await end);
}
rmSync(unitReport, { force: true });

if (sum.skipped > 0)
  console.log(
    `\nSKIPPED checks: ${sum.skipped}. Look above for SKIPPED lines: each says what is missing and how to get it.`,
  );
if (sum.skipped > 0 && requireAll) {
  console.log('REQUIRE_ALL=1: a skipped check is a failed one.');
  sum.failed += sum.skipped;
  sum.skipped = 0;
}
console.log(`\nall checks took ${((Date.now() - begun) / 1000).toFixed(0)} s`);
console.log(describe(sum));
process.exitCode = sum.failed > 0 ? 1 : 0;

/** Runs a step and adds up what it counted. The lines that tell how it ended, with its output where that was not printed as it came. */
async function check(step, isAlone) {
  const title = `\n=== ${step.label}\n`;
  if (isAlone) process.stdout.write(title);
  const stepBegun = Date.now();
  const { code, output } = await run(step.command ?? ['npm', 'run', '--silent', step.script], isAlone);
  const counts = step.count(code, output);
  for (const key of Object.keys(sum)) sum[key] += counts[key] ?? 0;
  const end = `=== ${step.label}: ${describe(counts)} [${((Date.now() - stepBegun) / 1000).toFixed(1)} s]`;
  return isAlone ? end : title + output + end;
}

function run([program, ...args], isPrinted) {
  return new Promise((done) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
    });
    let output = '';
    const take = (stream) => (chunk) => {
      output += chunk;
      if (isPrinted) stream.write(chunk);
    };
    child.stdout.on('data', take(process.stdout));
    child.stderr.on('data', take(process.stderr));
    child.on('error', (error) => done({ code: 127, output: String(error) }));
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

function one(code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Vitest's own JSON report: every test counts. */
function unit(code) {
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = JSON.parse(
      readFileSync(unitReport, 'utf8'),
    );
    const failed = numFailedTests || (numFailedTestSuites && 1) || 0;
    return { passed: numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** The step's last `N passed, N failed[, N skipped]`; a step that prints none has failed. */
function closingLine(code, output) {
  const line = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
  if (!line) return { passed: 0, failed: 1 };
  const [passed, failed, skipped] = [line[1], line[2], line[3] ?? '0'].map(Number);
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped };
}

function describe({ passed, failed, skipped = 0 }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
