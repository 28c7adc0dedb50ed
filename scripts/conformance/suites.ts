import type { Suite } from './suite.ts';
import { datepatterns } from './suites/datepatterns.ts';
import { dates } from './suites/dates.ts';
import { automata } from './suites/automata.ts';
import { automatonSearch } from './suites/automaton-search.ts';
import { regexSearch } from './suites/regex-search.ts';
import { regexVerdicts } from './suites/regex-verdicts.ts';
import { unicode } from './suites/unicode.ts';
import { configurations } from './suites/configurations.ts';
import { resolve } from './suites/resolve.ts';
import { stockLogs } from './suites/stock-logs.ts';
import { jails } from './suites/jails.ts';
import { mixedLog } from './suites/mixed-log.ts';
import { filtersGenerated } from './suites/filters-generated.ts';
import { deadParts } from './suites/dead-parts.ts';
import { proofs } from './suites/proofs.ts';
import { explain } from './suites/explain.ts';
import { explainDamage } from './suites/explain-damage.ts';
import { failJson } from './suites/fail-json.ts';
import { refusalsSuite } from './suites/refusals.ts';
import { testText } from './suites/test-text.ts';
import { liveRuns } from './suites/live-runs.ts';
import { encodings } from './suites/encodings.ts';
import { timeValues } from './suites/time-values.ts';
import { simulateSuite } from './suites/simulate.ts';
import { server } from './suites/server.ts';
import { verdicts } from './suites/verdicts.ts';
import { record } from './suites/record.ts';
import { verify } from './suites/verify.ts';

/** Every conformance suite, in the order in which they run. One file a suite in suites/. */
export const suites: readonly Suite[] = [
  timeValues,
  resolve,
  configurations,
  jails,
  refusalsSuite,
  verdicts,
  server,
  simulateSuite,
  dates,
  datepatterns,
  unicode,
  encodings,
  regexVerdicts,
  regexSearch,
  automata,
  automatonSearch,
  stockLogs,
  mixedLog,
  filtersGenerated,
  failJson,
  verify,
  record,
  testText,
  explain,
  proofs,
  deadParts,
  explainDamage,
  liveRuns,
];
