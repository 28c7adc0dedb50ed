import type { Fail2banVersion } from '../../server/src/config/fail2ban-version.ts';
import type { RealFail2ban } from './real-fail2ban.ts';

/** One question put to the real program and to us: equal answers agree. */
export interface Difference {
  /** Names the case, stable between runs. */
  readonly id: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

export interface SuiteResult {
  /** How many cases were compared. */
  readonly total: number;
  readonly differences: readonly Difference[];
  /** A line to print beside the figures, such as the seed. */
  readonly note?: string;
}

/** A set of cases held against a real program. */
export interface Suite {
  readonly name: string;
  /** Who has the last word: every real fail2ban in turn, or CPython alone and so but once. */
  readonly asks: 'fail2ban' | 'CPython';
  /** Whether a fail2ban is asked only its share of the cases (`shareOf`). */
  readonly isGenerated?: boolean;
  /** Compares with `real` (CPython: takes the stock regexes and logs from it); throws only where the oracle itself cannot be run. */
  run(real: RealFail2ban): Promise<SuiteResult>;
  /** Differences that are known, each with its reason. A row that explains nothing any more fails the suite. */
  readonly known: readonly KnownDifference[];
}

export interface KnownDifference {
  readonly id: string | RegExp;
  readonly reason: string;
  /** Where only one version differs. */
  readonly only?: Fail2banVersion;
}
