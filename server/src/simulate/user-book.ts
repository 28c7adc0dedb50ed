import { ownCopy } from '../text/own-copy.ts';

/** So many different names are remembered, and so much of each: attackers try lists of them. */
const mostNames = 200_000;
const mostCharacters = 100;
/** So many names of all addresses together. */
const mostTries = 5_000_000;
/** Numbers of names are smaller. */
const addressFactor = 2 ** 20;

/** How often an address tried a name, by their numbers. */
export interface UserAttempts {
  readonly address: number;
  readonly user: number;
  readonly attempts: number;
}

/** Which user names an address tried, as far as the filter names them (`<F-USER>`), and how often. */
export class UserBook {
  readonly names: string[] = [];
  /** Attempts whose name found no room. */
  lost = 0;
  private readonly numbers = new Map<string, number>();
  /** By `address * addressFactor + name`. */
  private readonly counts = new Map<number, number>();

  constructor(private readonly room = { names: mostNames, tries: mostTries }) {}

  add(address: number, name: string, attempts = 1): void {
    const user = this.numberOf(name);
    const key = user === undefined ? undefined : address * addressFactor + user;
    const count = key === undefined ? undefined : this.counts.get(key);
    if (key === undefined || (count === undefined && this.counts.size === this.room.tries)) this.lost += attempts;
    else this.counts.set(key, (count ?? 0) + attempts);
  }

  clear(): void {
    this.names.length = this.lost = 0;
    this.numbers.clear();
    this.counts.clear();
  }

  private numberOf(name: string): number | undefined {
    const text = name.length > mostCharacters ? `${name.slice(0, mostCharacters)}…` : name;
    const known = this.numbers.get(text);
    if (known !== undefined || this.names.length === this.room.names) return known;
    const kept = ownCopy(text);
    this.numbers.set(kept, this.names.length);
    return this.names.push(kept) - 1;
  }

  /** Every address that tried a name, the number of the name, and how often; in the order in which they were first seen. */
  *entries(): Generator<UserAttempts> {
    for (const [key, attempts] of this.counts)
      yield { address: Math.floor(key / addressFactor), user: key % addressFactor, attempts };
  }
}
