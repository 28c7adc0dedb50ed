import { createSources } from '../../config/resolve.ts';
import { explainLine, type JudgedLine } from '../../explain/explain-line.ts';
import type { ExplainOptions } from '../../explain/explain-regex.ts';
import type { DateReader } from '../../matching/date-stage.ts';
import { createMatchRun, DateSearchOverrun, type MatchObserver } from '../../matching/match-run.ts';
import { oneOf } from '../args.ts';
import { UsageError, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { oneLine, readFilterArgument, readIgnoreArgument, type FilterUnderTest } from '../filter-under-test.ts';
import { openLog, type LogUnderTest } from '../log-under-test.ts';
import { deadlineOf, prepare, runOptions, type Setup } from '../run-setup.ts';
import { writeExplainJson } from '../writers/explain-json.ts';
import { fixKey, type ExplainedLine, type FixEffect } from '../writers/explain-report.ts';
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
    '--limit N       no more than N lines (default: 10 as text, all as json)',
    '--format text|json',
    'and of test: --config, --datepattern, --timezone, --encoding, --maxlines, --usedns, --no-check-all, --now, --regex-timeout',
  ],
  options: {
    ...runOptions,
    line: { type: 'string', multiple: true },
    missed: { type: 'boolean' },
    limit: { type: 'string' },
    format: { type: 'string' },
  },
  run: (context) => explain(context).catch(underOwnName),
};

const defaultTextLimit = 10;
/** Runs over the whole log that show what fixes would change. */
const mostMeasuredFixes = 10;

async function explain(context: CommandContext): Promise<ExitCode> {
  const { host, positionals, values } = context;
  if (positionals.length !== 2 && positionals.length !== 3)
    throw new UsageError('explain: provide LOG and FILTER, and perhaps IGNOREREGEX (see fail2ban-lens explain --help)');
  const [logArgument, filterArgument, ignoreArgument] = positionals as [string, string, string?];
  const format = oneOf('--format', values['format'], ['text', 'json'], 'text');
  const numbers = lineNumbers(values['line'] as readonly string[] | undefined);
  const limit = limitOf(values['limit'] as string | undefined) ?? (format === 'text' ? defaultTextLimit : Infinity);

  const subject = readFilterArgument(context, filterArgument);
  const ignoreregex =
    ignoreArgument === undefined ? undefined : readIgnoreArgument(context, ignoreArgument).ignoreregex;
  const setup = prepare(context, subject, ignoreregex);
  const log = openLog(context, logArgument, setup.filter.maxLines);
  for (const remark of [...subject.remarks, ...log.remarks]) host.err(`fail2ban-lens: explain: ${oneLine(remark)}\n`);

  const deadline = deadlineOf(context);
  const explaining: ExplainOptions = {
    python: context.python,
    multiline: setup.filter.maxLines > 1,
    guard: deadline.guard,
    milliseconds: deadline.milliseconds,
  };
  const explained: ExplainedLine[] = [];
  const templates = templateReader(setup);
  const matched = new Set<number>();
  let leftOut = 0;
  const wants = ({ number, verdict }: JudgedLine): boolean =>
    (numbers.length === 0 || numbers.includes(number)) && (values['missed'] !== true || verdict === 'missed');
  await readLog(context, setup, log, templates.reader, {
    line: (number, verdict, block, index, outcome) => {
      if (verdict === 'matched') matched.add(number);
      const judged = { number, verdict, block, index, outcome };
      if (!wants(judged)) return;
      if (explained.length >= limit) return void leftOut++;
      explained.push({
        explanation: explainLine(setup.filter, judged, explaining),
        template: templates.at(block.text.slice(block.starts[index], block.ends[index])),
      });
    },
  });
  tellUnread(
    context,
    numbers,
    explained.map(({ explanation }) => explanation.line),
  );

  const effects = await measureFixes(context, subject, ignoreregex, logArgument, explained, matched);
  const placeOf = findLinePosition(createSources(host.files));
  const details = { filter: setup.filter, placeOf, effects, leftOut };
  host.out(format === 'json' ? writeExplainJson(explained, details) : writeExplainText(explained, details));
  return 0;
}

function lineNumbers(given: readonly string[] = []): number[] {
  return given.map((text) => {
    if (!/^\d+$/.test(text) || Number(text) === 0)
      throw new UsageError(`explain: --line ${text}: give the number of a line, counted from 1`);
    return Number(text);
  });
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text) || Number(text) === 0)
    throw new UsageError(`explain: --limit ${text}: give a number of lines`);
  return Number(text);
}

/** What reads LOG and FILTER is `test`'s own, and so are its words for bad usage. */
function underOwnName(error: unknown): never {
  throw error instanceof UsageError ? new UsageError(error.message.replace(/^test: /, 'explain: ')) : error;
}

/** Reads dates line by line and remembers which template took which line's. */
function templateReader({ detector }: Setup): { reader: DateReader; at(line: string): string | undefined } {
  const names = new Map<string, string>();
  const hitsBefore = new Map<string, number>();
  return {
    reader: {
      read: (text, start, end, isAscii, now) => {
        const reading = detector.read(text, start, end, isAscii, now);
        if (reading.end > reading.start)
          for (const { template, hits } of detector.templates) {
            if (hits !== (hitsBefore.get(template.name) ?? 0)) names.set(text.slice(start, end), template.name);
            hitsBefore.set(template.name, hits);
          }
        return reading;
      },
    },
    at: (line) => names.get(line),
  };
}

async function readLog(
  context: CommandContext,
  { filter, datepattern, now }: Setup,
  log: LogUnderTest,
  dates: DateReader,
  observer: MatchObserver,
): Promise<void> {
  const run = createMatchRun({
    filter,
    dates,
    fail2ban: context.fail2ban,
    checkAll: context.values['no-check-all'] !== true,
    now,
    kept: { limit: 0, all: new Set(), none: new Set(['matched', 'ignored', 'missed']) },
    observer,
    deadline: { ...deadlineOf(context), guardsDates: datepattern !== undefined },
  });
  try {
    for await (const block of log.blocks()) run.add(block);
  } catch (error) {
    if (error instanceof DateSearchOverrun)
      throw new UsageError(`explain: ${error.message}: make the datepattern more definite`);
    throw error;
  }
}

function tellUnread({ host, values }: CommandContext, asked: readonly number[], told: readonly number[]): void {
  for (const number of asked.filter((number) => !told.includes(number)))
    host.err(
      `fail2ban-lens: explain: line ${number}: ${values['missed'] === true ? 'it is not a missed line' : 'there is no such line that fail2ban-regex tests (empty lines and lines that begin with # are passed over)'}\n`,
    );
}

/** Runs the log again with each fix in turn; what was not measured is not in the map. */
async function measureFixes(
  context: CommandContext,
  subject: FilterUnderTest,
  ignoreregex: FilterUnderTest['ignoreregex'] | undefined,
  logArgument: string,
  explained: readonly ExplainedLine[],
  matched: ReadonlySet<number>,
): Promise<Map<string, FixEffect>> {
  const effects = new Map<string, FixEffect>();
  if (logArgument === '-') return effects;
  for (const { index, miss } of explained.flatMap(({ explanation }) => explanation.failregex)) {
    if (!miss?.fix || effects.size >= mostMeasuredFixes || effects.has(fixKey(index, miss.fix.title))) continue;
    const failregex = subject.failregex.with(index, miss.fix.configured);
    const setup = prepare(context, { ...subject, failregex }, ignoreregex);
    let gains = 0;
    let kept = 0;
    await readLog(context, setup, openLog(context, logArgument, setup.filter.maxLines), setup.detector, {
      line: (number, verdict) => {
        if (verdict !== 'matched') return;
        if (matched.has(number)) kept++;
        else gains++;
      },
    });
    effects.set(fixKey(index, miss.fix.title), { gains, losses: matched.size - kept });
  }
  return effects;
}
