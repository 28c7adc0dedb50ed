import { parseArgs } from 'node:util';
import { realLines, type RealLine } from './real-fail2ban.ts';

/** What one run is to do. */
export interface ConformanceOptions {
  /** The lines of fail2ban to be held against, in their own order. */
  readonly lines: readonly RealLine[];
  /** The names of the suites, in their own order. */
  readonly suites: readonly string[];
}

export const usage = 'npm run conformance [-- [--fail2ban 1.0|1.1] [SUITE …]]';

/** Reads the words after `npm run conformance --`: a suite is named by how its name begins. Throws an Error with one line where they are wrong. */
export function readOptions(words: readonly string[], allSuites: readonly string[]): ConformanceOptions {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { fail2ban: { type: 'string', multiple: true } },
    allowPositionals: true,
  });
  const { fail2ban = realLines } = values as { fail2ban?: readonly string[] };
  const unknownLine = fail2ban.find((line) => !realLines.some((known) => known === line));
  if (unknownLine !== undefined) throw new Error(`--fail2ban ${unknownLine}: there is ${realLines.join(' and ')}`);
  const unknownSuite = positionals.find((word) => !allSuites.some((name) => name.startsWith(word)));
  if (unknownSuite !== undefined) throw new Error(`no suite ${unknownSuite}: there is ${allSuites.join(', ')}`);
  return {
    lines: realLines.filter((line) => fail2ban.includes(line)),
    suites: allSuites.filter((name) => positionals.length === 0 || positionals.some((word) => name.startsWith(word))),
  };
}
