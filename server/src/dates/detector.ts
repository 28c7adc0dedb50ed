import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { civilFromDays, daySeconds } from './calendar.ts';
import { TemplateStore, type DateTemplate } from './date-pattern.ts';
import { createLocalZone, MakeTime } from './local-time.ts';
import { PlainDetector } from './plain-detector.ts';
import { FastDetector } from './fast-path/fast-detector.ts';
import type { InstantContext } from './to-instant.ts';
import { offsetOfZone } from './zone-offset.ts';

export interface DateDetectorOptions {
  /** The lines of the datepattern (`datePatternLines`); none: fail2ban's defaults. */
  readonly patterns?: readonly string[];
  readonly fail2ban: Fail2banVersion;
  readonly python: PythonVersion;
  /** Seconds since 1970. */
  now(): number;
  /** `logtimezone`, `--timezone`: the zone of dates that name none, as `UTC+0200`. */
  readonly timeZone?: string;
  /** The machine's zone by its tz database name. */
  readonly localZone: string;
}

/** What fail2ban raises when a datepattern or a time zone is set. */
export interface SetupError {
  readonly exception: string;
  readonly message: string;
  /** The line of the datepattern that is at fault, and where in it, as far as that is known. */
  readonly pattern?: string;
  readonly offset?: number;
}

/** What finds the dates of a log, line after line. */
export type DateDetector = FastDetector;

export type DateDetectorResult<Detector = DateDetector> =
  { readonly ok: true; readonly detector: Detector } | { readonly ok: false; readonly error: SetupError };

/** fail2ban's `DateDetector` for one filter (`setLogTimeZone`, then `setDatePattern`). */
export function createDateDetector(options: DateDetectorOptions): DateDetectorResult {
  return create(options, (templates, store, context) => {
    const plain = new PlainDetector(templates, store, { python: options.python, skipsHopeless: true }, context);
    return new FastDetector(plain, context);
  });
}

/** The same without any shortcut, to hold them against the plain way. */
export function createPlainDetector(options: DateDetectorOptions): DateDetectorResult<PlainDetector> {
  return create(
    options,
    (templates, store, context) => new PlainDetector(templates, store, { python: options.python }, context),
  );
}

function create<Detector>(
  options: DateDetectorOptions,
  make: (templates: readonly DateTemplate[], store: TemplateStore, context: InstantContext) => Detector,
): DateDetectorResult<Detector> {
  const defaultOffset = options.timeZone === undefined ? undefined : offsetOfZone(options.timeZone);
  if (typeof defaultOffset === 'object') return { ok: false, error: defaultOffset };
  const localZone = createLocalZone(options.localZone);
  const start = options.now();
  const year = civilFromDays(Math.floor((start + localZone.offsetAt(start)) / daySeconds)).year;
  const store = new TemplateStore({ fail2ban: options.fail2ban, year });
  const templates = store.templatesOf(options.patterns ?? []);
  if (!templates.ok) return templates;
  const context: InstantContext = { now: options.now, localZone, makeTime: new MakeTime(localZone), defaultOffset };
  return { ok: true, detector: make(templates.value, store, context) };
}
