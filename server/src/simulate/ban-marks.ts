import { formatDuration } from '../config/format-duration.ts';
import type { BanMarks } from '../protocol.ts';
import { plural } from '../text/amounts.ts';
import { fates } from './address-life.ts';
import type { SimulatedLogs } from './simulated-logs.ts';
import { createMoments } from './words.ts';

/** Where bans fall in lines `[from, to)`, from 0, of one log, and which of them are dropped. */
export function banMarks(
  logs: Pick<SimulatedLogs, 'ids' | 'lineFates'>,
  { log, from, to }: { readonly log: number; readonly from: number; readonly to: number },
  timeZone: string,
): Pick<BanMarks, 'bans' | 'dropped'> {
  const moment = createMoments(timeZone);
  const { told, bans } = logs.lineFates(log);
  const found: BanMarks['bans'][number][] = [];
  const dropped: number[] = [];
  for (let line = Math.max(0, from); line < Math.min(to, told.length - 1); line++) {
    if (told[line + 1] === fates.dropped) dropped.push(line);
    const ban = bans.get(line + 1);
    if (!ban) continue;
    const { address, attempts, count, time, until, wait, dropped: after } = ban;
    const length = until === Infinity ? 'for ever' : `for ${formatDuration(until - time)}`;
    found.push({
      line,
      short: `banned ${length}`,
      words: [
        `${logs.ids[address]!} is banned ${length}${until === Infinity ? '' : `, until ${moment(until)}`}${count > 1 ? ` (its ban number ${count})` : ''}.`,
        `${plural(attempts, 'attempt')} led to it${wait > 0 ? `, within ${formatDuration(wait)} of its first one` : ''}.`,
        `${plural(after, 'attempt')} while it lasts: the firewall drops ${after === 1 ? 'it' : 'them'}.`,
      ],
    });
  }
  return { bans: found, dropped };
}
