import { recentSeconds } from '../matching/date-stage.ts';

/** What fail2ban's clock showed at the lines of a block, were they read while they were written. Seconds since 1970; NaN before the first date. */
export interface LineMoments {
  readonly clocks: Float64Array;
  /** When a failure of the line counts as made. */
  readonly moments: Float64Array;
}

/** The dates before a line turned out to be wrong: what was told of `lines` lines at the end of the block before is taken back. */
export interface TakenBack {
  /** The number, in that block, of the first line whose moment was wrong. */
  readonly from: number;
  /** What the clock showed there; NaN where it is not known yet. */
  readonly clock: number;
}

/** A date that differs from the clock by more counts as wrong: fail2ban takes the present moment in its place. */
export const oddSeconds = 60;

/**
 * The server's clock, told from the log alone: it shows the latest date so far. A date that leaps ahead while the next two do not is an odd
 * one; it moves no clock. Mirrors what `Filter.processLine` makes of dates while it follows a log (`inOperation`).
 */
export class LogClock {
  /** What the clock shows now; NaN before the first date. */
  now = NaN;
  /** The first moment that the clock showed. */
  start = NaN;
  /** Lines whose date is more than a minute away from the clock: fail2ban counts them as of now. */
  oddLines = 0;
  /** The moment of the last line that has a date. */
  private lastDate = NaN;
  /** The last date of the block before leapt ahead, and no line behind it has said yet whether that is right. */
  private leap: { readonly from: number; readonly before: number; readonly to: number } | undefined;
  private room: LineMoments = { clocks: new Float64Array(0), moments: new Float64Array(0) };

  /** The lines of one block after the other; `times`: their dates, NaN for none. The answer is good until the next call. */
  read(times: Float64Array, count: number): LineMoments & { readonly takenBack: TakenBack | undefined } {
    if (this.room.clocks.length < count)
      this.room = { clocks: new Float64Array(2 * count), moments: new Float64Array(2 * count) };
    const { clocks, moments } = this.room;
    const takenBack = this.takeBack(times, count);
    for (let i = 0; i < count; i++) {
      const time = times[i]!;
      if (Number.isNaN(time)) moments[i] = this.lastDate > this.now - recentSeconds ? this.lastDate : this.now;
      else moments[i] = this.lastDate = this.momentOf(time, times, i, count);
      clocks[i] = this.now;
    }
    return { clocks, moments, takenBack };
  }

  /** What the lines so far decide about the next ones; undefined where the next ones may change what was told of those, or of when the log begins. */
  get state(): string | undefined {
    return this.leap || Number.isNaN(this.start) ? undefined : JSON.stringify([this.now, this.lastDate]);
  }

  /** Behind lines that another clock read in the state of this one. */
  take({ now, oddLines }: Pick<LogClock, 'now' | 'oddLines'>): void {
    this.now = now;
    this.oddLines += oddLines;
  }

  private momentOf(time: number, times: Float64Array, i: number, count: number): number {
    const { now } = this;
    if (time <= now + oddSeconds) {
      if (time < now - oddSeconds) {
        this.oddLines++;
        return now;
      }
      if (time > now) this.now = time;
      return time;
    }
    const isFollowed = isFollowedBy(times, i + 1, count, now, time);
    if (isFollowed === false) {
      this.oddLines++;
      return now;
    }
    if (isFollowed === undefined) this.leap = { from: i, before: now, to: time };
    this.now = time;
    if (Number.isNaN(now)) this.start = time;
    return time;
  }

  private takeBack(times: Float64Array, count: number): TakenBack | undefined {
    const isFollowed = this.leap && isFollowedBy(times, 0, count, this.leap.before, this.leap.to);
    if (!this.leap || isFollowed === undefined) return undefined;
    const { from, before } = this.leap;
    this.leap = undefined;
    if (isFollowed) return undefined;
    this.oddLines++;
    this.now = this.lastDate = before;
    if (Number.isNaN(before)) this.start = NaN;
    return { from, clock: before };
  }
}

/** So many lines are looked at behind a date that leaps ahead. */
const farthest = 100;

/**
 * Whether one of the next two dates agrees that it is `time`; undefined where there is no next date. One that lies far before the clock's `before` is
 * odd either way and says nothing.
 */
function isFollowedBy(
  times: Float64Array,
  from: number,
  count: number,
  before: number,
  time: number,
): boolean | undefined {
  let seen = 0;
  for (let i = from; i < Math.min(count, from + farthest) && seen < 2; i++) {
    if (times[i]! >= time - oddSeconds) return true;
    if (Number.isNaN(times[i]!) || times[i]! < before - oddSeconds) continue;
    seen++;
  }
  return seen > 0 ? false : undefined;
}
