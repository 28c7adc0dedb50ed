import type { Fail2banVersion } from '../../../server/src/config/fail2ban-version.ts';
import { datePatternLines } from '../../../server/src/dates/date-pattern.ts';
import type { DateReading } from '../../../server/src/dates/date-reading.ts';
import {
  createDateDetector,
  createPlainDetector,
  type DateDetector,
  type DateDetectorOptions,
} from '../../../server/src/dates/detector.ts';
import type { PlainDetector } from '../../../server/src/dates/plain-detector.ts';
import { toCodePointOffset } from '../../../server/src/text/code-points.ts';
import { askOracle } from '../oracle.ts';
import type { RealFail2ban } from '../real-fail2ban.ts';
import type { Difference } from '../suite.ts';

/** A detector, and the lines it sees. */
export interface DateQuestion {
  readonly id: string;
  readonly datepattern?: string;
  /** `logtimezone` */
  readonly timeZone?: string;
  readonly lines: readonly string[];
}

/** The answer of either side, as oracle/dates.py gives it. Offsets in code points. */
interface DateAnswer {
  readonly setup?: Raised;
  readonly readings?: readonly (Reading | null)[];
  readonly templates?: readonly TemplateAnswer[];
}

interface Raised {
  readonly exception: string;
  readonly message: string;
}

interface Reading extends Partial<Raised> {
  readonly name?: string;
  readonly start?: number;
  readonly end?: number;
  readonly seconds?: number;
}

interface TemplateAnswer {
  readonly name: string;
  readonly hits: number;
  readonly weight: number;
  readonly pattern: string;
  readonly regex: string;
  readonly flags: number;
}

export interface Place {
  readonly now: number;
  readonly timeZone: string;
}

/** Puts the questions to both sides and gives every line, and every end state, that differs. */
export async function compareDetectors(
  real: RealFail2ban,
  questions: readonly DateQuestion[],
  place: Place,
): Promise<{ readonly total: number; readonly differences: Difference[] }> {
  const answers = await askOracle<DateAnswer[]>(
    'dates.py',
    { now: place.now, runs: questions },
    { real, now: place.now, timeZone: place.timeZone },
  );
  const differences: Difference[] = [];
  let total = 0;
  questions.forEach((question, i) => {
    const expected = answers[i]!;
    const actual = answer(question, place, real.fail2ban);
    const id = `${question.id} [${place.timeZone}]`;
    const differs = (name: string, a: unknown, b: unknown): void => {
      total++;
      if (JSON.stringify(a) !== JSON.stringify(b)) differences.push({ id: `${id} ${name}`, expected: a, actual: b });
    };
    if (expected.setup || actual.setup)
      return differs(`setup ${JSON.stringify(question.datepattern)}`, expected.setup, actual.setup);
    question.lines.forEach((line, n) =>
      differs(`line ${n + 1} ${JSON.stringify(line)}`, ordered(expected.readings![n]!), ordered(actual.readings![n]!)),
    );
    differs(
      `templates of ${JSON.stringify(question.datepattern)}`,
      expected.templates!.map(withoutRunNames),
      actual.templates!,
    );
    const read = readAll(question, place, real.fail2ban);
    question.lines.forEach((line, n) =>
      differs(
        `read ${n + 1} ${JSON.stringify(line)}`,
        { ...ordered(expected.readings![n]!), name: undefined },
        read.readings[n],
      ),
    );
    differs(
      `templates after reading ${JSON.stringify(question.datepattern)}`,
      expected.templates!.map(withoutRunNames),
      read.templates,
    );
  });
  return { total, differences };
}

function answer(question: DateQuestion, place: Place, fail2ban: Fail2banVersion): DateAnswer {
  const created = createPlainDetector(optionsOf(question, place, fail2ban));
  if (!created.ok) return { setup: { exception: created.error.exception, message: created.error.message } };
  const { detector } = created;
  const readings = question.lines.map((line) => reading(detector, line));
  return { readings, templates: templatesOf(detector) };
}

/** The lines as one text, read one after the other: the way of a filter's run, with its shortcuts. */
function readAll(
  question: DateQuestion,
  place: Place,
  fail2ban: Fail2banVersion,
): { readonly readings: readonly unknown[]; readonly templates: readonly TemplateAnswer[] } {
  const created = createDateDetector(optionsOf(question, place, fail2ban));
  if (!created.ok) throw new Error(created.error.message);
  const text = question.lines.join('\n');
  const isAscii = !/[^\0-\x7f]/.test(text);
  const count = question.lines.length;
  const starts = Int32Array.from({ length: count }, (_, n) =>
    question.lines.slice(0, n).reduce((sum, line) => sum + line.length + 1, 0),
  );
  const ends = starts.map((start, n) => start + question.lines[n]!.length);
  const columns = { cutStarts: new Int32Array(count), cutEnds: new Int32Array(count), times: new Float64Array(count) };
  const readings: unknown[] = [];
  while (readings.length < count) {
    const n = readings.length;
    const alike = isAscii
      ? created.detector.readAlike(
          { text: { at: () => ({ text, begin: 0 }) }, bytes: Buffer.from(text, 'latin1'), starts, ends, count },
          n,
          columns,
        )
      : n;
    for (let i = n; i < alike; i++)
      readings.push({
        start: columns.cutStarts[i]! - starts[i]!,
        end: columns.cutEnds[i]! - starts[i]!,
        seconds: columns.times[i],
      });
    if (alike === n)
      readings.push(singleReading(created.detector.read(text, starts[n]!, ends[n]!), question.lines[n]!, starts[n]!));
  }
  return { readings, templates: templatesOf(created.detector) };
}

function singleReading({ kind, start, end, seconds, failure }: DateReading, line: string, lineStart: number): object {
  const isCut = kind !== 'none' && !(kind === 'crash' && end === 0);
  const offset = (at: number): number | undefined => (isCut ? toCodePointOffset(line, at - lineStart) : undefined);
  return {
    start: offset(start),
    end: offset(end),
    seconds: Number.isNaN(seconds) ? undefined : seconds,
    exception: failure?.exception,
    message: failure?.message,
  };
}

function optionsOf(
  { datepattern, timeZone }: DateQuestion,
  place: Place,
  fail2ban: Fail2banVersion,
): DateDetectorOptions {
  return {
    fail2ban,
    python: '3.11',
    now: () => place.now,
    localZone: place.timeZone,
    timeZone,
    patterns: datepattern === undefined ? undefined : datePatternLines(datepattern),
  };
}

function templatesOf(detector: Pick<DateDetector, 'templates'>): TemplateAnswer[] {
  return detector.templates.map(({ hits, weight, template: { name, pattern, regex, flags } }) => ({
    name,
    hits,
    weight,
    pattern: pattern ?? '',
    regex,
    flags,
  }));
}

function reading(detector: PlainDetector, line: string): Reading | null {
  const match = detector.matchTime(line);
  if (match === null) return null;
  if ('kind' in match) return { exception: match.exception, message: match.message };
  const found = {
    name: match.template.name,
    start: toCodePointOffset(line, match.start),
    end: toCodePointOffset(line, match.end),
  };
  if (match.start === match.end) return found;
  const value = detector.getTime(match);
  return value.kind === 'time'
    ? { ...found, seconds: value.seconds }
    : { ...found, exception: value.exception, message: value.message };
}

function ordered(reading: Reading | null): object {
  if (!reading) return {};
  return {
    name: reading.name && withoutRunName(reading.name),
    start: reading.start,
    end: reading.end,
    seconds: reading.seconds,
    exception: reading.exception,
    message: reading.message,
  };
}

function withoutRunNames(template: TemplateAnswer): TemplateAnswer {
  return { ...template, name: withoutRunName(template.name) };
}

/** The display names of `%Exk` and `%Exl` vary from run to run of the real program. */
function withoutRunName(name: string): string {
  return name.replace(/Ex%([kl])/g, '%Ex$1');
}
