import { ipv4Number } from '../matching/ip-address.ts';
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
  /** By number: the IPv4 addresses (`ipv4Number`), which are sent sooner than texts. */
  readonly addresses: Uint32Array;
  /** By number: all other ids. */
  readonly otherIds: ReadonlyMap<number, string>;
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
  const addresses = new Uint32Array(book.ids.length);
  const otherIds = new Map<number, string>();
  for (const [number, id] of book.ids.entries()) {
    const address = ipv4Number(id);
    if (address === -1) otherIds.set(number, id);
    else addresses[number] = address;
  }
  return {
    addresses,
    otherIds,
    userNames: users.names,
    users: [...users.entries()],
    successes: [...successes.entries()],
  };
}

/** Adds what later lines of the same logs told; gives the numbers here of the addresses, by those there. */
export function takeEntries(
  { book, users, successes }: LogBooks,
  { addresses, otherIds, userNames, users: tried, successes: counted }: BookEntries,
): Int32Array {
  const numbers = Int32Array.from(addresses, (address, number) => {
    const id = otherIds.get(number);
    return id === undefined ? book.numberOfAddress(address) : book.numberOf(id);
  });
  for (const { address, user, attempts } of tried) users.add(numbers[address]!, userNames[user]!, attempts);
  for (const { id, lines } of counted) successes.addLines(id, lines);
  return numbers;
}
