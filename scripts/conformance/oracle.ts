import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Debian's python3, which is the one that its fail2ban runs under. */
export const python = '/usr/bin/python3';

/** The folder of our Python scripts that put a question to the real program: JSON on stdin, JSON on stdout. */
const oracleFolder = join(process.cwd(), 'scripts/conformance/oracle');

export interface OracleOptions {
  /** Seconds since 1970 at which the real program's clock stands (through faketime). */
  readonly now?: number;
  /** A tz database name for TZ; UTC unless told. */
  readonly timeZone?: string;
  /** Another Python than Debian's. */
  readonly interpreter?: string;
}

/** The moment at which both sides' clocks stand: 2005-08-14 12:00:00 UTC, the date of fail2ban's own tests. */
export const fixedNow = 1124020800;

/** What is missing on this machine to hold us against the real programs; empty where all is there. */
export function missingPrograms(): string[] {
  return [
    ['fail2ban', '/usr/bin/fail2ban-regex'],
    ["Debian's python3", python],
    ['faketime', '/usr/bin/faketime'],
    ['libpython3.11-testsuite', '/usr/lib/python3.11/test/re_tests.py'],
  ].flatMap(([name, path]) => (existsSync(path!) ? [] : [name!]));
}

/** Runs `scripts/conformance/oracle/NAME` with `input` as JSON and gives its JSON answer. Throws with its stderr when it fails. */
export function askOracle<T>(
  name: string,
  input: unknown,
  { now, timeZone = 'UTC', interpreter = python }: OracleOptions = {},
): T {
  const command = [interpreter, join(oracleFolder, name)];
  if (now !== undefined)
    command.unshift('/usr/bin/faketime', '-f', `@${new Date(now * 1000).toISOString().slice(0, 19).replace('T', ' ')}`);
  const { status, stdout, stderr } = spawnSync(command[0]!, command.slice(1), {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    // faketime reads its moment in local time, so the zone is set inside the oracle (see oracle/clock.py).
    env: { ...process.env, TZ: 'UTC', ORACLE_TZ: timeZone, LC_ALL: 'C.UTF-8', PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (status !== 0) throw new Error(`oracle ${name} ended with ${status}:\n${stderr}`);
  return JSON.parse(stdout) as T;
}
