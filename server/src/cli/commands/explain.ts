import { createSources } from '../../config/resolve.ts';
import { followWinner } from '../../dates/follow-winner.ts';
import { watchConnections } from '../../explain/connections.ts';
import { watchForeignLog } from '../../explain/foreign-log.ts';
import { explainLine, type JudgedLine } from '../../explain/explain-line.ts';
import type { Fix } from '../../explain/fixes.ts';
import type { ExplainOptions } from '../../explain/explain-regex.ts';
import { keepEarlierLines } from '../../explain/needed-lines.ts';
import { workedMilliseconds } from '../../host/guard.ts';
import { partsOfLine, type DateReader } from '../../matching/date-stage.ts';
import { createMatchRun, type MatchObserver, type MatchRun } from '../../matching/match-run.ts';
import { oneOf } from '../args.ts';
import { UsageError, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { adviseOnDates, prepareWith, type Rerun } from '../date-advice.ts';
import {
  oneLine,
  readFilterArgument,
  readIgnoreArgument,
  readOtherModes,
  type FilterUnderTest,
} from '../filter-under-test.ts';
import { openLog } from '../log-under-test.ts';
import { deadlineOf, prepare, readWhole, runOptions, type Setup } from '../run-setup.ts';
import { lineBudget, longLinesInWords, partInWords, stopReason } from '../run-limits.ts';
import { writeExplainJson } from '../writers/explain-json.ts';
import {
  bothFixesKey,
  bothFixesOf,
  fixKey,
  linesKey,
  type ExplainDetails,
  type ExplainedLine,
  type FixEffect,
  type ModeEffect,
} from '../writers/explain-report.ts';
import { writeExplainText } from '../writers/explain-text.ts';
import { findLinePosition } from '../writers/resolve.ts';

/** `fail2ban-lens explain`: why each line does or does not match, stage by stage. */
export const explainCommand: Command = {
  name: 'explain',
  usage: '[OPTIONS] LOG FILTER [IGNOREREGEX]',
  summary:
    'Why a line does or does not match: the date that is cut out, the text that is left, the part of each regex at fault.',
  help: [
    'LOG and FILTER as in test. Every change that is named was tried: with it, the regex matches.',
    '',
    '--line N        this line of the log, counted from 1; may be given more than once',
    '--missed        only lines that were missed',
    '--limit N       no more than N lines (default: 10 as text without --line, else all)',
    '--line-budget SECONDS  what the regexes of one line may take together (default 1): those behind are not looked into',
    '--format text|json',
    'and of test: --config, --datepattern, --timezone, --encoding, --maxlines, --usedns, --no-check-all, --now, --regex-timeout',
  ],
  options: {
    ...runOptions,
    line: { type: 'string', multiple: true },
    missed: { type: 'boolean' },
    limit: { type: 'string' },
    'line-budget': { type: 'string' },
    format: { type: 'string' },
  },
  run: explain,
};

const defaultTextLimit = 10;
/** Lines that are told of a log without anything that the filter is for. */
const fewLines = 2;
/** Runs over the whole log that show what fixes would change. */
const mostMeasuredFixes = 10;

async function explain(context: CommandContext): Promise<ExitCode> {
  const { host, positionals, values } = context;
  if (positionals.length !== 2 && positionals.length !== 3)
    throw new UsageError('provide LOG and FILTER, and perhaps IGNOREREGEX (see fail2ban-lens explain --help)');
  const [logArgument, filterArgument, ignoreArgument] = positionals as [string, string, string?];
  const format = oneOf('--format', values['format'], ['text', 'json'], 'text');
  const numbers = lineNumbers(values['line'] as readonly string[] | undefined);
  const isShort = format === 'text' && numbers.length === 0;
  const limit = limitOf(values['limit'] as string | undefined) ?? (isShort ? defaultTextLimit : Infinity);

  const subject = readFilterArgument(context, filterArgument);
  const ignoreregex =
    ignoreArgument === undefined ? undefined : readIgnoreArgument(context, ignoreArgument).ignoreregex;
  const setup = prepare(context, subject, ignoreregex);
  const log = openLog(context, logArgument, setup.filter.maxLines);
  for (const remark of [...subject.remarks, ...log.remarks]) host.err(`fail2ban-lens: explain: ${oneLine(remark)}\n`);

  const deadline = deadlineOf(context);
  const explaining: ExplainOptions = {
    python: context.python,
    fail2ban: context.fail2ban,
    multiline: setup.filter.maxLines > 1,
    guard: deadline.guard,
    milliseconds: deadline.milliseconds,
    worked: workedMilliseconds,
    lineMilliseconds: lineBudget(context),
    lateAdvice: 'Give it more time: --line-budget.',
    variables: variablesOf(context, subject),
  };
  const explained: ExplainedLine[] = [];
  const { reader, begin, templateAt } = recordingReader(setup);
  const matched = new Set<number>();
  const found = new Set<number>();
  let leftOut = 0;
  let firstSkipped: number | undefined;
  const wants = ({ number, verdict }: JudgedLine): boolean =>
    (numbers.length === 0 || numbers.includes(number)) && (values['missed'] !== true || verdict === 'missed');
  const connections = watchConnections(true);
  const foreign = watchForeignLog(setup.filter);
  const earlier = keepEarlierLines();
  const line: MatchObserver['line'] = (number, verdict, block, index, outcome, searched) => {
    if (verdict === 'matched') matched.add(number);
    foreign.add(block.text.slice(block.starts[index], block.ends[index]));
    if (setup.filter.maxLines > 1) earlier.add(partsOfLine(block, index));
    const findings = connections.take();
    const judged = { number, verdict, block, index, outcome, searched, earlier: earlier.lines, findings };
    if (!wants(judged)) return;
    if (stopReason(context) === 'Ctrl+C') {
      firstSkipped ??= number;
      return;
    }
    found.add(number);
    if (explained.length >= limit) leftOut++;
    else explained.push({ explanation: explainLine(setup.filter, judged, explaining), template: templateAt(index) });
  };
  const run = startRun(context, setup, reader, { line, finding: connections.finding });
  const isWhole =
    (await readWhole(context, log, (block) => {
      begin();
      run.add(block);
    })) &&
    !run.isStopped &&
    firstSkipped === undefined;
  const stopped = isWhole ? undefined : stopReason(context);
  const passedOver = longLinesInWords(log.longLines);
  if (passedOver !== undefined) host.err(`fail2ban-lens: explain: ${passedOver}\n`);
  if (stopped)
    host.err(
      `fail2ban-lens: explain: ${partInWords(stopped, firstSkipped === undefined ? run.lastLine : firstSkipped - 1)}\n`,
    );
  else
    tellUnread(
      context,
      numbers.filter((number) => !found.has(number)),
    );

  const rerun: Rerun = { context, subject, ignoreregex, logArgument, stamp: log.stamp };
  // Of a part of the log they could be wrong.
  const effects = stopped ? new Map<string, FixEffect>() : await measureFixes(rerun, explained, matched);
  const dateProof =
    !stopped && explained.some(({ explanation }) => explanation.sighting)
      ? await proveDates(rerun, matched)
      : undefined;
  const modes =
    !stopped && explained.some(({ explanation }) => explanation.verdict !== 'matched')
      ? await tryModes(rerun, filterArgument, matched)
      : [];
  // Of a log in which another mode matches, that would be wrong.
  const foreignLog = stopped || matched.size > 0 || modes.length > 0 ? undefined : foreign.verdict();
  const placeOf = findLinePosition(createSources(host.files));
  const details = {
    filter: setup.filter,
    placeOf,
    effects,
    modes,
    foreign: foreignLog,
    datepattern: setup.datepattern?.text,
    dateProof,
    leftOut,
  };
  // Of a log that is of another program, its first lines say enough.
  const told = foreignLog && isShort && values['limit'] === undefined ? explained.slice(0, fewLines) : explained;
  if (format === 'json' || explained.length > 0 || !stopped)
    host.out(
      format === 'json'
        ? writeExplainJson(explained, details)
        : writeExplainText(told, { ...details, leftOut: leftOut + explained.length - told.length }),
    );
  if (stopped === undefined) return passedOver === undefined ? 0 : 3;
  return stopped === 'Ctrl+C' ? 130 : 3;
}

/** The names with an underscore at the start that the filter's files give values to. */
function variablesOf({ host }: CommandContext, { files = [] }: FilterUnderTest): ReadonlySet<string> {
  const sources = createSources(host.files);
  const options = files.flatMap(
    (file) => sources.read(file)?.tree.sections.flatMap((section) => section.options) ?? [],
  );
  return new Set(options.map(({ key }) => key).filter((key) => key.startsWith('_')));
}

function lineNumbers(given: readonly string[] = []): number[] {
  return given.map((text) => {
    if (!/^\d+$/.test(text) || Number(text) === 0)
      throw new UsageError(`--line ${text}: give the number of a line, counted from 1`);
    return Number(text);
  });
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text) || Number(text) === 0) throw new UsageError(`--limit ${text}: give a number of lines`);
  return Number(text);
}

/** Reads dates one by one and remembers which template took which of the block at hand. */
function recordingReader({ detector }: Setup): {
  reader: DateReader;
  begin(): void;
  templateAt(index: number): string | undefined;
} {
  const winnerOf = followWinner(detector);
  let templates: (string | undefined)[] = [];
  return {
    reader: {
      read: (...line) => {
        const reading = detector.read(...line);
        templates.push(winnerOf());
        return reading;
      },
    },
    begin: () => void (templates = []),
    templateAt: (index) => templates[index],
  };
}

function startRun(
  context: CommandContext,
  { filter, datepattern, now }: Setup,
  dates: DateReader,
  observer: MatchObserver,
): MatchRun {
  return createMatchRun({
    filter,
    dates,
    fail2ban: context.fail2ban,
    checkAll: context.values['no-check-all'] !== true,
    now,
    observer,
    deadline: { ...deadlineOf(context), guardsDates: datepattern !== undefined },
  });
}

function tellUnread({ host, values }: CommandContext, numbers: readonly number[]): void {
  for (const number of numbers)
    host.err(
      `fail2ban-lens: explain: line ${number}: ${values['missed'] === true ? 'it is not a missed line' : 'there is no such line that fail2ban-regex tests (empty lines and lines that begin with # are passed over)'}\n`,
    );
}

/** Runs the log again with each fix in turn; what was not measured is not in the map. */
async function measureFixes(
  rerun: Rerun,
  explained: readonly ExplainedLine[],
  matched: ReadonlySet<number>,
): Promise<Map<string, FixEffect>> {
  const { context, subject, ignoreregex } = rerun;
  const effects = new Map<string, FixEffect>();
  if (rerun.logArgument === '-') return effects;
  const withPrefregex = ({ configured }: Fix): FilterUnderTest => ({ ...subject, prefregex: configured });
  const withFailregex = (index: number, { configured }: Fix, from = subject): FilterUnderTest => ({
    ...from,
    failregex: from.failregex.with(index, configured),
  });
  const alone = explained.flatMap(({ explanation: { prefregex, failregex } }) => [
    ...(prefregex && 'cause' in prefregex && prefregex.fix
      ? [{ key: fixKey('prefregex', prefregex.fix), fixed: withPrefregex(prefregex.fix) }]
      : []),
    ...failregex.flatMap(({ index, miss, id, namesNobody }) => {
      const fix = miss?.fix ?? id?.doubt?.fix ?? namesNobody?.fix;
      return fix ? [{ key: fixKey(index, fix), fixed: withFailregex(index, fix) }] : [];
    }),
  ]);
  const together = explained.flatMap(({ explanation }) => {
    const both = bothFixesOf(explanation);
    if (!both) return [];
    return [
      { key: bothFixesKey(both), fixed: withFailregex(both.index, both.failregex, withPrefregex(both.prefregex)) },
    ];
  });
  const wider = explained.flatMap(({ explanation: { needed } }) => (needed ? [needed] : []));
  const measureOnce = async (key: string, setup: () => Setup): Promise<void> => {
    if (effects.size >= mostMeasuredFixes || effects.has(key)) return;
    const effect = await measure(rerun, setup(), matched);
    if (effect) effects.set(key, effect);
  };
  for (const { key, fixed } of [...alone, ...together])
    await measureOnce(key, () => prepare(context, fixed, ignoreregex));
  for (const needed of wider)
    await measureOnce(linesKey(needed), () => {
      const setup = prepare(context, subject, ignoreregex);
      return { ...setup, filter: { ...setup.filter, maxLines: needed.lines } };
    });
  return effects;
}

/** What another setup gains and loses over the whole log; undefined where the command's limits were reached before its end. `taken`: gets the lines that it matches. */
async function measure(
  { context, logArgument, stamp }: Rerun,
  setup: Setup,
  matched: ReadonlySet<number>,
  taken?: Set<number>,
): Promise<FixEffect | undefined> {
  let gains = 0;
  let kept = 0;
  const line: MatchObserver['line'] = (number, verdict) => {
    if (verdict !== 'matched') return;
    taken?.add(number);
    if (matched.has(number)) kept++;
    else gains++;
  };
  const run = startRun(context, setup, setup.detector, { line });
  const log = openLog(context, logArgument, setup.filter.maxLines);
  await readWhole(context, log, run.add);
  // Of a log that grew or was replaced meanwhile, the difference is not the setup's.
  if (log.stamp !== stamp) return undefined;
  return stopReason(context) ? undefined : { gains, losses: matched.size - kept };
}

/** Runs the log through each other mode of the filter. */
async function tryModes(rerun: Rerun, argument: string, matched: ReadonlySet<number>): Promise<ModeEffect[]> {
  if (rerun.logArgument === '-') return [];
  const effects: ModeEffect[] = [];
  for (const { mode, argument: written, subject } of readOtherModes(rerun.context, argument, rerun.subject)) {
    const taken = new Set<number>();
    const effect = await measure(rerun, prepare(rerun.context, subject, rerun.ignoreregex), matched, taken);
    if (effect && effect.gains > 0) effects.push({ mode, argument: written, matched: taken, ...effect });
  }
  return effects.sort((a, b) => a.losses - b.losses || a.gains - b.gains);
}

async function proveDates(rerun: Rerun, matched: ReadonlySet<number>): Promise<ExplainDetails['dateProof']> {
  const proof = (await adviseOnDates(rerun))?.proof;
  const effect = proof && (await measure(rerun, prepareWith(rerun, proof.patterns), matched));
  return effect && { ...proof, ...effect };
}
