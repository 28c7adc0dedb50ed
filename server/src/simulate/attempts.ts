/** See `AttemptList`. */
export interface AttemptColumns {
  readonly count: number;
  readonly clocks: Float64Array;
  readonly times: Float64Array;
  readonly addresses: Int32Array;
  readonly lines: Int32Array;
}

/** Attempts in the order in which the filter finds them, one column a property: a million of them must fit. */
export class AttemptList implements AttemptColumns {
  count = 0;
  /** The server's clock at the line, seconds since 1970; never goes back. */
  clocks = new Float64Array(64);
  /** When the attempt counts as made: the line's date, at most a minute before the clock. */
  times = new Float64Array(64);
  /** Whose attempt: a number of an `AddressBook`. */
  addresses = new Int32Array(64);
  /** The line's number in its log, from 1. */
  lines = new Int32Array(64);
  /** What a server that is restarted without a database makes of each line's date (`RereadDates`); undefined where nobody asks. */
  dates: number[] | undefined = undefined;

  add(clock: number, time: number, address: number, line: number): void {
    const { count } = this;
    if (count === this.addresses.length) {
      this.clocks = grown(this.clocks, new Float64Array(2 * count));
      this.times = grown(this.times, new Float64Array(2 * count));
      this.addresses = grown(this.addresses, new Int32Array(2 * count));
      this.lines = grown(this.lines, new Int32Array(2 * count));
    }
    this.clocks[count] = clock;
    this.times[count] = time;
    this.addresses[count] = address;
    this.lines[count] = line;
    this.count++;
  }

  /** Adds later attempts of the same log; `numbers`: of their addresses, by theirs; their line 1 is line `moved` + 1 here. */
  take(later: AttemptColumns, numbers: Int32Array, moved: number): void {
    for (let i = 0; i < later.count; i++)
      this.add(later.clocks[i]!, later.times[i]!, numbers[later.addresses[i]!]!, moved + later.lines[i]!);
  }

  /** To be sent to another thread. */
  columns(): AttemptColumns {
    const { count, clocks, times, addresses, lines } = this;
    return {
      count,
      clocks: clocks.slice(0, count),
      times: times.slice(0, count),
      addresses: addresses.slice(0, count),
      lines: lines.slice(0, count),
    };
  }

  /** The moment of these attempts is known only now: `clock`. */
  retime(from: number, to: number, clock: number): void {
    this.clocks.fill(clock, from, to);
    this.times.fill(clock, from, to);
  }
}

function grown<T extends Float64Array | Int32Array>(old: T, larger: T): T {
  larger.set(old as never);
  return larger;
}
