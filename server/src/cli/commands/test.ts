import { createLocalZone } from '../../dates/local-time.ts';
import { localZoneName } from '../../host/local-zone-name.ts';
import { createSpool, type Spool, type SpooledText } from '../../host/spool.ts';
import type { Finding } from '../../matching/find-failures.ts';
import type { LineKeeper, Verdict } from '../../matching/line-statistics.ts';
import { createIdSample, type LookedUpIds } from '../../matching/looked-up-ids.ts';
import { notesOf } from '../../matching/run-notes.ts';
import { createMatchRun, type MatchObserver, type MatchRun } from '../../matching/match-run.ts';
import type { Match, MatchReport } from '../../protocol.ts';
import { createSources } from '../../config/resolve.ts';
import { createBranchCounter } from '../../explain/branch-counts.ts';
import { proofInWords, sightingInWords } from '../../explain/date-advice.ts';
import { createShapeMiner, type ShapeReport } from '../../explain/line-shapes.ts';
import { searchedText } from '../../matching/date-stage.ts';
import { handedOn } from '../../matching/handed-on.ts';
import { findLinePosition } from '../writers/resolve.ts';
import { oneOf } from '../args.ts';
import { adviseOnDates, prepareWith, type Rerun } from '../date-advice.ts';
import { UsageError, type Command, type CommandContext, type ExitCode } from '../command.ts';
import {
  oneLine,
  readFilterArgument,
  readIgnoreArgument,
  type FilterUnderTest,
  type HeadingPart,
} from '../filter-under-test.ts';
import { countLaterParts, countPart, type StartRun } from '../count-parts.ts';
import { openLog, type LogUnderTest } from '../log-under-test.ts';
import { createPrintedLines } from '../printed-lines.ts';
import { deadlineOf, prepare, readWhole, runOptions, type Setup } from '../run-setup.ts';
import { longLinesInWords, partInWords, stopReason } from '../run-limits.ts';
import { writeOut } from '../write-out.ts';
import { writeTestJson } from '../writers/test-json.ts';
import type { OverrunReport, TestDetails, TestReport } from '../writers/test-report.ts';
import { writeTestText } from '../writers/test-text.ts';

/** `fail2ban-lens test`: what a filter does with a log, counted as fail2ban-regex counts it. */
export const testCommand: Command = {
  name: 'test',
  usage: '[OPTIONS] LOG FILTER [IGNOREREGEX]',
  summary: 'What a filter does with a log: the counts of fail2ban-regex --raw.',
  help: [
    'LOG is a file (plain or gzip), - for standard input, or a log line.',
    'FILTER is a name with options (sshd[mode=aggressive]), a path, or a failregex. IGNOREREGEX is an ignoreregex or a filter file.',
    '',
    "-c, --config DIR           fail2ban's configuration folder (default: the one that holds FILTER's filter.d, else /etc/fail2ban)",
    '-d, --datepattern PATTERN  how dates look in the log',
    '--timezone ZONE            the zone of dates that name none, such as UTC+0200',
    '-e, --encoding ENCODING    of the log (default UTF-8)',
    '-L, --maxlines N           search N lines at once',
    '--usedns yes|no|warn|raw   whether <HOST> takes host names (no name is ever looked up)',
    '--no-check-all             stop at the first failregex that matches a line',
    '--now ISO8601              the present moment (default: the clock)',
    "--format text|json         text: fail2ban-regex's own sections and words",
    '--matches                  with json: every match, and the ignored lines',
    '--shapes                   the shapes of missed lines: what differs is masked, the most frequent first',
    '--alternatives             how many matches went through each branch of each |, and what the groups took',
    '--expect matched=N,…       exit 1 where matched, missed or ignored differ',
    '--regex-timeout SECONDS    what one regex may take on one line (default 1)',
    '--overrun-budget SECONDS   what regexes that take longer may take in all (default 20 times as long); then the run ends, exit 3',
    '--threads N                count a long log with up to N threads (default: as many as the machine runs at the same time, at most 4)',
    '-v, --verbose              list regexes without hits too',
    '--print-all-matched, --print-all-missed, --print-all-ignored, --print-no-missed, --print-no-ignored',
  ],
  options: {
    ...runOptions,
    format: { type: 'string' },
    matches: { type: 'boolean' },
    shapes: { type: 'boolean' },
    alternatives: { type: 'boolean' },
    expect: { type: 'string' },
    threads: { type: 'string' },
    verbose: { type: 'boolean', short: 'v' },
    'print-all-matched': { type: 'boolean' },
    'print-all-missed': { type: 'boolean' },
    'print-all-ignored': { type: 'boolean' },
    'print-no-missed': { type: 'boolean' },
    'print-no-ignored': { type: 'boolean' },
  },
  run,
};

const defaultPrintLimit = 20;

async function run(context: CommandContext): Promise<ExitCode> {
  const { host, positionals, values } = context;
  if (positionals.length !== 2 && positionals.length !== 3)
    throw new UsageError('provide LOG and FILTER, and perhaps IGNOREREGEX (see fail2ban-lens test --help)');
  const [logArgument, filterArgument, ignoreArgument] = positionals as [string, string, string?];
  const format = oneOf('--format', values['format'], ['text', 'json'], 'text');
  const expected = parseExpectation(values['expect'] as string | undefined);
  const begun = host.now();

  const subject = readFilterArgument(context, filterArgument);
  const ignore = ignoreArgument === undefined ? undefined : readIgnoreArgument(context, ignoreArgument);
  const setup = prepare(context, subject, ignore?.ignoreregex);
  const log = openLog(context, logArgument, setup.filter.maxLines);
  for (const remark of [...subject.remarks, ...log.remarks]) host.err(`fail2ban-lens: test: ${oneLine(remark)}\n`);

  if (host.part) {
    const start: StartRun = (observer, keeper) => startRun(context, setup, observer, keeper);
    host.tell?.(await countPart(context, host.part, setup, start));
    return 0;
  }

  const spool = createSpool();
  try {
    const lists = values['matches'] === true ? createLists(spool) : undefined;
    const details = values['verbose'] === true ? createDetails(setup, context, spool) : undefined;
    const printed = createPrintedLines(spool);
    // With `--usedns raw` the real program looks nothing up either.
    const ids =
      values['usedns'] === 'raw' || values['raw'] === true ? undefined : createIdSample(setup.filter, context.fail2ban);
    const shapes = values['shapes'] === true ? createShapes() : undefined;
    const branches = values['alternatives'] === true ? createBranches(setup, context) : undefined;
    const observer = joinObservers([
      ...(lists ? [lists.observer] : []),
      ...(details ? [details.observer] : []),
      ...(ids ? [{ hit: ids.hit }] : []),
      ...(shapes ? [shapes.observer] : []),
      ...(branches ? [branches.observer] : []),
    ]);
    const run = startRun(context, setup, observer, printed.keeper);
    const isPlain = !lists && !details && !shapes && !branches && printsFew(context);
    const later = isPlain ? countLaterParts(context, logArgument, log, setup, ids) : undefined;
    const isRestDone = later && (() => log.bytesDone === later.from && later.join(run, log));
    const isWhole = (await readWhole(context, log, run.add, isRestDone).finally(() => later?.stop())) && !run.isStopped;
    const stopped = isWhole ? undefined : stopReason(context);
    const partial = stopped ? partInWords(stopped, run.lastLine) : longLinesInWords(log.longLines);
    if (partial !== undefined) host.err(`fail2ban-lens: test: ${partial}\n`);

    const report = summarize(run, setup);
    const test = createReport({
      dateAdvice: stopped
        ? undefined
        : await adviceFor(run, setup, {
            context,
            subject,
            ignoreregex: ignore?.ignoreregex,
            logArgument,
            stamp: log.stamp,
          }),
      partial,
      context,
      setup,
      heading: headingOf(setup, subject, ignore?.heading ?? [], log),
      run,
      report,
      log,
      droppedLine: later?.droppedLine ?? log.droppedLine,
      lists: lists?.read(),
      rowsOf: printed.rows,
      details: details?.read(),
      lookedUp: ids?.read(),
      shapes: shapes?.read(),
      branches: branches?.read(),
      seconds: (host.now() - begun) / 1000,
    });
    await writeOut(host, format === 'json' ? writeTestJson(test) : writeTestText(test));
    if (partial !== undefined) return stopped === 'Ctrl+C' ? 130 : 3;
    return checkExpectation(context, expected, report);
  } finally {
    spool.close();
  }
}

function createShapes(): { observer: MatchObserver; read(): ShapeReport } {
  const miner = createShapeMiner();
  return {
    observer: {
      line: (line, verdict, block, index) => {
        if (verdict === 'missed') miner.add(line, searchedText(block, index));
      },
    },
    read: () => miner.report(),
  };
}

function createBranches(
  { filter }: Setup,
  context: CommandContext,
): { observer: MatchObserver; read(): TestReport['branches'] } {
  const { guard, milliseconds } = deadlineOf(context);
  const multiline = filter.maxLines > 1;
  const counters = filter.failregex.map((regex) => createBranchCounter(regex, context.python, { multiline }));
  const placeOf = findLinePosition(createSources(context.host.files));
  return {
    observer: {
      hit: (_, regex, block, index, together) => {
        const counter = counters[regex];
        if (!counter) return;
        const work = (): void => counter.add(together ?? handedOn(filter, searchedText(block, index)));
        if (!guard(work, milliseconds)) counter.leaveOut();
      },
    },
    read: () =>
      counters.map((counter, i) => {
        const { expanded } = filter.failregex[i]!;
        const { alternations, hits, isComplete, groups } = counter.report();
        const placed = alternations.map((one) => {
          const origin = expanded.whereToShow(one.span)[0];
          return { ...one, text: expanded.text.slice(one.span.start, one.span.end), place: origin && placeOf(origin) };
        });
        return { hits, isComplete, groups, alternations: placed };
      }),
  };
}

/** Asked for where matched lines have no date, or no line has one. */
async function adviceFor(
  { statistics, matchedWithoutDate }: MatchRun,
  { detector, filter }: Setup,
  rerun: Rerun,
): Promise<TestReport['dateAdvice']> {
  const isUndated = statistics.counts.total > 0 && detector.templates.every(({ hits }) => hits === 0);
  if (matchedWithoutDate === 0 && !isUndated) return undefined;
  const advice = await adviseOnDates(rerun);
  if (!advice?.sighting) return undefined;
  const { sighting, proof } = advice;
  if (!proof || stopReason(rerun.context)) return { sighting, proof: undefined };
  const setup = prepareWith(rerun, proof.patterns);
  const run = startRun(rerun.context, setup);
  const log = openLog(rerun.context, rerun.logArgument, filter.maxLines);
  await readWhole(rerun.context, log, run.add);
  if (stopReason(rerun.context) || log.stamp !== rerun.stamp) return { sighting, proof: undefined };
  return { sighting, proof: { ...proof, matched: run.statistics.counts.matched } };
}

function startRun(
  context: CommandContext,
  { filter, detector, datepattern, now }: Setup,
  observer?: MatchObserver,
  keeper?: LineKeeper,
): MatchRun {
  const { values, fail2ban } = context;
  const deadline = { ...deadlineOf(context), guardsDates: datepattern !== undefined };
  return createMatchRun({
    filter,
    dates: detector,
    fail2ban,
    checkAll: values['no-check-all'] !== true,
    now,
    ...(keeper ? { kept: { limit: printLimit(context), ...printed(context), keeper } } : {}),
    observer,
    deadline,
  });
}

function printLimit({ values }: CommandContext): number {
  return Number(values['maxlines'] ?? 0) || defaultPrintLimit;
}

function printed({ values }: CommandContext): { all: ReadonlySet<Verdict>; none: ReadonlySet<Verdict> } {
  const verdicts: readonly Verdict[] = ['matched', 'ignored', 'missed'];
  const chosen = (word: string) => new Set(verdicts.filter((verdict) => values[`print-${word}-${verdict}`] === true));
  const [all, none] = [chosen('all'), chosen('no')];
  for (const verdict of none)
    if (all.has(verdict))
      throw new UsageError(`--print-no-${verdict} and --print-all-${verdict} are mutually exclusive.`);
  return { all, none };
}

/** Not all lines of a verdict are printed. */
function printsFew(context: CommandContext): boolean {
  return printed(context).all.size === 0;
}

/** The items of two JSON lists, as they come. */
function createLists(spool: Spool): { observer: MatchObserver; read(): NonNullable<TestReport['lists']> } {
  const [ignored, matches] = [spool.open(), spool.open()];
  const addItem = (list: SpooledText, item: unknown): void =>
    list.add(`${list.isEmpty ? '' : ','}${JSON.stringify(item)}`);
  return {
    observer: {
      finding: (line, finding, time) => addItem(matches, toMatch(line, finding, time)),
      line: (line, verdict) => {
        if (verdict === 'ignored') addItem(ignored, line);
      },
    },
    read: () => ({ ignored: ignored.pieces(), matches: matches.pieces() }),
  };
}

/** All of them in turn; undefined for none, which costs nothing. */
function joinObservers(observers: readonly MatchObserver[]): MatchObserver | undefined {
  if (observers.length < 2) return observers[0];
  return {
    finding: (...event) => observers.forEach((observer) => observer.finding?.(...event)),
    line: (...event) => observers.forEach((observer) => observer.line?.(...event)),
    hit: (...event) => observers.forEach((observer) => observer.hit?.(...event)),
  };
}

/** With `-v`: what each failregex found, each a row of the report. */
function createDetails(
  { filter, detector, now }: Setup,
  { host }: CommandContext,
  spool: Spool,
): { observer: MatchObserver; read(): TestDetails } {
  const failures = filter.failregex.map(() => spool.open());
  const localTime = createLocalTime(localZoneName(host.env));
  let lastLine = 0;
  let failuresOfLine = 0;
  return {
    observer: {
      finding: (line, { regex, id, isNoFail }, time) => {
        if (line !== lastLine) failuresOfLine = 0;
        lastLine = line;
        const isMultiple = failuresOfLine > 1;
        failures[regex]!.add(
          `|      ${id ?? 'None'}  ${localTime(Number.isNaN(time) ? now() : time)}${isMultiple ? ' (multiple regex matched)' : ''}\n`,
        );
        if (!isNoFail) failuresOfLine++;
      },
    },
    read: () => ({
      failures: failures.map((text) => text.pieces()),
      dateTemplates: detector.templates.map(({ template, hits }) => ({ name: template.name, hits })),
    }),
  };
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As `time.strftime("%a %b %d %H:%M:%S %Y")`; a failure without a date is told with the present moment. */
function createLocalTime(timeZone: string): (seconds: number) => string {
  const zone = createLocalZone(timeZone);
  return (seconds) => {
    const whole = Math.floor(seconds);
    // A TAI64N stamp can lie beyond all calendars: fail2ban-regex ends with a traceback.
    if (Number.isNaN(new Date(whole * 1000).getTime())) return `${seconds} seconds since 1970`;
    const local = new Date((whole + zone.offsetAt(whole)) * 1000);
    const two = (number: number) => String(number).padStart(2, '0');
    const clock = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(two).join(':');
    return `${days[local.getUTCDay()]} ${months[local.getUTCMonth()]} ${two(local.getUTCDate())} ${clock} ${local.getUTCFullYear()}`;
  };
}

function toMatch(line: number, { regex, id, data }: Finding, time: number): Match {
  const groups = Object.fromEntries(
    [...data].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  return { line, failregex: regex + 1, id, time: Number.isNaN(time) ? null : time, groups };
}

function summarize(run: MatchRun, { filter, detector }: Setup): MatchReport {
  return {
    lines: run.statistics.counts,
    failregex: filter.failregex.map(({ configured }, i) => ({ pattern: configured.text, hits: run.failregexHits[i]! })),
    ignoreregex: filter.ignoreregex.map(({ configured }, i) => ({
      pattern: configured.text,
      hits: run.ignoreregexHits[i]!,
    })),
    prefregex: filter.prefregex ? { hits: run.prefregexHits } : null,
    dateTemplates: detector.templates
      .filter(({ hits }) => hits > 0)
      .map(({ template, hits }) => ({ name: template.name, hits })),
  };
}

function headingOf(
  { maxlines, datepattern }: Setup,
  subject: FilterUnderTest,
  ignoreHeading: readonly HeadingPart[],
  log: LogUnderTest,
): string[] {
  const lineOf = {
    maxlines: `Use         maxlines : ${maxlines?.value}`,
    datepattern: `Use      datepattern : ${datepattern?.text} : ${datepattern?.name}`,
  };
  const isOption = { maxlines: maxlines?.isOption, datepattern: datepattern?.isOption };
  const fromOptions = (['maxlines', 'datepattern'] as const)
    .filter((setting) => isOption[setting])
    .map((setting) => lineOf[setting]);
  const parts = [...subject.heading, ...ignoreHeading].flatMap((part) => {
    if ('line' in part) return [part.line];
    return isOption[part.setting] ? [] : [lineOf[part.setting]];
  });
  return [...fromOptions, ...parts, ...log.heading];
}

interface ReportParts extends Pick<
  TestReport,
  | 'heading'
  | 'report'
  | 'partial'
  | 'droppedLine'
  | 'lists'
  | 'rowsOf'
  | 'details'
  | 'seconds'
  | 'dateAdvice'
  | 'shapes'
  | 'branches'
> {
  readonly context: CommandContext;
  readonly setup: Setup;
  readonly run: MatchRun;
  readonly log: LogUnderTest;
  readonly lookedUp: LookedUpIds | undefined;
}

function createReport({ context, setup, run, log, lookedUp, ...plain }: ReportParts): TestReport {
  const { all, none } = printed(context);
  return {
    ...plain,
    prefregexText: setup.filter.prefregex?.expanded.text,
    printLimit: printLimit(context),
    printAll: all,
    printNone: none,
    overruns: run.overruns.map(({ regex, line, then }): OverrunReport => ({
      kind: regex.role,
      index: regex.role === 'prefregex' ? 1 : setup.filter[regex.role].indexOf(regex) + 1,
      line,
      then,
    })),
    crashes: { count: run.crashCount, first: run.crashes },
    // Of a part of a log they could be wrong.
    notes: plain.partial
      ? []
      : notesOf({
          report: plain.report,
          matchedWithoutDate: run.matchedWithoutDate,
          datepattern: setup.datepattern?.text,
          isCompressed: log.isCompressed,
          lookedUp,
        }).concat(
          plain.dateAdvice ? adviceNote(plain.dateAdvice, plain.report.lines.matched, setup.datepattern?.text) : [],
        ),
    datepattern: setup.datepattern?.text,
  };
}

function adviceNote(
  { sighting, proof }: NonNullable<TestReport['dateAdvice']>,
  matched: number,
  datepattern: string | undefined,
): string {
  const change = proof && proof.matched !== matched ? `; with it ${proof.matched} lines match, not ${matched}` : '';
  return `Line ${sighting.line}: ${sightingInWords(sighting, datepattern)}.${proof ? ` ${capital(proofInWords(proof))}${change}.` : ''}`;
}

function capital(text: string): string {
  return text.startsWith('datepattern') ? text : text[0]!.toUpperCase() + text.slice(1);
}

type Expectation = ReadonlyMap<Verdict, number>;

function parseExpectation(text: string | undefined): Expectation {
  const expected = new Map<Verdict, number>();
  for (const part of text?.split(',') ?? []) {
    const match = /^\s*(matched|missed|ignored)=(\d+)\s*$/.exec(part);
    if (!match) throw new UsageError(`--expect ${part}: give counts such as matched=8,missed=1,ignored=0`);
    expected.set(match[1] as Verdict, Number(match[2]));
  }
  return expected;
}

function checkExpectation({ host }: CommandContext, expected: Expectation, { lines }: MatchReport): ExitCode {
  const wrong = [...expected].filter(([verdict, count]) => lines[verdict] !== count);
  if (wrong.length === 0) return 0;
  host.err(
    `fail2ban-lens: test: expected ${wrong.map(([verdict, count]) => `${verdict}=${count} but counted ${lines[verdict]}`).join(', ')}\n`,
  );
  return 1;
}
