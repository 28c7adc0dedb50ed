import { clearBooks, entriesOf, takeEntries, type BookEntries, type LogBooks } from '../simulate/log-books.ts';
import type { AttemptReader, FoundAttempts } from '../simulate/read-attempts.ts';
import type { CommandContext } from './command.ts';
import { isDividable, readLaterParts, readPart } from './log-parts.ts';
import type { LogPart, PartEnds } from './log-threads.ts';
import type { LogUnderTest } from './log-under-test.ts';
import type { Setup } from './run-setup.ts';

/** What a thread found in its part of a log. */
interface AttemptsPart extends PartEnds {
  readonly found: FoundAttempts;
  readonly books: BookEntries;
}

/** The parts of a log but the first, while attempts are looked for in them. */
export interface LaterAttempts {
  /** To be asked behind each block of the first part: once it is read, adds the others to the reader and the books. False where the log must be read on. */
  join(): Promise<boolean> | boolean;
  stop(): void;
}

/** Starts the threads; undefined where one thread reads the log. `argument`: names the log. */
export function readLaterAttempts(
  context: CommandContext,
  argument: string,
  log: LogUnderTest,
  { filter }: Setup,
  reader: AttemptReader,
  books: LogBooks,
): LaterAttempts | undefined {
  const later = isDividable(filter) ? readLaterParts<AttemptsPart>(context, argument, log) : undefined;
  if (!later) return undefined;
  const joinParts = async (): Promise<boolean> => {
    const parts = await later.join(reader);
    if (!parts) return false;
    let lines = log.physicalLines;
    for (const { found, books: entries, linesBefore, linesAfter } of parts) {
      const moved = lines - linesBefore;
      reader.take(found, takeEntries(books, entries), moved);
      lines = moved + linesAfter;
    }
    return true;
  };
  return { join: () => log.bytesDone === later.from && joinParts(), stop: later.stop };
}

/** In a thread of its own: looks for attempts in a part of a log. Undefined as `readPart`. */
export async function readAttemptsPart(
  context: CommandContext,
  part: LogPart,
  setup: Setup,
  reader: AttemptReader,
  books: LogBooks,
): Promise<AttemptsPart | undefined> {
  const read = await readPart(context, part, setup, reader, () => clearBooks(books));
  const entries = entriesOf(books);
  if (!read || !entries) return undefined;
  const { log: _, ...ends } = read;
  return { ...ends, found: reader.found(), books: entries };
}
