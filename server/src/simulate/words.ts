import { createLocalZone } from '../dates/local-time.ts';

/** ` (61 % of them)`; nothing where there are none. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '' : ` (${percent(part, whole)} of them)`;
}

/** Rounded down, so that 100 % is all. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${Math.floor((100 * part) / whole)} %`;
}

/** As fail2ban takes it: `90s`, `10m`, `1h`, `1d`. */
export function shortDuration(seconds: number): string {
  if (seconds < 0) return 'for ever';
  const [size, unit] = (
    [
      [86400, 'd'],
      [3600, 'h'],
      [60, 'm'],
    ] as const
  ).find(([size]) => seconds > 0 && seconds % size === 0) ?? [1, 's'];
  return `${seconds / size}${unit}`;
}

/** `2025-07-11 05:40:22`, in the given zone. */
export function createMoments(timeZone: string): (seconds: number) => string {
  const zone = createLocalZone(timeZone);
  return (seconds) => {
    const whole = Math.floor(seconds);
    const local = new Date((whole + zone.offsetAt(whole)) * 1000);
    return Number.isNaN(local.getTime())
      ? `${seconds} seconds since 1970`
      : local
          .toISOString()
          .replace('T', ' ')
          .replace(/\.\d+Z$/, '');
  };
}
