import { joinPath, normalizePath } from '../config/paths.ts';
import { encodingHint, findLogEncoding } from '../host/log-encoding.ts';
import {
  largeChunk,
  openLogFile,
  readLines,
  streamSource,
  UnreadableLog,
  type FileRange,
  type LogSource,
} from '../host/log-source.ts';
import { splitLines, type LineBlock } from '../matching/line-block.ts';
import { readBlocks, type LongLine } from '../matching/read-blocks.ts';
import { UsageError, type CommandContext } from './command.ts';
import { shorten } from './filter-under-test.ts';
import { whatIsThere } from './what-is-there.ts';

/** What LOG comes to: its lines in blocks, and how fail2ban-regex announces it. */
export interface LogUnderTest {
  /** Where it is a file that can be read in parts, each from the begin of a line. */
  readonly dividable: DividableLog | undefined;
  /** Lines that were read so far, whatever they hold. */
  readonly physicalLines: number;
  readonly heading: readonly string[];
  /** A gzip file, unpacked here. */
  readonly isCompressed: boolean;
  /** Bytes in all where that is known. */
  readonly size: number | undefined;
  /** The same where the log is still the same; undefined where it cannot change. */
  readonly stamp: string | undefined;
  /** Throws UsageError where reading fails. */
  blocks(): AsyncGenerator<LineBlock>;
  readonly bytesDone: number;
  /** After the last block: a last line without line end, which fail2ban does not read. */
  readonly droppedLine: { readonly number: number; readonly text: string } | undefined;
  /** Lines too long to be held: no count holds them. */
  readonly longLines: readonly LongLine[];
  /** Warnings for stderr. */
  readonly remarks: readonly string[];
}

export interface DividableLog {
  readonly path: string;
  readonly size: number;
  /** A block shall end at this begin of a line. To be said before the first one is asked for. */
  pauseAt(offset: number): void;
}

/** Bytes of a line that is searched: a longer one takes many times as much memory as a log of usual lines. */
const longestLine = 1 << 25;

export const defaultEncoding = 'UTF-8';

/** Tells a file, standard input (`-`) and log text apart. `range`: of a file that is dividable. Throws UsageError. */
export function openLog(
  { host, values }: CommandContext,
  argument: string,
  maxLines: number,
  range?: Readonly<FileRange>,
): LogUnderTest {
  const encodingName = (values['encoding'] as string | undefined) ?? defaultEncoding;
  const encoding = findLogEncoding(encodingName);
  if (!encoding) throw new UsageError(`--encoding ${encodingName}: unknown encoding (known: ${encodingHint})`);
  if (argument === '-') return fromSource(streamSource(host.stdin(), 'standard input'), argument);
  const path = normalizePath(joinPath(host.cwd, argument));
  if (host.files.isFile(path)) {
    const pausing = { from: 0, ...range };
    const source = orUsageError(() => openLogFile(path, largeChunk, pausing));
    const { size } = source;
    const pauseAt = (offset: number): void => void (pausing.pauseAt = offset);
    return fromSource(
      source,
      argument,
      encoding.isCutAtLineFeeds && size !== undefined ? { path, size, pauseAt } : undefined,
    );
  }
  // fail2ban-regex would read the journal: to count the word as a log line would be a wrong answer.
  if (argument.startsWith('systemd-journal'))
    throw new UsageError(
      `${argument}: the journal is not read here: pipe its lines in (journalctl … | fail2ban-lens test - FILTER)`,
    );
  // What is there is meant: to count its name as a log line would be a wrong answer, too.
  const instead = argument === '' ? undefined : whatIsThere(host.files, joinPath(host.cwd, argument), 'file');
  if (instead !== undefined)
    throw new UsageError(`${argument}: ${instead}; name a log file, - for standard input, or a log line`);
  return fromText(argument, maxLines);

  function fromSource(source: LogSource, name: string, dividable?: LogUnderTest['dividable']): LogUnderTest {
    const lines = readBlocks(readLines(source, encoding!, longestLine));
    return {
      dividable,
      get physicalLines() {
        return lines.physicalLines;
      },
      heading: [`Use         log file : ${name}`, `Use         encoding : ${encodingName}`],
      isCompressed: source.isCompressed === true,
      size: source.size,
      stamp: source.stamp,
      async *blocks() {
        try {
          yield* lines.blocks();
        } catch (error) {
          throw asUsageError(error);
        }
      },
      get bytesDone() {
        return lines.bytesDone;
      },
      longLines: lines.longLines,
      get droppedLine() {
        return lines.droppedLine;
      },
      remarks: looksLikeLine(name)
        ? [`'${name}' is the name of a file here: the file is read, as fail2ban-regex does, not these words`]
        : [],
    };
  }
}

/** A log line that is given as it is, not a file's name. */
function looksLikeLine(argument: string): boolean {
  return /\s/.test(argument) && !argument.includes('/');
}

function orUsageError<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw asUsageError(error);
  }
}

function asUsageError(error: unknown): unknown {
  return error instanceof UnreadableLog ? new UsageError(`${error.message}`) : error;
}

/** fail2ban-regex takes what is no file for log text; so a mistyped path is tested as a line. */
function fromText(text: string, maxLines: number): LogUnderTest {
  const isSingle = maxLines <= 1 && !text.includes('\n');
  const lines = text.split('\n');
  const shown = lines.slice(0, 5).map((line, i) => `|  ${i + 1}: ${shorten(line)}`);
  const heading = isSingle
    ? [`Use      single line : ${shorten(text)}`]
    : [`Use      multi line : ${lines.length} line(s)`, ...shown, ...(lines.length > 5 ? ['| ...'] : []), '`-'];
  const looksLikePath = isSingle && /^(?:[.~]{0,2}\/)?[\w.-]+(?:\/[\w.-]+)*\/?$/.test(text) && /[/.]/.test(text);
  return {
    dividable: undefined,
    physicalLines: lines.length,
    heading,
    isCompressed: false,
    size: undefined,
    stamp: undefined,
    async *blocks() {
      yield splitLines(text, { firstNumber: 1, isAscii: !/[^\0-\x7f]/.test(text) });
    },
    bytesDone: 0,
    droppedLine: undefined,
    longLines: [],
    remarks: looksLikePath
      ? [`${text}: no such file, so it is tested as a log line, as fail2ban-regex does; for a pipe write -`]
      : [],
  };
}
