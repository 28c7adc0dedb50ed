import { detectorOf, someMoment, type Probe } from '../danger/probe.ts';
import { sightDate } from '../explain/date-advice.ts';
import { splitLines, type LineBlock } from '../matching/line-block.ts';
import { createMatchRun } from '../matching/match-run.ts';

/** The lines of a sample, but for those of which it says that nothing is to be found there. */
export function blockOf(text: string): LineBlock {
  return splitLines(withoutExpectedMisses(text), { firstNumber: 1, isAscii: /^[\x00-\x7f]*$/.test(text) });
}

/** Empties the lines of which a comment says that nothing is to be found there (`# failJSON: { "match": false }`), as fail2ban's own tests have it. */
function withoutExpectedMisses(text: string): string {
  return text.replace(/^(#\s*failJSON:.*"match":\s*false.*\n)([^#\n].*)$/gm, '$1');
}

export interface TakenLine {
  readonly line: string;
  readonly regex: number;
  readonly id: string;
}

export interface SampleRun {
  /** Lines that match, those that an ignoreregex excuses included; by number. */
  readonly taken: ReadonlySet<number>;
  /** So many lines match, those without that an ignoreregex excuses. */
  readonly matched: number;
  /** By failregex: lines in which it is the first that finds something. */
  readonly hits: readonly number[];
  /** So many of them have no date of their own that fail2ban finds. */
  readonly undated: number;
  /** One of them, where that is a mistake. */
  readonly firstUndated: TakenLine | undefined;
}

/** Runs a sample through a filter; the searches are not guarded here. */
export function runSample(probe: Probe, block: LineBlock): SampleRun {
  let matched = 0;
  let undated = 0;
  const taken = new Set<number>();
  const hits = probe.filter.failregex.map(() => 0);
  let firstUndated: TakenLine | undefined;
  let firstMisread: TakenLine | undefined;
  let found: { regex: number; id: string } | undefined;
  startRun(probe, {
    finding: (_line, { id, regex }) => {
      hits[regex]!++;
      if (id !== null) found ??= { id, regex };
    },
    line: (number, verdict, dated, i) => {
      if (verdict !== 'missed') taken.add(number);
      if (verdict === 'matched') matched++;
      // A date that a line has from the one before is hardly remembered that long where the log is read later.
      if (verdict === 'matched' && found && (Number.isNaN(dated.times[i]!) || dated.borrowed.has(i))) {
        undated++;
        const line = dated.text.slice(dated.starts[i], dated.ends[i]);
        firstUndated ??= { line, ...found };
        if (!firstMisread && sightDate(line, number)) firstMisread = { line, ...found };
      }
      found = undefined;
    },
  }).add(block);
  // Where others have a date, lines without any are as their program writes them.
  const shown = firstMisread ?? (undated === matched ? firstUndated : undefined);
  return { taken, matched, hits, undated, firstUndated: shown };
}

export function startRun(
  { texts, filter }: Probe,
  observer: Parameters<typeof createMatchRun>[0]['observer'],
): ReturnType<typeof createMatchRun> {
  return createMatchRun({
    filter,
    dates: detectorOf(texts)!,
    fail2ban: texts.fail2ban,
    checkAll: false,
    now: () => someMoment,
    observer,
  });
}
