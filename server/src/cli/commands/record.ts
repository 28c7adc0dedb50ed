import { folderOf, joinPath, nameOf, normalizePath } from '../../config/paths.ts';
import type { LineBlock } from '../../matching/line-block.ts';
import { readSampleFile } from '../../samples/read-sample-file.ts';
import { createRecorder, type Recorder, type Recording } from '../../samples/record/record.ts';
import { oneOf } from '../args.ts';
import { UsageError, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { ownFiles } from '../../samples/filter-coverage.ts';
import type { FilterOfSamples } from '../../samples/find-samples.ts';
import { openLog } from '../log-under-test.ts';
import { longLinesInWords, partInWords, stopReason } from '../run-limits.ts';
import { readWhole } from '../run-setup.ts';
import { readFilterOfSamples, sampleMachine } from '../sample-setup.ts';
import { visible, visibleLines } from '../../text/visible.ts';
import { writeRecordJson, writeRecordText } from '../writers/record.ts';

/** `fail2ban-lens record`: a sample of what fail2ban does now. */
export const recordCommand: Command = {
  name: 'record',
  usage: '[OPTIONS] LOG FILTER',
  summary:
    'Makes a sample for verify out of a log: few lines that go through all of the filter, anonymised, with what is expected of each.',
  help: [
    'LOG is a file (plain or gzip), or - for standard input; FILTER a filter’s name or file, with options.',
    'The sample goes to standard output or into a file, what was left out to standard error. Each line was run again',
    'anonymised: fail2ban does the same with it, or it is left out.',
    '',
    '-o, --output FILE  write the sample into a new file',
    '--add FILE         add to a sample what it does not go through yet',
    '--lines 3-7,9      only these lines of the log',
    '--all              every line, not few that go through the same',
    '--near-misses N    how many lines that are nearly matched are taken in (default 3)',
    '--as-is            leave addresses, names and secrets as they are',
    '--format text|json with json: the sample and all that is said of it as one document on standard output',
    "-c, --config DIR   fail2ban's configuration folder",
    '-e, --encoding E   of the log',
    '--regex-timeout SECONDS, --overrun-budget SECONDS  as in test',
  ],
  options: {
    output: { type: 'string', short: 'o' },
    add: { type: 'string' },
    lines: { type: 'string' },
    all: { type: 'boolean' },
    'near-misses': { type: 'string' },
    'as-is': { type: 'boolean' },
    format: { type: 'string' },
    config: { type: 'string', short: 'c' },
    encoding: { type: 'string', short: 'e' },
    'regex-timeout': { type: 'string' },
    'overrun-budget': { type: 'string' },
  },
  run: record,
};

async function record(context: CommandContext): Promise<ExitCode> {
  const { host, positionals, values } = context;
  if (positionals.length !== 2) throw new UsageError('provide a LOG and a FILTER (see fail2ban-lens record --help)');
  const [argument, filterArgument] = positionals as [string, string];
  const format = oneOf('--format', values['format'], ['text', 'json'], 'text');
  const wanted = readLineNumbers(values['lines'] as string | undefined);
  const place = placeOf(context);
  const { filter, recorder } = createRecorderFor(context, filterArgument, place);
  const log = openLog(context, argument, 1);
  await readWhole(context, log, (block) => {
    recorder.add(wanted ? linesOf(block, wanted) : block);
  });
  const say = (text: string): void => host.err(`fail2ban-lens: record: ${visible(text)}\n`);
  const long = longLinesInWords(log.longLines);
  if (long !== undefined) say(long);
  const recording = recorder.finish();
  // Within the last block, too, or while the picked lines were run again.
  const reason = stopReason(context);
  if (reason) say(partInWords(reason, recording.read.lines));
  if (place && recording.lines.length > 0) write(context, place, recording);
  const report = { recording, filter: filter.name, written: place?.argument };
  if (format === 'json') host.out(writeRecordJson(report));
  else {
    if (!place) host.out(recording.sample);
    host.err(visibleLines(writeRecordText(report)));
  }
  if (reason) return reason === 'budget' ? 3 : 130;
  return recording.lines.length === 0 ? 1 : 0;
}

/** Throws UsageError. */
function createRecorderFor(
  context: CommandContext,
  argument: string,
  place: Place | undefined,
): { filter: FilterOfSamples; recorder: Recorder } {
  const { values } = context;
  const { filter, target, options } = readFilterOfSamples(context, argument);
  const recorder = createRecorder({
    ...sampleMachine(context),
    target,
    options: Object.fromEntries([...options].map(([name, { text }]) => [name, text])),
    isOwn: ownFiles(filter),
    pick: values['all'] === true ? 'all' : 'fewest',
    nearMisses: numberOf('--near-misses', values['near-misses'] as string | undefined, 3),
    anonymises: values['as-is'] !== true,
    ...(place?.existing === undefined ? {} : { existing: place.existing }),
  });
  if (typeof recorder === 'string') throw new UsageError(`${argument}: ${recorder}`);
  return { filter, recorder };
}

/** Where the sample is to go. */
interface Place {
  readonly argument: string;
  readonly path: string;
  /** What is there and to be added to. */
  readonly existing: string | undefined;
}

function placeOf({ host, values }: CommandContext): Place | undefined {
  const { output, add } = values as { output?: string; add?: string };
  if (output !== undefined && add !== undefined) throw new UsageError('give --output or --add, not both');
  const argument = add ?? output;
  if (argument === undefined) return undefined;
  const path = normalizePath(joinPath(host.cwd, argument));
  const isThere = host.files.isFile(path) || host.files.isDirectory(path);
  if (add === undefined && isThere)
    throw new UsageError(`--output ${argument}: it is there already: choose another name, or --add to it`);
  const existing = add === undefined || !isThere ? undefined : readSampleFile(host.files, path);
  if (add !== undefined && isThere && existing === undefined)
    throw new UsageError(`--add ${argument}: it is no file that can be read, or larger than 32 MB`);
  if (!isThere && host.files.isFile(folderOf(path)))
    throw new UsageError(`${argument}: ${nameOf(folderOf(path))} is no folder`);
  return { argument, path, existing };
}

function write({ host }: CommandContext, { argument, path, existing }: Place, { sample }: Recording): void {
  try {
    if (existing !== undefined) {
      if (!host.replaceFile) throw new Error('files cannot be written here');
      host.replaceFile(path, `${existing.replace(/\n*$/, existing === '' ? '' : '\n\n')}${sample}`);
    } else {
      if (!host.createFile) throw new Error('files cannot be written here');
      host.createFile(path, sample);
    }
  } catch (error) {
    throw new UsageError(`${argument}: cannot be written: ${(error as Error).message}`);
  }
}

type Ranges = readonly (readonly [from: number, to: number])[];

function readLineNumbers(text: string | undefined): Ranges | undefined {
  return text?.split(',').map((range) => {
    const found = /^(\d+)(?:-(\d+))?$/.exec(range.trim());
    const [from, to] = [Number(found?.[1]), Number(found?.[2] ?? found?.[1])];
    if (!found || from < 1 || to < from) throw new UsageError(`--lines ${text}: give numbers of lines, such as 3-7,9`);
    return [from, to] as const;
  });
}

function numberOf(option: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^\d{1,6}$/.test(text)) throw new UsageError(`${option} ${text}: give a number of lines`);
  return Number(text);
}

/** The lines of a block that are wanted. */
function linesOf(block: LineBlock, wanted: Ranges): LineBlock {
  const kept: number[] = [];
  for (let i = 0; i < block.count; i++) {
    const number = block.numbers[i]!;
    if (wanted.some(([from, to]) => from <= number && number <= to)) kept.push(i);
  }
  const only = (column: Int32Array): Int32Array => Int32Array.from(kept, (i) => column[i]!);
  return {
    ...block,
    count: kept.length,
    starts: only(block.starts),
    ends: only(block.ends),
    numbers: only(block.numbers),
  };
}
