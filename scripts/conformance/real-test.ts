import { main } from '../../server/src/cli/main.ts';
import { nodeFileSystem } from '../../server/src/host/node-file-system.ts';
import { askOracle, fixedNow } from './oracle.ts';
import type { RealFail2ban } from './real-fail2ban.ts';
import type { Difference } from './suite.ts';

/** One run of fail2ban-regex and of ours. */
export interface TestCase {
  readonly id: string;
  readonly log: string;
  readonly filter: string;
  readonly ignoreregex?: string;
  /** Where a filter is looked up that is only named. */
  readonly configDir?: string;
  /** Given to both. */
  readonly options?: readonly string[];
}

/** What the real class found; `oracle/fail2ban-regex.py` describes it. */
interface RealAnswer {
  readonly report?: Report;
  readonly error?: string;
  /** The line on which an exception came. */
  readonly line?: number;
  readonly text: string;
}

export interface Report {
  readonly lines: unknown;
  readonly failregex: unknown;
  readonly ignoreregex: unknown;
  readonly prefregex: unknown;
  readonly dateTemplates: unknown;
  readonly ignored: readonly number[];
  readonly matches: readonly Record<string, unknown>[];
}

export interface OurAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `now`: seconds since 1970, for the real program's clock. */
export function askReal(
  real: RealFail2ban,
  cases: readonly TestCase[],
  timeZone: string,
  now = fixedNow,
): Promise<RealAnswer[]> {
  const asked = cases.map((test) => ({ args: ['--raw', ...argumentsOf(test)] }));
  return askOracle<RealAnswer[]>('fail2ban-regex.py', { cases: asked, jobs: 2, freeze: now }, { real, now, timeZone });
}

function argumentsOf({ log, filter, ignoreregex, configDir, options = [] }: TestCase): string[] {
  return [
    ...(configDir === undefined ? [] : ['-c', configDir]),
    ...options,
    '--',
    log,
    filter,
    ...(ignoreregex === undefined ? [] : [ignoreregex]),
  ];
}

/** Our command line in this process, its clock and zone set like the real one's. */
export async function runOurs(
  real: RealFail2ban,
  test: TestCase,
  timeZone: string,
  more: readonly string[] = [],
  now = fixedNow,
  command: 'test' | 'explain' = 'test',
): Promise<OurAnswer> {
  let out = '';
  let err = '';
  const argv = [
    command,
    '--fail2ban',
    real.fail2ban,
    '--now',
    new Date(now * 1000).toISOString(),
    ...more,
    ...argumentsOf(test),
  ];
  const code = await main(argv, {
    files: nodeFileSystem,
    cwd: process.cwd(),
    env: { TZ: timeZone },
    now: () => Date.now(),
    stdin: () => process.stdin,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
  });
  return { code, out, err };
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Failures that the real program found, as a measure of how much was compared. */
  readonly matches: number;
}

/** Holds our report against the real one, part by part; a case's first difference is told. */
export async function compareReports(
  real: RealFail2ban,
  cases: readonly TestCase[],
  timeZone: string,
  now = fixedNow,
): Promise<Comparison> {
  const answers = await askReal(real, cases, timeZone, now);
  const differences: Difference[] = [];
  for (const [i, test] of cases.entries()) {
    const ours = await runOurs(real, test, timeZone, ['--format', 'json', '--matches'], now);
    const difference =
      compareOne(answers[i]!, ours) ??
      compareCounts(ours, await runOurs(real, test, timeZone, ['--format', 'json'], now));
    if (difference) differences.push({ id: `${test.id} (${timeZone})`, ...difference });
  }
  return { differences, matches: answers.reduce((sum, { report }) => sum + (report?.matches.length ?? 0), 0) };
}

/** Several comparisons as one suite's result. */
export function joinRuns(runs: readonly Comparison[], note: string): { differences: Difference[]; note: string } {
  const matches = runs.reduce((sum, run) => sum + run.matches, 0);
  return { differences: runs.flatMap(({ differences }) => differences), note: `${note}, ${matches} matches` };
}

function compareOne(real: RealAnswer, ours: OurAnswer): Omit<Difference, 'id'> | undefined {
  if (real.error !== undefined) return compareFailure(real, ours);
  if (ours.code !== 0) return { expected: real.report!.lines, actual: ours.err };
  const report = JSON.parse(ours.out) as Report;
  const wanted = real.report!;
  for (const part of ['lines', 'failregex', 'ignoreregex', 'prefregex', 'dateTemplates', 'ignored'] as const)
    if (stable(report[part]) !== stable(wanted[part]))
      return { expected: { [part]: wanted[part] }, actual: { [part]: report[part] } };
  const matches = wanted.matches.map(({ line, failregex, id, time, groups }) => ({
    line,
    failregex,
    id,
    time,
    groups,
  }));
  for (let i = 0; i < Math.max(matches.length, report.matches.length); i++)
    if (stable(matches[i]) !== stable(report.matches[i]))
      return { expected: { match: matches[i] ?? null }, actual: { match: report.matches[i] ?? null } };
  return undefined;
}

/** Where no matches are asked for they are counted in another way. */
function compareCounts(full: OurAnswer, counted: OurAnswer): Omit<Difference, 'id'> | undefined {
  if (full.code !== 0) return full.code === counted.code ? undefined : { expected: full.err, actual: counted.err };
  const { ignored: _, matches: __, ...expected } = JSON.parse(full.out) as Report;
  const actual = JSON.parse(counted.out) as object;
  return stable(expected) === stable(actual) ? undefined : { expected, actual };
}

/** Where the real program ends with an exception, ours names that line and exception and goes on. */
function compareFailure(real: RealAnswer, ours: OurAnswer): Omit<Difference, 'id'> | undefined {
  const expected = { error: real.error, line: real.line };
  if (ours.code === 2)
    return real.error!.startsWith('exit ') || real.line === 0 ? undefined : { expected, actual: ours.err };
  const first = (JSON.parse(ours.out) as { crashes?: { first: { line: number; message: string }[] } }).crashes
    ?.first[0];
  return first && first.line === real.line ? undefined : { expected, actual: first ?? 'no crash' };
}

/** JSON with sorted keys. */
function stable(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      part && typeof part === 'object' && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? 'undefined'
  );
}
