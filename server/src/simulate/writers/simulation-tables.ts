import { formatDuration } from '../../config/format-duration.ts';
import type { SimulationLine, SimulationLink, SimulationRow, SimulationTable } from '../../protocol.ts';
import type { AddressReport, BanReport, RestartReport, SimulationReport } from '../report.ts';
import { amount, plural } from '../../text/amounts.ts';
import { attemptsLink, banLink } from '../simulation-link.ts';
import { createMoments, percent, share } from '../words.ts';
import { settingText, triedSettings } from '../setting-steps.ts';
import type { WhatIfCell } from '../what-if.ts';

export interface SimulationWriterOptions {
  /** The zone in which moments are told to people, by its tz database name. */
  readonly timeZone: string;
}

/** What the report says first: names and their values. */
export function summaryOf(report: SimulationReport, timeZone: string): SimulationLine[] {
  const { totals, span, jails, longestWait } = report;
  const moment = createMoments(timeZone);
  const line = (name: string, value: string, link: SimulationLink | null = null): SimulationLine => ({
    name,
    value,
    link,
  });
  return [
    ...jails.map(({ name, maxretry, findtime, bantime, grows }) =>
      line(
        'Jail',
        `${name}: ${maxretry} attempts within ${formatDuration(findtime)} -> banned ${bantime === -1 ? 'for ever' : `for ${formatDuration(bantime)}`}${grows ? ', longer each time' : ''}`,
      ),
    ),
    line('Log', span ? `${moment(span.start)} to ${moment(span.end)}` : 'no date in it'),
    line('Lines', amount(totals.lines)),
    line(
      'Attempts',
      `${amount(totals.attempts)} by ${plural(totals.addresses, 'address', 'addresses')}`,
      attemptsLink({}),
    ),
    ...(totals.ignored > 0
      ? [
          line(
            'Ignored',
            `${plural(totals.ignored, 'attempt')} of addresses that are never banned`,
            attemptsLink({ fate: 'ignored' }),
          ),
        ]
      : []),
    line(
      'Banned',
      `${plural(totals.banned, 'address', 'addresses')}${totals.bans === totals.banned ? '' : `, ${amount(totals.bans)} bans`}`,
      attemptsLink({ fate: 'banned' }),
    ),
    line(
      'Dropped',
      `${plural(totals.dropped, 'attempt')}${share(totals.dropped, totals.attempts)}`,
      attemptsLink({ fate: 'dropped' }),
    ),
    ...(longestWait
      ? [
          line(
            'Longest wait',
            `${formatDuration(longestWait.wait)} until ${longestWait.id} was banned`,
            banLink(longestWait),
          ),
        ]
      : []),
  ];
}

/** The lists of the report that hold anything. `mostBans`: so many bans are listed. */
export function tablesOf(report: SimulationReport, timeZone: string, mostBans: number): SimulationTable[] {
  const moment = createMoments(timeZone);
  const { bans, top, slippedThrough, mistakes, networks, totals, whatIf, restarts = [] } = report;
  const isOfSeveral = report.jails.length > 1;
  const namesUsers = top.some(({ users }) => users !== undefined);
  const tables: SimulationTable[] = [
    jailTable(report),
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
      columns: columns(
        'address',
        '#attempts',
        '#dropped',
        '#bans',
        'first',
        'last',
        ...(isOfSeveral ? ['by jail'] : []),
        ...(namesUsers ? ['users tried'] : []),
      ),
      rows: top.map(({ id, attempts, dropped, bans, first, last, jails = [], ...tried }) =>
        row(
          ofId(id),
          id,
          attempts,
          dropped,
          bans,
          [moment(first), first],
          [moment(last), last],
          ...(isOfSeveral ? [jails.map((one) => `${one.jail} ${amount(one.attempts)}`).join(', ')] : []),
          ...(namesUsers ? [usersText(tried)] : []),
        ),
      ),
      more: Math.max(0, totals.addresses - top.length),
    },
    {
      title: 'Slipped through',
      about: 'Never banned; counted is the most that ever counted together, against the attempts that a ban takes.',
      columns: columns('address', '#attempts', '#counted', 'first', 'last'),
      rows: slippedThrough.map(({ id, attempts, counted, maxretry, first, last }) =>
        row(
          ofId(id),
          id,
          attempts,
          [`${counted} of ${maxretry}`, counted / maxretry],
          [moment(first), first],
          [moment(last), last],
        ),
      ),
      more: Math.max(0, totals.addresses - totals.banned - slippedThrough.length),
    },
    {
      title: 'Perhaps hit by mistake',
      about: 'Banned, and in a private network or named by lines of success, too.',
      columns: columns('address', '#bans', '#attempts', '#lines of success', 'network'),
      rows: mistakes
        .slice(0, mostBans)
        .map(({ id, bans, attempts, successes, ownNetwork }) =>
          row(ofId(id), id, bans, attempts, successes, ownNetwork ?? ''),
        ),
      more: Math.max(0, mistakes.length - mostBans),
    },
    {
      title: 'Users tried',
      about: 'User names as the filter finds them in the log (<F-USER>): a stranger wrote them.',
      columns: columns('user', '#attempts', '#addresses'),
      rows: report.users.map(({ name, attempts, addresses }) => row(null, name, attempts, addresses)),
      more: report.userCount - report.users.length,
    },
    {
      title: 'Networks',
      about: '',
      columns: columns('network', '#addresses', '#banned', '#attempts', '#dropped'),
      rows: networks.map(({ network, addresses, banned, attempts, dropped }) =>
        row(attemptsLink({ network }), network, addresses, banned, attempts, dropped),
      ),
      more: 0,
    },
  ];
  tables.push(...restartTables(restarts, report.logs, moment));
  if (whatIf) tables.push(whatIfTable(whatIf.cells, totals.attempts));
  return tables.filter(({ rows }) => rows.length > 0);
}

/** Numbers are written and sorted as such; `[text, key]`: what is sorted otherwise than it is written. */
function row(link: SimulationLink | null, ...cells: (string | number | readonly [string, number])[]): SimulationRow {
  return {
    cells: cells.map((cell) => (typeof cell === 'string' ? cell : typeof cell === 'number' ? amount(cell) : cell[0])),
    keys: cells.map((cell) => (typeof cell === 'object' ? cell[1] : cell)),
    link,
  };
}

function ofId(id: string): SimulationLink {
  return attemptsLink({ id });
}

function banRow(ban: BanReport, moment: (seconds: number) => string): SimulationRow {
  const { time, jail, id, attempts, count, until, dropped } = ban;
  const end = until === null ? 'for ever' : moment(until);
  return row(banLink(ban), [moment(time), time], jail, id, attempts, count, [end, until ?? Infinity], dropped);
}

/** `root 12, admin 3, … 4 more`. */
function usersText({ users = [], userCount = 0 }: Pick<AddressReport, 'users' | 'userCount'>): string {
  const more = userCount - users.length;
  return [
    ...users.map(({ name, attempts }) => `${name} ${amount(attempts)}`),
    ...(more > 0 ? [`… ${amount(more)} more`] : []),
  ].join(', ');
}

/** Of several jails: each, and all together. */
function jailTable({ jails, totals }: SimulationReport): SimulationTable {
  const readers = jails.filter(({ readsOwnLog }) => readsOwnLog).map(({ name }) => name);
  return {
    title: 'Jails',
    about:
      readers.length > 0
        ? `The attempts of ${readers.join(' and ')} are bans of the other jails, as fail2ban.log tells them; they are not among all attempts.`
        : '',
    columns: columns('jail', '#attempts', '#addresses', '#banned', '#bans', '#dropped'),
    rows:
      jails.length > 1
        ? [
            ...jails.map(({ name, attempts, addresses, banned, bans, dropped }) =>
              row(null, name, attempts, addresses, banned, bans, dropped),
            ),
            row(null, 'all together', totals.attempts, totals.addresses, totals.banned, totals.bans, totals.dropped),
          ]
        : [],
    more: 0,
  };
}

function restartTables(
  restarts: readonly RestartReport[],
  logs: readonly string[],
  moment: (seconds: number) => string,
): SimulationTable[] {
  const readsAgain = restarts.some(({ readUntil }) => readUntil === null);
  return [
    {
      title: 'Restarts',
      about: `Bans that the database gives back (shortened: until an earlier moment than before), bans that end, and addresses whose attempts no longer count.${readsAgain ? ' Without a database in a file fail2ban reads again what is younger than findtime, and counts it once more.' : ''}`,
      columns: columns('moment', 'jail', '#restored', '#shortened', '#ended', '#forgotten'),
      rows: restarts.flatMap(({ time, jails }) =>
        jails.map(({ jail, restored, shortened, ended, forgotten }) =>
          row(null, [moment(time), time], jail, restored, shortened, ended, forgotten),
        ),
      ),
      more: 0,
    },
    {
      title: 'Read on after a restart',
      about:
        'The database holds how far each log was read, and how it began: fail2ban goes on behind this line. A file that begins otherwise by then, as a rotated one does, is read from findtime before.',
      columns: columns('moment', 'log', '#line'),
      rows: restarts.flatMap(({ time, readUntil }) =>
        (readUntil ?? []).map(({ log, line }) =>
          row(line > 0 ? { log, line } : null, [moment(time), time], logs[log]!, line),
        ),
      ),
      more: 0,
    },
  ];
}

function whatIfTable(cells: readonly WhatIfCell[], attempts: number): SimulationTable {
  const settings = triedSettings.filter((name) => cells.some((cell) => cell[name] !== null));
  return {
    title: 'What if',
    about: 'The same logs with other settings.',
    columns: columns(...settings.map((name) => `#${name}`), '#banned', '#bans', '#dropped', '#share', '#mistakes'),
    rows: cells.map((cell) =>
      row(
        null,
        ...settings.map((name) => [settingText(name, cell[name]!), cell[name]!] as const),
        cell.banned,
        cell.bans,
        cell.dropped,
        [percent(cell.dropped, attempts), cell.dropped],
        cell.mistakes,
      ),
    ),
    more: 0,
  };
}

/** `#name`: a column of numbers. */
function columns(...names: readonly string[]): SimulationTable['columns'] {
  return names.map((name) => ({ name: name.replace('#', ''), isNumber: name.startsWith('#') }));
}
