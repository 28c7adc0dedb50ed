import { searchedText } from '../matching/date-stage.ts';
import { splitLines } from '../matching/line-block.ts';
import { createMatchRun } from '../matching/match-run.ts';
import type { Span } from '../text/span.ts';
import { strangeFields } from './strange-fields.ts';
import { detectorOf, someMoment, type Probe } from './probe.ts';

/** A line of the sample. */
export interface MissedLine {
  /** As it is written. */
  readonly line: string;
  /** As fail2ban searches it, without the line end. */
  readonly text: string;
  /** Where in `line` the date was cut out; empty where there was none. */
  readonly cut: Span;
}

/** A line that a failregex takes for a failure. */
export interface SampleLine extends MissedLine {
  /** The failregex, from 0, as compiled. */
  readonly regex: number;
  readonly id: string;
}

/** A line that an ignoreregex excuses. */
export interface ExcusedLine extends MissedLine {
  /** The ignoreregex, from 0, as compiled. */
  readonly ignoredBy: number;
}

/** A line that a failregex takes, but that names no failure by itself: it tells of a connection. */
export interface ConnectedLine extends MissedLine {
  /** The failregex, from 0, as compiled. */
  readonly regex: number;
}

export interface Sample {
  readonly taken: readonly SampleLine[];
  readonly connected: readonly ConnectedLine[];
  readonly excused: readonly ExcusedLine[];
  /** Lines of other events: no regex of the filter finds anything in them. */
  readonly missed: readonly MissedLine[];
}

export const noSample: Sample = { taken: [], connected: [], excused: [], missed: [] };

/** Characters of a log that are looked at: its first ones. */
export const mostSampleCharacters = 2_000_000;

/** Whole lines from the beginning of a log, as much as is looked at. */
export function beginningOfSample(log: string): string {
  return log.length > mostSampleCharacters ? log.slice(0, log.lastIndexOf('\n', mostSampleCharacters) + 1) : log;
}

/** Lines of one failregex and one id: more of them show nothing new. */
const mostAlike = 3;
const mostLines = 200;
/** Missed lines that differ in more than numbers. */
const mostMissed = 25;
/** Of so many of them. */
const mostLooked = 1000;
/** Longer lines take long to search in. */
const longestMissed = 1000;

/** The lines of a sample that fail2ban takes a failure from or lets go, a few of each regex and each address. */
export function readSample({ texts, filter }: Probe, log: string): Sample {
  const lines: SampleLine[] = [];
  const connected: ConnectedLine[] = [];
  const excused: ExcusedLine[] = [];
  const missed: MissedLine[] = [];
  let looked = 0;
  const alike = new Map<string, number>();
  const found: { regex: number; id: string }[] = [];
  const dates = detectorOf(texts);
  if (!dates || filter.maxLines > 1) return noSample;
  const run = createMatchRun({
    filter,
    dates,
    fail2ban: texts.fail2ban,
    checkAll: false,
    now: () => someMoment,
    observer: {
      finding: (_line, { id, regex, isNoFail }) => {
        if (id !== null && !isNoFail) found.push({ regex, id });
      },
      line: (_number, verdict, block, i, outcome) => {
        const [start, cutStart, cutEnd] = [block.starts[i]!, block.cutStarts[i]!, block.cutEnds[i]!];
        const cut = cutEnd > cutStart ? { start: cutStart - start, end: cutEnd - start } : { start: 0, end: 0 };
        const isNew = (key: string): boolean => {
          const count = alike.get(key) ?? 0;
          alike.set(key, count + 1);
          return count < mostAlike && lines.length + excused.length < mostLines;
        };
        const line = (): MissedLine => ({
          line: block.text.slice(start, block.ends[i]),
          text: searchedText(block, i).replace(/\n$/, ''),
          cut,
        });
        for (const { regex, id } of found.splice(0)) if (isNew(`${regex} ${id}`)) lines.push({ ...line(), regex, id });
        for (const { regex } of verdict === 'missed' ? (outcome?.hits ?? []) : [])
          if (isNew(`connected ${regex}`)) connected.push({ ...line(), regex });
        for (const ignoredBy of new Set(outcome?.ignoredBy))
          if (isNew(`by ${ignoredBy}`)) excused.push({ ...line(), ignoredBy });
        const isShort = block.ends[i]! - start <= longestMissed;
        if (verdict === 'missed' && isShort && missed.length < mostMissed && looked < mostLooked) {
          looked++;
          const key = kindOf(line().text);
          if (!alike.has(key)) missed.push(line());
          alike.set(key, 1);
        }
      },
    },
  });
  const text = beginningOfSample(log);
  run.add(splitLines(text, { firstNumber: 1, isAscii: /^[\x00-\x7f]*$/.test(text) }));
  return { taken: lines, connected, excused, missed };
}

/** The same for lines that differ in what strangers write and in numbers alone. */
function kindOf(text: string): string {
  let kind = '';
  let done = 0;
  for (const { start, end } of strangeFields(text)) {
    kind += `${text.slice(done, start)}\0`;
    done = end;
  }
  return `missed ${(kind + text.slice(done)).replace(/[\da-f]*\d[\da-f]*/gi, '0')}`;
}
