/** What one address did, and what came of it, in all jails. Moments in seconds since 1970. */
export interface AddressStory {
  readonly address: number;
  readonly attempts: number;
  readonly first: number;
  readonly last: number;
  readonly bans: number;
  /** Attempts while it was banned. */
  readonly dropped: number;
  /** Of the jails in which it did anything; undefined where there is one jail only. */
  readonly jails: readonly StoryInJail[] | undefined;
  /** How near it came to a ban: the jail in which it came nearest, and how many attempts counted there together. */
  readonly nearest: number;
  readonly counted: number;
}

/** What one address did in one jail. */
export interface StoryInJail {
  readonly jail: number;
  readonly attempts: number;
  readonly bans: number;
  readonly dropped: number;
}

/** The stories of all addresses, one column a property: there may be a million of them. */
export class Stories {
  count = 0;
  readonly addresses: Int32Array;
  readonly attempts: Int32Array;
  readonly bans: Int32Array;
  readonly dropped: Int32Array;
  readonly nearest: Uint16Array;
  readonly counted: Float64Array;
  private readonly firsts: Float64Array;
  private readonly lasts: Float64Array;
  private readonly jails: (readonly StoryInJail[] | undefined)[] = [];

  /** `most`: so many there are at the most. */
  constructor(most: number) {
    this.addresses = new Int32Array(most);
    this.attempts = new Int32Array(most);
    this.bans = new Int32Array(most);
    this.dropped = new Int32Array(most);
    this.nearest = new Uint16Array(most);
    this.counted = new Float64Array(most);
    this.firsts = new Float64Array(most);
    this.lasts = new Float64Array(most);
  }

  add({ address, attempts, first, last, bans, dropped, jails, nearest, counted }: AddressStory): void {
    const { count } = this;
    this.addresses[count] = address;
    this.attempts[count] = attempts;
    this.bans[count] = bans;
    this.dropped[count] = dropped;
    this.nearest[count] = nearest;
    this.counted[count] = counted;
    this.firsts[count] = first;
    this.lasts[count] = last;
    if (jails) this.jails[count] = jails;
    this.count++;
  }

  at(i: number): AddressStory {
    return {
      address: this.addresses[i]!,
      attempts: this.attempts[i]!,
      first: this.firsts[i]!,
      last: this.lasts[i]!,
      bans: this.bans[i]!,
      dropped: this.dropped[i]!,
      jails: this.jails[i],
      nearest: this.nearest[i]!,
      counted: this.counted[i]!,
    };
  }

  /** The numbers of those of which this is true. */
  where(is: (i: number) => boolean): number[] {
    const found: number[] = [];
    for (let i = 0; i < this.count; i++) if (is(i)) found.push(i);
    return found;
  }

  sum(column: Int32Array): number {
    let sum = 0;
    for (let i = 0; i < this.count; i++) sum += column[i]!;
    return sum;
  }
}
