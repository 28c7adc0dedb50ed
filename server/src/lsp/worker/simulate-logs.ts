import { splitLines } from '../../matching/line-block.ts';
import type { Guard } from '../../matching/search-block.ts';
import { nameOf } from '../../config/paths.ts';
import { AddressBook } from '../../simulate/address-book.ts';
import { rulesOf, UnusableOption, type JailRules } from '../../simulate/jail-rules.ts';
import { createAttemptReader } from '../../simulate/read-attempts.ts';
import { readingNotes } from '../../simulate/reading-notes.ts';
import { simulateLogs, type LogReading, type SimulatedLogs } from '../../simulate/simulated-logs.ts';
import { createStockSuccesses, type Successes } from '../../simulate/successes.ts';
import { UserBook } from '../../simulate/user-book.ts';
import type { InputFilter } from './input-filter.ts';
import { openPieces, type TextOf } from './log-pieces.ts';
import type { FilterInput, RunInput, SimulationInput } from './messages.ts';
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
  readonly rules: JailRules;
}

/** What the logs of a run hold for its filter, whatever the jail's settings are. */
interface Attempts {
  readonly readings: readonly LogReading[];
  readonly book: AddressBook;
  readonly successes: Successes;
  readonly users: UserBook;
}

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

  const attemptsOf = (run: RunInput): Promise<Attempts> =>
    keep(readings, JSON.stringify(run), keptReadings, () => readAttempts(run));

  const readAttempts = async ({ filter: input, logs, regexMilliseconds }: RunInput): Promise<Attempts> => {
    const filter = await compiled(input);
    if (filter.problem !== null) throw new NotSimulated(filter.problem);
    const { fail2ban, python, useDns } = input;
    const deadline = { guard, milliseconds: regexMilliseconds, fallback: filter.fallback };
    const book = new AddressBook();
    const successes = createStockSuccesses(book, { fail2ban, python, deadline });
    const users = new UserBook();
    const read: LogReading[] = [];
    for (const log of logs) {
      const reader = createAttemptReader({
        filter: filter.compiled,
        dates: createDetector(input),
        fail2ban,
        useDns,
        now: secondsNow,
        book,
        deadline,
        successes,
        users,
      });
      let firstNumber = 1;
      for await (const { text, isAscii, isOneLine } of openPieces(log, textOf).pieces) {
        const block = splitLines(text, { firstNumber, isAscii, isOneLine });
        firstNumber += block.physicalLines;
        reader.add(block);
      }
      read.push({ name: nameOf(log.path), readers: [reader], notes: [] });
    }
    return { readings: read, book, successes, users };
  };

  return (input) =>
    keep(simulations, JSON.stringify(input), keptSimulations, async () => {
      const { run, jail, server } = input;
      const { fail2ban } = run.filter;
      let rules: JailRules;
      try {
        rules = rulesOf(jail, { fail2ban, hasDatabase: server.hasDatabase, ownAddresses: [] });
      } catch (error) {
        if (!(error instanceof UnusableOption)) throw error;
        throw new NotSimulated(`${error.message} is not understood here`);
      }
      const { readings, book, successes, users } = await attemptsOf(run);
      const told = readings.map((reading) => ({
        ...reading,
        notes: readingNotes(reading.name, reading.readers, [rules]),
      }));
      const logs = simulateLogs({
        readings: told,
        rules: [rules],
        book,
        successes,
        users,
        fail2ban,
        firewall: true,
        server,
      });
      return { logs, rules };
    });
}

/** What is known under a key, or is made now; the `most` that were asked for last are kept. */
async function keep<T>(known: Map<string, T>, key: string, most: number, make: () => Promise<T>): Promise<T> {
  const value = known.get(key) ?? (await make());
  known.delete(key);
  known.set(key, value);
  if (known.size > most) known.delete(known.keys().next().value!);
  return value;
}
