/** Seconds in fail2ban's month and year: a twelfth of, and a whole, 365.25 days. */
const monthSeconds = 2629800;
const yearSeconds = 31557600;

/** Seconds in words, for people: `5400` is "1 hour 30 minutes". Months and years only where they come out even. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'for ever';
  if (seconds < 0) return `minus ${formatDuration(-seconds)}`;
  const parts: string[] = [];
  let rest = seconds;
  for (const [size, name] of scaleOf(seconds)) {
    const count = size === 1 ? Math.round(rest * 1000) / 1000 : Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
  }
  return parts.length > 0 ? parts.join(' ') : '0 seconds';
}

function scaleOf(seconds: number): readonly (readonly [number, string])[] {
  if (seconds > 0 && seconds % monthSeconds === 0)
    return [
      [yearSeconds, 'year'],
      [monthSeconds, 'month'],
    ];
  if (seconds > 0 && seconds % 604800 === 0) return [[604800, 'week']];
  return [
    [86400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ];
}
