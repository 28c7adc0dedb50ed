import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { AddressBook } from './address-book.ts';
import type { LifeOptions } from './address-life.ts';
import type { JailRules } from './jail-rules.ts';
import { lineFatesOf, type LineFates } from './line-fates.ts';
import { loadOf } from './load.ts';
import { createMistakeTest } from './mistakes.ts';
import { plural } from '../text/amounts.ts';
import type { NoticeReader } from './own-log.ts';
import type { AttemptReader } from './read-attempts.ts';
import { createSimulationReport, type SimulationReport } from './report.ts';
import type { ServerSettings } from './server-settings.ts';
import { simulate, type Simulation } from './simulate.ts';
import type { Successes } from './successes.ts';
import { createTimeline, type JailAttempts, type Timeline } from './timeline.ts';
import type { UserBook } from './user-book.ts';
import { askWhatIf, type WhatIf, type WhatIfGrid } from './what-if.ts';

/** A log that was read to its end. */
export interface LogReading {
  /** As the report names it. */
  readonly name: string;
  /** By jail; none where a jail does not read the log. One reads it. */
  readonly readers: readonly (AttemptReader | undefined)[];
  readonly notes: readonly string[];
}

export interface SimulatedLogsOptions {
  readonly readings: readonly LogReading[];
  readonly rules: readonly JailRules[];
  readonly book: AddressBook;
  readonly successes: Successes;
  readonly users: UserBook;
  readonly fail2ban: Fail2banVersion;
  /** Attempts of a banned address never reach the log. */
  readonly firewall: boolean;
  readonly server: ServerSettings;
  /** By jail: how it reads what the server itself logs. */
  readonly noticeReaders?: readonly (NoticeReader | undefined)[];
  /** What else is to be said; whole sentences. */
  readonly notes?: readonly string[];
  /** When the server is restarted, in order; the readers know of it. */
  readonly restarts?: readonly number[];
}

/** Logs that were read once and lived through once: what is asked of them is told from memory. */
export interface SimulatedLogs {
  readonly timeline: Timeline;
  readonly ids: readonly string[];
  readonly simulation: Simulation;
  /** Of one log, by its number. */
  lineFates(log: number): LineFates;
  /** `rows`: of each list, at the most. */
  report(rows: number, whatIf?: WhatIf): SimulationReport;
  /** The same logs with other settings; `tried`: of this jail alone, by its number. */
  whatIf(grid: WhatIfGrid, tried?: number): WhatIf;
}

/** There are attempts, and no line has a date: when they were made is not known. */
export class NoDates extends Error {
  constructor() {
    super(
      'no line of the log has a date that fail2ban reads: when the attempts were made is not known, so nothing can be simulated',
    );
  }
}

function firstReader({ readers }: LogReading): AttemptReader {
  return readers.find((reader) => reader !== undefined)!;
}

/** Throws NoDates. */
export function simulateLogs(options: SimulatedLogsOptions): SimulatedLogs {
  const {
    readings,
    rules,
    book,
    successes,
    users,
    fail2ban,
    firewall,
    server,
    restarts = [],
    noticeReaders = [],
  } = options;
  const lists = readings.flatMap(({ readers }, log) =>
    readers.flatMap((reader, jail): JailAttempts[] => (reader ? [{ jail, log, attempts: reader.attempts }] : [])),
  );
  const clocks = readings.map((reading) => firstReader(reading).clock).filter(({ start }) => !Number.isNaN(start));
  if (clocks.length === 0 && lists.some(({ attempts }) => attempts.count > 0)) throw new NoDates();
  const span =
    clocks.length === 0
      ? null
      : { start: Math.min(...clocks.map(({ start }) => start)), end: Math.max(...clocks.map(({ now }) => now)) };
  const { ids } = book;
  const timeline = createTimeline(lists, ids.length);
  const start = span?.start ?? 0;
  const { purgeAge, keepsDatabase } = server;
  /** A server that has not started yet is not restarted. */
  const early = restarts.filter((time) => time <= start).length;
  const life: Omit<LifeOptions, 'onBan'> = {
    jails: rules,
    firewall,
    start,
    purgeAge,
    keepsDatabase,
    restarts: restarts.slice(early),
    noticeReaders,
    ids,
  };
  const simulation = simulate(timeline, ids, life);
  const mistakeOf = createMistakeTest(ids, successes, fail2ban);
  const known: LineFates[] = [];
  return {
    timeline,
    ids,
    simulation,
    lineFates: (log) => (known[log] ??= lineFatesOf(timeline, simulation, log)),
    whatIf: (grid, tried) => askWhatIf(timeline, ids, life, grid, (address) => mistakeOf(address) !== undefined, tried),
    report: (rows, whatIf) =>
      createSimulationReport({
        simulation,
        timeline,
        logs: readings.map(({ name }) => name),
        load: loadOf(timeline, simulation.fates, span),
        ids,
        rules,
        readsNotices: (jail) => noticeReaders[jail] !== undefined,
        fail2ban,
        lines: readings.reduce((sum, reading) => sum + firstReader(reading).lines, 0),
        span,
        mistakeOf,
        users,
        whatIf,
        restarts: life.restarts.map((time, i) => ({
          time,
          readUntil: keepsDatabase
            ? readings.map((reading) => firstReader(reading).restartLines[early + i]!)
            : undefined,
        })),
        notes: [
          // Jails can have the same to say.
          ...new Set(rules.flatMap(({ notes }) => notes)),
          ...readings.flatMap(({ notes }) => notes),
          ...(simulation.strays > 0
            ? [
                `${plural(simulation.strays, 'line')} of the server's own log named another address than the one that was banned: they count for nobody here.`,
              ]
            : []),
          ...(options.notes ?? []),
          ...(users.lost > 0 ? ['More user names were tried than are remembered here: some are left out.'] : []),
          ...(early > 0 ? ['A restart before the first date of the logs changes nothing: it is left out.'] : []),
        ],
        rows,
      }),
  };
}
