import { pythonRound } from './formula.ts';

/** The server looks through its failures so often, in seconds: one that is too old is forgotten then (`Filter.performSvc`). */
const serviceSeconds = 5;

/** What the fail manager of a jail holds of one address, its ticket. */
export class FailTicket {
  /** 0 where there is none. */
  retry = 0;
  first = 0;
  last = 0;
  failures = 0;
  /** What the clock showed at the last failure. */
  touched = 0;

  /**
   * A failure of the moment `time`, when the clock of a server that was started at `start` shows `clock`. True where a new ticket is made. Mirrors
   * `FailManager.addFailure`, and `cleanup` before it.
   */
  add(clock: number, time: number, findtime: number, start: number): boolean {
    if (this.failures > 0 && this.last <= clock - findtime) {
      const service = lastOf(serviceSeconds, start, clock);
      if (service > this.touched && this.last <= service - findtime) this.failures = 0;
    }
    this.touched = clock;
    if (this.failures === 0) {
      this.retry = this.failures = 1;
      this.first = this.last = time;
      return true;
    }
    // `FailTicket.adjustTime`: an interval that grew too long keeps its rate.
    if (time > this.last) {
      if (this.first < time - findtime) {
        this.retry = pythonRound((this.retry / (time - this.first)) * findtime);
        this.first = time - findtime;
      }
      this.last = time;
    }
    this.retry++;
    this.failures++;
    return false;
  }

  /** The ticket is taken, or forgotten. */
  clear(): void {
    this.failures = this.retry = 0;
  }
}

/** The last of the moments `start`, `start + every`, … up to `clock`. */
export function lastOf(every: number, start: number, clock: number): number {
  return start + every * Math.floor((clock - start) / every);
}

/** When a ban ends. */
export function endOf(time: number, bantime: number): number {
  return bantime === -1 ? Infinity : time + bantime;
}
