import type { AddressBook } from './address-book.ts';
import type { CountedSuccess, Successes } from './successes.ts';
import type { UserAttempts, UserBook } from './user-book.ts';

/** What logs tell of addresses besides the attempts. */
export interface LogBooks {
  readonly book: AddressBook;
  readonly users: UserBook;
  readonly successes: Successes;
}

/** What stands in the books, to be sent to another thread. */
export interface BookEntries {
  /** By number. */
  readonly ids: readonly string[];
  readonly userNames: readonly string[];
  readonly users: readonly UserAttempts[];
  readonly successes: readonly CountedSuccess[];
}

export function clearBooks({ book, users, successes }: LogBooks): void {
  book.clear();
  users.clear();
  successes.clear();
}

/** Undefined where something found no room in them. */
export function entriesOf({ book, users, successes }: LogBooks): BookEntries | undefined {
  if (users.lost > 0) return undefined;
  return { ids: book.ids, userNames: users.names, users: [...users.entries()], successes: [...successes.entries()] };
}

/** Adds what later lines of the same logs told; gives the numbers here of the addresses, by those there. */
export function takeEntries(
  { book, users, successes }: LogBooks,
  { ids, userNames, users: tried, successes: counted }: BookEntries,
): Int32Array {
  const numbers = Int32Array.from(ids, (id) => book.numberOf(id));
  for (const { address, user, attempts } of tried) users.add(numbers[address]!, userNames[user]!, attempts);
  for (const { id, lines } of counted) successes.addLines(id, lines);
  return numbers;
}
