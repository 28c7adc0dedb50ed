import type { Fail2banVersion } from '../../config/fail2ban-version.ts';
import { splitLines } from '../../matching/line-block.ts';
import type { Guard } from '../../matching/search-block.ts';
import { nameOf } from '../../config/paths.ts';
import { AddressBook } from '../../simulate/address-book.ts';
import { rulesOf, UnusableOption, type JailRules } from '../../simulate/jail-rules.ts';
import { createNoticeReader, ownLogNote, type NoticeReader } from '../../simulate/own-log.ts';
import type { JailSettings } from '../../simulate/jail-settings.ts';
import type { ServerSettings } from '../../simulate/server-settings.ts';
import { createAttemptReader, type AttemptReaderOptions } from '../../simulate/read-attempts.ts';
import { readingNotes } from '../../simulate/reading-notes.ts';
import { simulateLogs, type LogReading, type SimulatedLogs } from '../../simulate/simulated-logs.ts';
import { createStockSuccesses, type Successes } from '../../simulate/successes.ts';
import { UserBook } from '../../simulate/user-book.ts';
import type { InputFilter } from './input-filter.ts';
import { openPieces, type TextOf } from './log-pieces.ts';
import type { FilterInput, OtherJailInput, RunInput, SimulationInput } from './messages.ts';
import { createDetector, secondsNow } from './prepared-log.ts';

/** Why nothing can be simulated, in words for the user. */
export class NotSimulated extends Error {}

export interface SimulatorTools {
  readonly textOf: TextOf;
  readonly guard: Guard;
  compiled(filter: FilterInput): Promise<InputFilter>;
}

export interface Simulated {
  readonly logs: SimulatedLogs;
  /** By jail. */
  readonly rules: readonly JailRules[];
}

/** What the logs of a run hold for its filter, whatever the jail's settings are. */
interface Attempts {
  readonly readings: readonly LogReading[];
  readonly book: AddressBook;
  readonly successes: Successes;
  readonly users: UserBook;
}

/** What of the restarts a reader of a log knows. */
type Restarts = Pick<AttemptReaderOptions, 'restarts' | 'readsAgain'>;

/** So many are kept: the logs of the jails that are looked at; with another bantime nothing is read again. */
const keptReadings = 2;
const keptSimulations = 3;

/** Lives through the logs of runs with the settings of jails; what was asked last is answered from memory. */
export function createSimulator({
  textOf,
  guard,
  compiled,
}: SimulatorTools): (input: SimulationInput) => Promise<Simulated> {
  const readings = new Map<string, Attempts>();
  const simulations = new Map<string, Simulated>();

  const attemptsOf = ({ run, others, server, restarts }: SimulationInput): Promise<Attempts> => {
    const readers = others.map(({ filter, readsOwnLog }) => (readsOwnLog ? null : filter));
    const restart: Restarts = { restarts, readsAgain: restarts.length > 0 && !server.keepsDatabase };
    const key = JSON.stringify([run, readers, restart]);
    return keep(readings, key, keptReadings, () => readAttempts(run, readers, restart));
  };

  const loaded = async (input: FilterInput): Promise<InputFilter> => {
    const filter = await compiled(input);
    if (filter.problem !== null) throw new NotSimulated(filter.problem);
    return filter;
  };

  /** `others`: null for one that does not read the logs. */
  const readAttempts = async (
    run: RunInput,
    others: readonly (FilterInput | null)[],
    restart: Restarts,
  ): Promise<Attempts> => {
    const { filter: main, logs, regexMilliseconds } = run;
    const { fail2ban, python } = main;
    const inputs = [main, ...others];
    const filters: (InputFilter | null)[] = [];
    for (const input of inputs) filters.push(input && (await loaded(input)));
    const deadlineOf = (filter: InputFilter) => ({ guard, milliseconds: regexMilliseconds, fallback: filter.fallback });
    const book = new AddressBook();
    const successes = createStockSuccesses({ fail2ban, python, deadline: deadlineOf(filters[0]!) });
    const users = new UserBook();
    const read: LogReading[] = [];
    for (const log of logs) {
      const readers = filters.map((filter, i) =>
        filter
          ? createAttemptReader({
              filter: filter.compiled,
              dates: createDetector(inputs[i]!),
              fail2ban,
              useDns: inputs[i]!.useDns,
              now: secondsNow,
              book,
              deadline: deadlineOf(filter),
              users,
              ...restart,
              ...(i === 0 ? { successes } : {}),
            })
          : undefined,
      );
      let firstNumber = 1;
      for await (const { text, isAscii, isOneLine } of openPieces(log, textOf).pieces) {
        const block = splitLines(text, { firstNumber, isAscii, isOneLine });
        firstNumber += block.physicalLines;
        for (const reader of readers) reader?.add(block);
      }
      read.push({ name: nameOf(log.path), readers, notes: [] });
    }
    return { readings: read, book, successes, users };
  };

  const noticeReaderOf = async (
    { filter: input, readsOwnLog }: OtherJailInput,
    { run, server }: SimulationInput,
    book: AddressBook,
  ): Promise<NoticeReader | undefined> => {
    if (!readsOwnLog || !server.logsBans) return undefined;
    const filter = await loaded(input);
    return createNoticeReader({
      filter: filter.compiled,
      dates: createDetector(input),
      fail2ban: input.fail2ban,
      useDns: input.useDns,
      book,
      localZone: input.localZone,
      deadline: { guard, milliseconds: run.regexMilliseconds, fallback: filter.fallback },
    });
  };

  return (input) =>
    keep(simulations, JSON.stringify(input), keptSimulations, async () => {
      const { run, jail, others, server, restarts } = input;
      const { fail2ban } = run.filter;
      const rules = [jail, ...others.map((other) => other.jail)].map((settings) =>
        rulesFor(settings, fail2ban, server),
      );
      const { readings, book, successes, users } = await attemptsOf(input);
      const noticeReaders: (NoticeReader | undefined)[] = [undefined];
      for (const other of others) noticeReaders.push(await noticeReaderOf(other, input, book));
      const logs = simulateLogs({
        readings: readings.map((reading) => ({
          ...reading,
          notes: readingNotes(reading.name, reading.readers, rules),
        })),
        rules,
        book,
        successes,
        users,
        fail2ban,
        firewall: true,
        server,
        noticeReaders,
        restarts,
        notes: others.flatMap(({ readsOwnLog, jail: { name } }) => (readsOwnLog ? [ownLogNote(name, server)] : [])),
      });
      return { logs, rules };
    });
}

function rulesFor(settings: JailSettings, fail2ban: Fail2banVersion, { hasDatabase }: ServerSettings): JailRules {
  try {
    return rulesOf(settings, { fail2ban, hasDatabase, ownAddresses: [] });
  } catch (error) {
    if (!(error instanceof UnusableOption)) throw error;
    throw new NotSimulated(`${error.message} is not understood here`);
  }
}

/** What is known under a key, or is made now; the `most` that were asked for last are kept. */
async function keep<T>(known: Map<string, T>, key: string, most: number, make: () => Promise<T>): Promise<T> {
  const value = known.get(key) ?? (await make());
  known.delete(key);
  known.set(key, value);
  if (known.size > most) known.delete(known.keys().next().value!);
  return value;
}
