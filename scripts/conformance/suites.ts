import type { Suite } from './suite.ts';

/** Every conformance suite, in the order in which they run. One file a suite in suites/. */
export const suites: readonly Suite[] = [];
