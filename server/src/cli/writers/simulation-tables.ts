import { formatDuration } from '../../config/format-duration.ts';
import { createLocalZone } from '../../dates/local-time.ts';
import type { BanReport, SimulationReport } from '../../simulate/report.ts';
import type { WhatIfCell } from '../../simulate/what-if.ts';

export interface SimulationWriterOptions {
  /** The zone in which moments are told to people, by its tz database name. */
  readonly timeZone: string;
}

/** A part of the report, for every way to write it. */
export interface SimulationTable {
  readonly title: string;
  /** One sentence under the title; empty for none. */
  readonly about: string;
  readonly columns: readonly { readonly name: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly string[])[];
  /** Rows that were left out. */
  readonly more: number;
}

/** What the report says first: names and their values. */
export function summaryOf(report: SimulationReport, timeZone: string): (readonly [string, string])[] {
  const { totals, span, jails, longestWait } = report;
  const moment = createMoments(timeZone);
  return [
    ...jails.map(
      ({ name, maxretry, findtime, bantime, grows }) =>
        [
          'Jail',
          `${name}: ${maxretry} attempts within ${formatDuration(findtime)} -> banned ${bantime === -1 ? 'for ever' : `for ${formatDuration(bantime)}`}${grows ? ', longer each time' : ''}`,
        ] as const,
    ),
    ['Log', span ? `${moment(span.start)} to ${moment(span.end)}` : 'no date in it'],
    ['Lines', number(totals.lines)],
    ['Attempts', `${number(totals.attempts)} by ${plural(totals.addresses, 'address', 'addresses')}`],
    ...(totals.ignored > 0
      ? [['Ignored', `${plural(totals.ignored, 'attempt')} of addresses that are never banned`] as const]
      : []),
    [
      'Banned',
      `${plural(totals.banned, 'address', 'addresses')}${totals.bans === totals.banned ? '' : `, ${number(totals.bans)} bans`}`,
    ],
    ['Dropped', `${number(totals.dropped)} attempts${share(totals.dropped, totals.attempts)}`],
    ...(longestWait
      ? [['Longest wait', `${formatDuration(longestWait.wait)} until ${longestWait.id} was banned`] as const]
      : []),
  ];
}

/** The lists of the report that hold anything. `mostBans`: so many bans are listed. */
export function tablesOf(report: SimulationReport, timeZone: string, mostBans: number): SimulationTable[] {
  const moment = createMoments(timeZone);
  const { bans, top, slippedThrough, mistakes, networks, totals, whatIf } = report;
  const tables: SimulationTable[] = [
    {
      title: 'Bans',
      about: '',
      columns: columns('moment', 'jail', 'address', '#attempts', '#ban', 'until', '#dropped'),
      rows: bans.slice(0, mostBans).map((ban) => banRow(ban, moment)),
      more: Math.max(0, bans.length - mostBans),
    },
    {
      title: 'Most attempts',
      about: '',
      columns: columns('address', '#attempts', '#dropped', '#bans', 'first', 'last'),
      rows: top.map(({ id, attempts, dropped, bans, first, last }) => [
        id,
        number(attempts),
        number(dropped),
        number(bans),
        moment(first),
        moment(last),
      ]),
      more: Math.max(0, totals.addresses - top.length),
    },
    {
      title: 'Slipped through',
      about: 'Never banned; counted is the most that ever counted together, against the attempts that a ban takes.',
      columns: columns('address', '#attempts', '#counted', 'first', 'last'),
      rows: slippedThrough.map(({ id, attempts, counted, maxretry, first, last }) => [
        id,
        number(attempts),
        `${counted} of ${maxretry}`,
        moment(first),
        moment(last),
      ]),
      more: Math.max(0, totals.addresses - totals.banned - slippedThrough.length),
    },
    {
      title: 'Perhaps hit by mistake',
      about: 'Banned, and in a private network or named by lines of success, too.',
      columns: columns('address', '#bans', '#attempts', '#lines of success', 'network'),
      rows: mistakes
        .slice(0, mostBans)
        .map(({ id, bans, attempts, successes, ownNetwork }) => [
          id,
          number(bans),
          number(attempts),
          number(successes),
          ownNetwork ?? '',
        ]),
      more: Math.max(0, mistakes.length - mostBans),
    },
    {
      title: 'Networks',
      about: '',
      columns: columns('network', '#addresses', '#banned', '#attempts', '#dropped'),
      rows: networks.map(({ network, addresses, banned, attempts, dropped }) => [
        network,
        number(addresses),
        number(banned),
        number(attempts),
        number(dropped),
      ]),
      more: 0,
    },
  ];
  if (whatIf) tables.push(whatIfTable(whatIf.cells, totals.attempts));
  return tables.filter(({ rows }) => rows.length > 0);
}

function banRow(
  { time, jail, id, attempts, count, until, dropped }: BanReport,
  moment: (seconds: number) => string,
): string[] {
  return [
    moment(time),
    jail,
    id,
    number(attempts),
    number(count),
    until === null ? 'for ever' : moment(until),
    number(dropped),
  ];
}

function whatIfTable(cells: readonly WhatIfCell[], attempts: number): SimulationTable {
  const settings = (['maxretry', 'findtime', 'bantime'] as const).filter((name) =>
    cells.some((cell) => cell[name] !== null),
  );
  return {
    title: 'What if',
    about: 'The same logs with other settings.',
    columns: columns(...settings.map((name) => `#${name}`), '#banned', '#bans', '#dropped', '#share', '#mistakes'),
    rows: cells.map((cell) => [
      ...settings.map((name) => (name === 'maxretry' ? String(cell[name]) : shortDuration(cell[name]!))),
      number(cell.banned),
      number(cell.bans),
      number(cell.dropped),
      percent(cell.dropped, attempts),
      number(cell.mistakes),
    ]),
    more: 0,
  };
}

/** `#name`: a column of numbers. */
function columns(...names: readonly string[]): SimulationTable['columns'] {
  return names.map((name) => ({ name: name.replace('#', ''), isNumber: name.startsWith('#') }));
}

export function number(value: number): string {
  return value.toLocaleString('en');
}

export function plural(count: number, one: string, more = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : more}`;
}

/** ` (61 % of them)`; nothing where there are none. */
function share(part: number, whole: number): string {
  return whole === 0 ? '' : ` (${percent(part, whole)} of them)`;
}

/** Rounded down, so that 100 % is all. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${Math.floor((100 * part) / whole)} %`;
}

/** As fail2ban takes it: `90s`, `10m`, `1h`, `1d`. */
export function shortDuration(seconds: number): string {
  if (seconds < 0) return 'for ever';
  const [size, unit] = (
    [
      [86400, 'd'],
      [3600, 'h'],
      [60, 'm'],
    ] as const
  ).find(([size]) => seconds > 0 && seconds % size === 0) ?? [1, 's'];
  return `${seconds / size}${unit}`;
}

/** `2025-07-11 05:40:22`, in the given zone. */
export function createMoments(timeZone: string): (seconds: number) => string {
  const zone = createLocalZone(timeZone);
  return (seconds) => {
    const whole = Math.floor(seconds);
    const local = new Date((whole + zone.offsetAt(whole)) * 1000);
    return Number.isNaN(local.getTime())
      ? `${seconds} seconds since 1970`
      : local
          .toISOString()
          .replace('T', ' ')
          .replace(/\.\d+Z$/, '');
  };
}
