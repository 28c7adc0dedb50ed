/** The local time zone of the machine whose fail2ban we stand for. All times in seconds. */
export interface LocalZone {
  /** Seconds east of UTC at a moment. */
  offsetAt(utc: number): number;
  isDaylightSavingAt(utc: number): boolean;
}

/** About twelve days; no zone changes its offset twice within that. */
const bucketSeconds = 2 ** 20;

/** Zones whose winter time is the "daylight saving" one in the tz database, an hour behind their standard time. */
const negativeSaving = /^(?:Europe\/Dublin|Eire|Africa\/Casablanca|Africa\/El_Aaiun)$/;

/** A zone of the tz database by name, as the JavaScript engine knows it. Throws RangeError for an unknown name. */
export function createLocalZone(name: string): LocalZone {
  // The first question to Intl costs milliseconds.
  if (/^(?:Etc\/)?(?:UTC|GMT)$/.test(name)) return { offsetAt: () => 0, isDaylightSavingAt: () => false };
  const fields = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  let longName: Intl.DateTimeFormat | undefined;
  const buckets = new Map<number, Bucket>();
  let last: Bucket = { start: NaN, change: NaN, before: 0, after: 0 };

  const probe = (utc: number): number => probeOffset(fields, utc);
  const bucketOf = (utc: number): Bucket => {
    const start = Math.floor(utc / bucketSeconds) * bucketSeconds;
    if (last.start === start) return last;
    last = buckets.get(start) ?? createBucket(start, probe);
    buckets.set(start, last);
    return last;
  };
  const offsetAt = (utc: number): number => {
    const { change, before, after } = bucketOf(utc);
    return utc < change ? before : after;
  };
  return {
    offsetAt,
    isDaylightSavingAt: (utc) => {
      if (negativeSaving.test(name))
        return offsetAt(utc) < Math.max(offsetAt(utc - 183 * 86400), offsetAt(utc + 183 * 86400));
      longName ??= new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'long' });
      return /Summer|Daylight/.test(
        longName.formatToParts(utc * 1000).find(({ type }) => type === 'timeZoneName')?.value ?? '',
      );
    },
  };
}

/** A stretch of time with at most one change of the offset, at `change`. */
interface Bucket {
  readonly start: number;
  readonly change: number;
  readonly before: number;
  readonly after: number;
}

function createBucket(start: number, probe: (utc: number) => number): Bucket {
  const before = probe(start);
  const after = probe(start + bucketSeconds - 1);
  if (before === after) return { start, change: start, before, after };
  let low = start;
  let high = start + bucketSeconds - 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (probe(middle) === before) low = middle;
    else high = middle;
  }
  return { start, change: high, before, after };
}

function probeOffset(fields: Intl.DateTimeFormat, utc: number): number {
  const value: Record<string, string> = {};
  for (const part of fields.formatToParts(utc * 1000)) value[part.type] = part.value;
  const year = value['era'] === 'AD' ? Number(value['year']) : 1 - Number(value['year']);
  const local = Date.UTC(
    2000,
    Number(value['month']) - 1,
    Number(value['day']),
    Number(value['hour']),
    Number(value['minute']),
    Number(value['second']),
  );
  return (
    new Date(local).setUTCFullYear(year, Number(value['month']) - 1, Number(value['day'])) / 1000 - Math.floor(utc)
  );
}

/**
 * The moment of a local time (seconds from 1970 as if it were UTC), found as glibc's `mktime` does with `tm_isdst = -1`
 * (`__mktime_internal`). Its first guess is the offset of the call before: of the two moments of a repeated hour in autumn it
 * gives the one with the offset it used last. Null where it finds none.
 */
export class MakeTime {
  /** The offset that the next call tries first: with the same guess, the same local time gives the same moment. */
  guess = 0;

  constructor(private readonly zone: LocalZone) {}

  toUtc(local: number): number | null {
    const { zone } = this;
    const first = local - this.guess;
    let t = first;
    let t1 = first;
    let t2 = first;
    let wasSaving = false;
    for (let probes = 6; ;) {
      const difference = local - (t + zone.offsetAt(t));
      if (difference === 0) break;
      // Back and forth between two moments: the local time falls into a gap. glibc prefers the side with daylight saving.
      if (t === t1 && t !== t2 && (!wasSaving || zone.isDaylightSavingAt(t))) break;
      if (--probes === 0) return null;
      t1 = t2;
      t2 = t;
      t += difference;
      wasSaving = zone.isDaylightSavingAt(t2);
    }
    this.guess = local - t;
    return t;
  }
}
