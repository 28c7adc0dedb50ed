import {
  createSources,
  extractOptions,
  fallbackConfigDir,
  isBroken,
  isFailure,
  isRead,
  isTyped,
  resolveJail,
  resolveMainConfig,
  attempt,
  type Jail,
} from '../../config/resolve.ts';
import { isJailOption } from '../../config/jail.ts';
import { ownLogReaders } from '../../analysis/own-log.ts';
import { joinPath, normalizePath } from '../../config/paths.ts';
import { AddressBook } from '../../simulate/address-book.ts';
import { rulesOf, UnusableOption, type JailRules } from '../../simulate/jail-rules.ts';
import { settingsOf } from '../../simulate/jail-settings.ts';
import { createNoticeReader, ownLogNote, type NoticeReader } from '../../simulate/own-log.ts';
import type { LogBooks } from '../../simulate/log-books.ts';
import { createAttemptReader, type AttemptReader } from '../../simulate/read-attempts.ts';
import { readingNotes } from '../../simulate/reading-notes.ts';
import type { SimulationReport } from '../../simulate/report.ts';
import { serverSettingsOf, type ServerSettings } from '../../simulate/server-settings.ts';
import { NoDates, simulateLogs, type LogReading } from '../../simulate/simulated-logs.ts';
import { createStockSuccesses } from '../../simulate/successes.ts';
import { UserBook } from '../../simulate/user-book.ts';
import type { WhatIfGrid } from '../../simulate/what-if.ts';
import type { LineBlock } from '../../matching/line-block.ts';
import { MappedText } from '../../text/mapped-text.ts';
import { oneOf } from '../args.ts';
import { readAttemptsPart, readLaterAttempts } from '../attempt-parts.ts';
import { UsageError, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { configFolder, filterOfJail, oneLine, type FilterUnderTest } from '../filter-under-test.ts';
import type { LogPart } from '../log-threads.ts';
import { openLog } from '../log-under-test.ts';
import { longLinesInWords, partInWords, stopReason, type StopReason } from '../run-limits.ts';
import { deadlineOf, prepare, readWhole, runOptions, type Setup } from '../run-setup.ts';
import { simulationWriters, writtenFormats } from '../../simulate/writers/simulate.ts';
import { localZoneName } from '../../host/local-zone-name.ts';
import { momentsOf } from '../moments.ts';
import { parseWhatIf } from '../what-if-grid.ts';
import { whatIsThere } from '../what-is-there.ts';
import { writeOut } from '../write-out.ts';

/** `fail2ban-lens simulate`: who would have been banned, when and for how long. */
export const simulateCommand: Command = {
  name: 'simulate',
  usage: '[OPTIONS] LOG… --jail NAME[OPTION=VALUE,…]',
  summary: 'What the server would have done with a log: bans, what they would have kept away, who slips through.',
  help: [
    'LOG       files (plain or .gz), read as if the server had followed them while they were written; - for standard input',
    '',
    '--jail NAME[OPTION=VALUE,…]  a jail of the configuration; may be given more than once. Options in the brackets go before its own',
    '          (sshd[maxretry=3,bantime=1d]); those that no jail has go to its filter (sshd[mode=aggressive])',
    "-c, --config DIR      fail2ban's configuration (default: /etc/fail2ban)",
    '--what-if maxretry=3..10,findtime=1m..1h,bantime=10m|1d   a table of other settings: a range in up to 8 steps, or values',
    '--still-logged        attempts of banned addresses still reach the log (default: the firewall keeps them away)',
    '--self ADDRESS        an address of the server itself, which ignoreself spares; may be given more than once',
    '--restart-at TIME     the server is restarted then: what its database gives back, what it forgets; may be given more than once',
    '--threads N           read a long log with up to N threads (default: as many as the machine runs at the same time, at most 4)',
    '--rows N              rows of each list of the report (default 10)',
    '--format text|json|html|markdown|csv',
    'and of test: --timezone, --encoding, --usedns, --now (for dates without a year), --regex-timeout, --overrun-budget',
  ],
  options: {
    config: runOptions.config,
    timezone: runOptions.timezone,
    encoding: runOptions.encoding,
    usedns: runOptions.usedns,
    now: runOptions.now,
    'regex-timeout': runOptions['regex-timeout'],
    'overrun-budget': runOptions['overrun-budget'],
    jail: { type: 'string', multiple: true },
    'what-if': { type: 'string' },
    'still-logged': { type: 'boolean' },
    self: { type: 'string', multiple: true },
    'restart-at': { type: 'string', multiple: true },
    threads: { type: 'string' },
    rows: { type: 'string' },
    format: { type: 'string' },
  },
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const { host, positionals, values } = context;
  if (positionals.length === 0 || values['jail'] === undefined)
    throw new UsageError('provide LOG… and --jail NAME (see fail2ban-lens simulate --help)');
  const format = oneOf('--format', values['format'], writtenFormats, 'text');
  const grid = parseWhatIf(values['what-if'] as string | undefined);
  const simulated = setUp(context);
  if (host.part) {
    host.tell?.(await readPartOf(simulated, host.part));
    return 0;
  }
  const report = await createReport(simulated, grid);
  if (typeof report === 'string') {
    // Half a log would tell of bans that never come.
    host.err(`fail2ban-lens: simulate: ${partInWords(report, 0).replace(/,.*/, '')}: nothing is told.\n`);
    return report === 'Ctrl+C' ? 130 : 3;
  }
  await writeOut(host, simulationWriters[format](report, { timeZone: localZoneName(host.env) }));
  return 0;
}

/** A jail with all that its run needs. */
interface JailUnderTest {
  readonly jail: Jail;
  readonly rules: JailRules;
  readonly subject: FilterUnderTest;
  /** As if the jail's own settings were given as options. */
  readonly context: CommandContext;
}

/** What stands before the first log is read. */
interface SimulationSetup {
  readonly context: CommandContext;
  readonly rows: number;
  readonly main: ServerSettings;
  readonly jails: readonly JailUnderTest[];
  /** By jail: it reads the server's own log in place of those that are given. */
  readonly ownLog: readonly boolean[];
  readonly restarts: readonly number[];
  readonly books: LogBooks;
}

function setUp(context: CommandContext): SimulationSetup {
  const { host, values, fail2ban, python } = context;
  const rows = rowsOf(values['rows']);
  const configDir = configFolder(context) ?? fallbackConfigDir;
  const main = serverSettingsOf(resolveMainConfig(createSources(host.files), configDir, fail2ban));
  const jails = (values['jail'] as readonly string[]).map((argument) => readJail(context, configDir, main, argument));
  const restarts = momentsOf(
    '--restart-at',
    values['restart-at'] as readonly string[] | undefined,
    localZoneName(host.env),
  );
  const ownLog = ownLogReaders(
    jails.map(({ jail }) => jail),
    main.logFile,
  );
  const successes = createStockSuccesses({ fail2ban, python, deadline: deadlineOf(context) });
  const books = { book: new AddressBook(), users: new UserBook(), successes };
  return { context, rows, main, jails, ownLog, restarts, books };
}

async function createReport(
  setup: SimulationSetup,
  grid: WhatIfGrid | undefined,
): Promise<SimulationReport | StopReason> {
  const { context, rows, main, jails, ownLog, restarts, books } = setup;
  const { positionals, values, fail2ban } = context;
  const readings: LogReading[] = [];
  for (const argument of positionals) {
    const reading = await readLog(argument, setup);
    if (typeof reading === 'string') return reading;
    readings.push(reading);
  }

  try {
    const logs = simulateLogs({
      readings,
      rules: jails.map(({ rules }) => rules),
      ...books,
      fail2ban,
      firewall: values['still-logged'] !== true,
      server: main,
      noticeReaders: jails.map((jail, i) =>
        ownLog[i] && main.logsBans ? noticeReader(jail, context, books.book) : undefined,
      ),
      restarts,
      notes: jails.flatMap(({ rules: { name } }, i) => (ownLog[i] ? [ownLogNote(name, main)] : [])),
    });
    return logs.report(rows, grid && logs.whatIf(grid));
  } catch (error) {
    throw error instanceof NoDates ? new UsageError(error.message) : error;
  }
}

function rowsOf(value: unknown): number {
  if (value === undefined) return 10;
  if (!/^[1-9]\d{0,5}$/.test(value as string)) throw new UsageError(`--rows ${String(value)}: give a number of rows`);
  return Number(value);
}

function readJail(
  context: CommandContext,
  configDir: string,
  { hasDatabase }: ServerSettings,
  argument: string,
): JailUnderTest {
  const { host, fail2ban, values } = context;
  const named = attempt(() => extractOptions(MappedText.builtin(argument, '--jail'), fail2ban));
  if (isFailure(named)) throw new UsageError(`--jail ${argument}: ${oneLine(named.error)}`);
  const name = named.name.text;
  const options = [...named.options];
  const jail = resolveJail({
    sources: createSources(host.files),
    configDir,
    fail2ban,
    name,
    jailOptions: new Map(options.filter(([option]) => isJailOption(option, fail2ban))),
    filterOptions: new Map(options.filter(([option]) => !isJailOption(option, fail2ban))),
    // Logs are named, so the journal is not meant.
    backend: 'auto',
  });
  if (jail === undefined) throw new UsageError(`--jail ${name}: there is no such jail in ${configDir} (--config DIR)`);
  if (!isRead(jail))
    throw new UsageError(`--jail ${name}: ${isBroken(jail) ? oneLine(jail.error) : 'it cannot be read'}`);
  if (jail.effective.failregex.length === 0)
    throw new UsageError(`--jail ${name}: its filter has no failregex, so it bans nobody`);
  try {
    const ownAddresses = (values['self'] as readonly string[] | undefined) ?? [];
    const rules = rulesOf(settingsOf(jail), { fail2ban, hasDatabase, ownAddresses });
    const settings = {
      usedns: values['usedns'] ?? rules.useDns,
      timezone: values['timezone'] ?? textOption(jail, 'logtimezone'),
      encoding: values['encoding'] ?? textOption(jail, 'logencoding', 'auto'),
    };
    return { jail, rules, subject: filterOfJail(jail), context: { ...context, values: { ...values, ...settings } } };
  } catch (error) {
    if (!(error instanceof UnusableOption)) throw error;
    throw new UsageError(`--jail ${name}: ${error.message} is not understood here, so nothing can be simulated`);
  }
}

/** An option's text; undefined where it is not set, or says `unset`. */
function textOption({ options }: Jail, name: string, unset = ''): string | undefined {
  const value = options.get(name) ?? null;
  return value === null || isTyped(value) || value.text === '' || value.text === unset ? undefined : value.text;
}

function noticeReader(jail: JailUnderTest, context: CommandContext, book: AddressBook): NoticeReader {
  const { filter, detector } = prepare(jail.context, jail.subject, undefined);
  return createNoticeReader({
    filter,
    dates: detector,
    fail2ban: context.fail2ban,
    useDns: jail.rules.useDns,
    book,
    localZone: localZoneName(context.host.env),
    deadline: deadlineOf(context),
  });
}

/** By jail; undefined for one that does not read the log. */
function createReaders({
  context,
  main,
  jails,
  ownLog,
  restarts,
  books: { book, users, successes },
}: SimulationSetup): readonly ({ readonly setup: Setup; readonly reader: AttemptReader } | undefined)[] {
  const first = ownLog.indexOf(false);
  return jails.map((jail, i) => {
    if (ownLog[i]) return undefined;
    const setup = prepare(jail.context, jail.subject, undefined);
    const reader = createAttemptReader({
      filter: setup.filter,
      dates: setup.detector,
      fail2ban: context.fail2ban,
      useDns: jail.rules.useDns,
      now: setup.now,
      book,
      deadline: deadlineOf(context),
      users,
      restarts,
      readsAgain: restarts.length > 0 && !main.keepsDatabase,
      ...(i === first ? { successes } : {}),
    });
    return { setup, reader };
  });
}

/** In a thread of its own, of a log that one jail reads. */
function readPartOf(simulated: SimulationSetup, part: LogPart): ReturnType<typeof readAttemptsPart> {
  const { setup, reader } = createReaders(simulated)[0]!;
  return readAttemptsPart(simulated.jails[0]!.context, part, setup, reader, simulated.books);
}

async function readLog(argument: string, simulated: SimulationSetup): Promise<LogReading | StopReason> {
  const { context, jails, ownLog, restarts, books } = simulated;
  const { host } = context;
  const path = normalizePath(joinPath(host.cwd, argument));
  if (argument !== '-' && !host.files.isFile(path))
    throw new UsageError(
      `${argument}: ${whatIsThere(host.files, path, 'file') ?? 'there is no such file'}; name log files, or - for standard input`,
    );
  const first = ownLog.indexOf(false);
  const log = openLog(jails[first]!.context, argument, 2);
  for (const remark of log.remarks) host.err(`fail2ban-lens: simulate: ${oneLine(remark)}\n`);
  const made = createReaders(simulated);
  const readers = made.map((one) => one?.reader);
  const [only] = made;
  // Of several jails' readers the numbers of addresses, and of a restart the places in the log, are told by the order of all lines.
  const later =
    jails.length === 1 && restarts.length === 0
      ? readLaterAttempts(jails[0]!.context, argument, log, only!.setup, only!.reader, books)
      : undefined;
  const addTo = (block: LineBlock): void => {
    for (const reader of readers) reader?.add(block);
  };
  const isWhole = await readWhole(context, log, addTo, later?.join).finally(() => later?.stop());
  const stopped = isWhole && !readers.some((reader) => reader?.isStopped) ? undefined : stopReason(context);
  if (stopped) return stopped;
  const longLines = longLinesInWords(log.longLines);
  const rules = jails.map((jail) => jail.rules);
  return {
    name: argument,
    readers,
    notes: [...(longLines ? [longLines] : []), ...readingNotes(argument, readers, rules)],
  };
}
