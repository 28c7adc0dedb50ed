import { parseArgs } from 'node:util';
import type { Suite } from './suite.ts';
import { realLines, type RealLine } from './real-fail2ban.ts';

/** What one run is to do. */
export interface ConformanceOptions {
  /** The lines of fail2ban to be held against, in their own order. */
  readonly lines: readonly RealLine[];
  /** The names of the suites, in their own order. */
  readonly suites: readonly string[];
  /** Only the suites in which this one has the last word. */
  readonly asks?: Suite['asks'];
}

export const usage = 'npm run conformance [-- [--fail2ban 1.0|1.1] [--asks fail2ban|CPython] [SUITE …]]';

/** Reads the words after `npm run conformance --`: a suite is named by how its name begins. Throws an Error with one line where they are wrong. */
export function readOptions(words: readonly string[], allSuites: readonly string[]): ConformanceOptions {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { fail2ban: { type: 'string', multiple: true }, asks: { type: 'string' } },
    allowPositionals: true,
  });
  const { fail2ban = realLines, asks } = values as { fail2ban?: readonly string[]; asks?: string };
  if (asks !== undefined && asks !== 'fail2ban' && asks !== 'CPython')
    throw new Error(`--asks ${asks}: there is fail2ban and CPython`);
  const unknownLine = fail2ban.find((line) => !realLines.some((known) => known === line));
  if (unknownLine !== undefined) throw new Error(`--fail2ban ${unknownLine}: there is ${realLines.join(' and ')}`);
  const unknownSuite = positionals.find((word) => !allSuites.some((name) => name.startsWith(word)));
  if (unknownSuite !== undefined) throw new Error(`no suite ${unknownSuite}: there is ${allSuites.join(', ')}`);
  return {
    lines: realLines.filter((line) => fail2ban.includes(line)),
    ...(asks ? { asks } : {}),
    suites: allSuites.filter((name) => positionals.length === 0 || positionals.some((word) => name.startsWith(word))),
  };
}
