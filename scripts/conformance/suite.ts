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
  /** Compares; throws only where the oracle itself cannot be run. */
  run(): Promise<SuiteResult>;
  /** Differences that are known, each with its reason. A row that explains nothing any more fails the suite. */
  readonly known: readonly KnownDifference[];
}

export interface KnownDifference {
  readonly id: string | RegExp;
  readonly reason: string;
}
