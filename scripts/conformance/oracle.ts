import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { python, type RealFail2ban } from './real-fail2ban.ts';

/** The folder of our Python scripts that put a question to the real program: JSON on stdin, JSON on stdout. */
const oracleFolder = join(process.cwd(), 'scripts/conformance/oracle');

export interface OracleOptions {
  /** The fail2ban that is asked; none where CPython alone is. */
  readonly real?: RealFail2ban;
  /** Seconds since 1970 at which the real program's clock stands (through faketime). */
  readonly now?: number;
  /** A tz database name for TZ; UTC unless told. */
  readonly timeZone?: string;
  /** Another Python than Debian's. */
  readonly interpreter?: string;
}

/** The moment at which both sides' clocks stand: 2005-08-14 12:00:00 UTC, the date of fail2ban's own tests. */
export const fixedNow = 1124020800;

/** What every suite needs and this machine lacks; empty where all is there. */
export function missingPrograms(): string[] {
  return [
    ["Debian's python3", python],
    ['faketime', '/usr/bin/faketime'],
    ['libpython3.11-testsuite', '/usr/lib/python3.11/test/re_tests.py'],
  ].flatMap(([name, path]) => (existsSync(path!) ? [] : [name!]));
}

/**
 * Runs `scripts/conformance/oracle/NAME` with `input` as JSON and gives its JSON answer; we go on meanwhile. Rejects with its stderr
 * when it fails.
 */
export async function askOracle<T>(
  name: string,
  input: unknown,
  { real, now, timeZone = 'UTC', interpreter = python }: OracleOptions = {},
): Promise<T> {
  const command = [interpreter, join(oracleFolder, name)];
  if (now !== undefined)
    command.unshift('/usr/bin/faketime', '-f', `@${new Date(now * 1000).toISOString().slice(0, 19).replace('T', ' ')}`);
  const child = spawn(command[0]!, command.slice(1), {
    env: {
      ...process.env,
      // faketime reads its moment in local time, so the zone is set inside the oracle (see oracle/clock.py).
      TZ: 'UTC',
      ORACLE_TZ: timeZone,
      LC_ALL: 'C.UTF-8',
      PYTHONDONTWRITEBYTECODE: '1',
      ...(real ? { PYTHONPATH: real.packages } : {}),
    },
  });
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout.on('data', (chunk: Buffer) => void output.stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => void output.stderr.push(chunk));
  // One that ends before it has read everything is told by its exit code.
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(input));
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done));
  if (code !== 0) throw new Error(`oracle ${name} ended with ${code}:\n${Buffer.concat(output.stderr).toString()}`);
  return JSON.parse(Buffer.concat(output.stdout).toString()) as T;
}
