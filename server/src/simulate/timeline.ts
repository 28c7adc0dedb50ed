import type { AttemptList } from './attempts.ts';

/** The attempts in one log, of one jail. */
export interface JailAttempts {
  /** Number of the jail. */
  readonly jail: number;
  /** Number of the log: all jails read a line before anyone reads the next. */
  readonly log: number;
  readonly attempts: AttemptList;
}

/** All attempts of all jails, address by address; those of one address in the order in which the server reads them. */
export interface Timeline {
  readonly count: number;
  /** What the clock showed at each attempt, and when it counts as made. */
  readonly clocks: Float64Array;
  readonly times: Float64Array;
  readonly jails: Uint16Array;
  /** Where each is written: the number of its log, and the line there, from 1. */
  readonly logs: Uint16Array;
  readonly lines: Int32Array;
  /** As `AttemptList.dates`; undefined where a list has none. */
  readonly dates: Float64Array | undefined;
  /** Where the attempts of an address begin; one more entry than there are addresses. */
  readonly starts: Int32Array;
}

/** Logs that are written at the same time are read at the same time: their attempts are merged by the clock. */
export function createTimeline(lists: readonly JailAttempts[], addresses: number): Timeline {
  const count = lists.reduce((sum, { attempts }) => sum + attempts.count, 0);
  const starts = new Int32Array(addresses + 1);
  for (const { attempts: list } of lists) for (let i = 0; i < list.count; i++) starts[list.addresses[i]! + 1]!++;
  for (let i = 0; i < addresses; i++) starts[i + 1]! += starts[i]!;
  const next = starts.slice();
  const clocks = new Float64Array(count);
  const times = new Float64Array(count);
  const jails = new Uint16Array(count);
  const logs = new Uint16Array(count);
  const lines = new Int32Array(count);
  const dates = lists.every(({ attempts }) => attempts.dates) ? new Float64Array(count) : undefined;
  const [only] = lists;
  const isOne = lists.length === 1;
  if (isOne) {
    jails.fill(only!.jail);
    logs.fill(only!.log);
  }
  eachInOrder(lists, ({ attempts, jail, log }, i) => {
    const to = next[attempts.addresses[i]!]!++;
    clocks[to] = attempts.clocks[i]!;
    times[to] = attempts.times[i]!;
    if (!isOne) {
      jails[to] = jail;
      logs[to] = log;
    }
    lines[to] = attempts.lines[i]!;
    if (dates) dates[to] = attempts.dates![i]!;
  });
  return { count, clocks, times, jails, logs, lines, dates, starts };
}

function eachInOrder(lists: readonly JailAttempts[], tell: (list: JailAttempts, i: number) => void): void {
  const open = lists.filter(({ attempts }) => attempts.count > 0).map((list) => ({ list, at: 0 }));
  while (open.length > 1) {
    let first = open[0]!;
    for (const other of open) if (comesBefore(other, first)) first = other;
    tell(first.list, first.at++);
    if (first.at === first.list.attempts.count) open.splice(open.indexOf(first), 1);
  }
  const [last] = open;
  if (last) for (; last.at < last.list.attempts.count; last.at++) tell(last.list, last.at);
}

interface Reading {
  readonly list: JailAttempts;
  readonly at: number;
}

function comesBefore(a: Reading, b: Reading): boolean {
  const [clock, other] = [a.list.attempts.clocks[a.at]!, b.list.attempts.clocks[b.at]!];
  if (clock !== other || a.list.log !== b.list.log) return clock < other;
  return a.list.attempts.lines[a.at]! < b.list.attempts.lines[b.at]!;
}
