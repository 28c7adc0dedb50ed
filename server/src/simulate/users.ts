import type { Simulation } from './simulate.ts';
import type { UserBook } from './user-book.ts';

/** A user name that was tried. The text is a stranger's. */
export interface TriedUser {
  readonly name: string;
  readonly attempts: number;
}

/** The names that one address tried most, and how many there are. */
export interface UsersOfAddress {
  readonly users: readonly TriedUser[];
  readonly userCount: number;
}

export interface UserReport extends TriedUser {
  /** That tried it. */
  readonly addresses: number;
}

/** So many names of an address are told. */
const mostOfAddress = 5;

/** Names tried by addresses that are not ignored: those of each of `wanted`, and all of them, the most frequent first. */
export function usersOf(
  book: UserBook,
  { stories }: Simulation,
  wanted: ReadonlySet<number>,
): { readonly byAddress: ReadonlyMap<number, UsersOfAddress>; readonly all: readonly UserReport[] } {
  const { names } = book;
  if (names.length === 0) return { byAddress: new Map(), all: [] };
  const counted = new Set(stories.addresses.subarray(0, stories.count));
  const all = names.map((name) => ({ name, attempts: 0, addresses: 0 }));
  const lists = new Map<number, TriedUser[]>();
  for (const { address, user, attempts } of book.entries()) {
    if (!counted.has(address)) continue;
    all[user]!.attempts += attempts;
    all[user]!.addresses++;
    if (!wanted.has(address)) continue;
    const list = lists.get(address) ?? [];
    lists.set(address, list);
    list.push({ name: names[user]!, attempts });
  }
  const byMost = (a: TriedUser, b: TriedUser): number => b.attempts - a.attempts;
  const byAddress = [...lists].map(
    ([address, users]) =>
      [address, { users: users.sort(byMost).slice(0, mostOfAddress), userCount: users.length }] as const,
  );
  return { byAddress: new Map(byAddress), all: all.filter(({ attempts }) => attempts > 0).sort(byMost) };
}
