import { adviceJson } from './date-advice-json.ts';
import type { PlacedBranches, TestReport } from './test-report.ts';

/**
 * The one JSON document of `test --format json`, in pieces. `partial`, `overruns`, `crashes`, `droppedLine`, `notes` and `dateAdvice` stand there only where there are any,
 * `shapes` and `alternatives` where they are asked for.
 */
export function* writeTestJson({
  report,
  partial,
  lists,
  overruns,
  crashes,
  droppedLine,
  notes,
  dateAdvice,
  datepattern,
  shapes,
  branches,
}: TestReport): Generator<string> {
  yield JSON.stringify(report).slice(0, -1);
  if (lists) {
    yield ',"ignored":[';
    yield* lists.ignored;
    yield '],"matches":[';
    yield* lists.matches;
    yield ']';
  }
  const extra = {
    ...(partial === undefined ? {} : { partial }),
    ...(overruns.length > 0 ? { overruns } : {}),
    ...(crashes.count > 0 ? { crashes } : {}),
    ...(droppedLine ? { droppedLine: droppedLine.number } : {}),
    ...(notes.length > 0 ? { notes } : {}),
    ...(dateAdvice ? { dateAdvice: adviceJson(dateAdvice.sighting, dateAdvice.proof, datepattern) } : {}),
    ...(shapes ? { shapes } : {}),
    ...(branches ? { alternatives: branches.map(branchesJson) } : {}),
  };
  for (const [name, value] of Object.entries(extra)) yield `,${JSON.stringify(name)}:${JSON.stringify(value)}`;
  yield '}\n';
}

/** `failregex` counts from 1; `pattern` is a piece of the expanded regex. */
function branchesJson({ hits, isComplete, alternations, groups }: PlacedBranches, index: number): object {
  return {
    failregex: index + 1,
    hits,
    complete: isComplete,
    alternations: alternations.map(({ text, place, isRepeated, taken, branches }) => ({
      pattern: text,
      ...place,
      repeated: isRepeated,
      taken,
      branches: branches.map(({ written, hits: of }) => ({ pattern: written, hits: of })),
    })),
    groups: groups.map(({ isBounded, span: _, ...group }) => ({ ...group, ...(isBounded ? { atLeast: true } : {}) })),
  };
}
