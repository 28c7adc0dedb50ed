import { recentSeconds } from '../matching/date-stage.ts';
import { fates, type AddressLife } from './address-life.ts';
import type { Timeline } from './timeline.ts';

/**
 * Restarts the server at its next restart. Where no database tells how far it had read, each jail reads its logs again, one after the other, from `findtime`
 * before: the attempts `[from, to)` of the timeline, all of the address at hand, but those that never reached the log.
 * `told`: what became of them.
 */
export function readAgain(
  life: AddressLife,
  timeline: Timeline,
  from: number,
  to: number,
  told: Uint8Array | undefined,
): void {
  const clock = life.restart();
  const { dates, jails, logs, lines } = timeline;
  const { keepsDatabase, firewall } = life.options;
  if (keepsDatabase || !dates || !told) return;
  const again: number[] = [];
  for (let i = from; i < to; i++) {
    const isInLog = told[i] === fates.kept || told[i] === fates.banned || (told[i] === fates.dropped && !firewall);
    if (isInLog) again.push(i);
  }
  again.sort((a, b) => jails[a]! - jails[b]! || logs[a]! - logs[b]! || lines[a]! - lines[b]!);
  for (const i of again) {
    const jail = jails[i]!;
    const time = timeAgain(dates[i]!, clock);
    if (time === undefined || time < clock - life.options.jails[jail]!.findtime) continue;
    life.attemptNumber = i;
    life.count(jail, clock, Math.min(time, clock));
  }
}

/** `date`: as in `AttemptList.dates`. Undefined where fail2ban passes over the line. */
function timeAgain(date: number, clock: number): number | undefined {
  if (date >= 0) return date;
  return -date > clock - recentSeconds ? -date : undefined;
}

/** The dates of lines as a server reads them that was not there when they were written. */
export class RereadDates {
  private last = NaN;

  /**
   * By line of the block: its date as it is written, however odd; for a line without one the date before it, negative, which holds only while it is
   * young; NaN for none. `times`: NaN for none.
   */
  read(times: Float64Array, count: number): Float64Array {
    const dates = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const time = times[i]!;
      if (Number.isNaN(time)) dates[i] = -this.last;
      else dates[i] = this.last = time;
    }
    return dates;
  }
}
