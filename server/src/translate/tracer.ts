import type { Node, Pattern } from '../pyre/nodes.ts';
import { defaultPythonVersion, type PythonVersion } from '../pyre/python-version.ts';
import { SearchBudgetExceeded, type Searcher, type Spans } from './searcher.ts';
import { firstSet } from './shape.ts';
import { createMachine, isSet, type Machine, matchAt, Outcome } from './tracer-machine.ts';
import { At, compileProgram, Op } from './tracer-program.ts';
import { setHas } from '../text/code-point-set.ts';

export interface TracerOptions {
  readonly python?: PythonVersion;
  /** Steps of one search; about 50 million are a second. */
  readonly budget?: number;
}

/** How far a search got. */
export interface Explanation {
  readonly spans: Spans | null;
  /** The furthest offset at which something did not fit; -1 where nothing was tried. */
  readonly furthest: number;
  /** What did not fit there. */
  readonly node: Node | undefined;
}

export interface Tracer extends Searcher {
  readonly engine: 'tracer';
  /** Searches, and tells where the best try ended. Throws SearchBudgetExceeded. */
  explain(subject: string, pos?: number, endpos?: number): Explanation;
  /** How many steps the last search took, where it came to an end. */
  readonly steps: number;
}

const defaultBudget = 50_000_000;

/** The matcher that follows CPython step by step: exact for every pattern, slower than the engines it stands in for. */
export function createTracer(
  pattern: Pattern,
  { python = defaultPythonVersion, budget = defaultBudget }: TracerOptions = {},
): Tracer {
  const program = compileProgram(pattern, python);
  const machine = createMachine(program);
  const first = firstSet(pattern);
  const isAnchored = program.code[0] === Op.at && program.code[1] === At.stringStart;
  const spans = new Int32Array(2 * program.groupCount + 2);

  const find = (subject: string, pos: number, end: number): number => {
    machine.subject = subject;
    machine.end = end;
    machine.steps = budget;
    for (let start = pos; start <= end; start += widthAt(subject, start)) {
      if (first && (start === end || !setHas(first, subject.codePointAt(start)!))) continue;
      const outcome = matchAt(machine, start);
      if (outcome === Outcome.match) return start;
      if (outcome === Outcome.outOfSteps) throw new SearchBudgetExceeded(budget);
      if (isAnchored) return -1;
    }
    return -1;
  };
  const search = (subject: string, pos = 0, endpos = subject.length): Spans | null => {
    const start = find(subject, pos, Math.min(endpos, subject.length));
    return start < 0 ? null : readSpans(machine, start, spans);
  };
  const test = (subject: string): boolean => find(subject, 0, subject.length) >= 0;

  return {
    engine: 'tracer',
    groupCount: pattern.groupCount,
    groupNames: pattern.groupNames,
    search,
    searchAscii: search,
    test,
    testAscii: test,
    explain(subject, pos, endpos) {
      machine.furthest = -1;
      machine.furthestPc = -1;
      const found = search(subject, pos, endpos);
      return { spans: found, furthest: machine.furthest, node: program.nodeAt.get(machine.furthestPc) };
    },
    get steps() {
      return budget - machine.steps;
    },
  };
}

function readSpans(machine: Machine, start: number, spans: Int32Array): Int32Array {
  spans[0] = start;
  spans[1] = machine.ptr;
  for (let group = 1; group <= machine.program.groupCount; group++) {
    const matched = isSet(machine, group);
    spans[2 * group] = matched ? machine.marks[2 * group - 2]! : -1;
    spans[2 * group + 1] = matched ? machine.marks[2 * group - 1]! : -1;
  }
  return spans;
}

function widthAt(subject: string, i: number): number {
  return (subject.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
}
