import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { toCodePointOffset, toUtf16Offset } from '../text/code-points.ts';
import type { Spans } from '../translate/searcher.ts';
import { civilFromDays, daySeconds } from './calendar.ts';
import { compileTemplate, type CompiledTemplate } from './compiled-template.ts';
import { TemplateStore, type DateTemplate } from './date-pattern.ts';
import { crash, type DateFailure, type DateOutcome } from './date-value.ts';
import { LastMatch, nothing, unknownEnd, type CodePoints } from './last-match.ts';
import { createLocalZone, MakeTime } from './local-time.ts';
import { createAbsenceProof, type AbsenceProof } from './quick/absence.ts';
import { KnownDates, type ByteLines, type DateColumns } from './quick/known-dates.ts';
import { createLineClocks } from './quick/line-clocks.ts';
import { maxPrefix, QuickSearch } from './quick/quick-search.ts';
import type { QuickTemplate } from './quick/quick-template.ts';
import { createValueMemo, secondsOf, type SteadyClock, type ValueProbe } from './quick/value-memo.ts';
import { anchored } from './template-regex.ts';
import type { InstantContext } from './to-instant.ts';
import { valueOfMatch, valueOfText } from './value-of-match.ts';
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
  /** Do without the shortcuts of `quick/`, to hold them against the plain way. */
  readonly isPlain?: boolean;
}

/** What fail2ban raises when a datepattern or a time zone is set. */
export interface SetupError {
  readonly exception: string;
  readonly message: string;
  /** The line of the datepattern that is at fault, and where in it, as far as that is known. */
  readonly pattern?: string;
  readonly offset?: number;
}

export type DateDetectorResult =
  { readonly ok: true; readonly detector: DateDetector } | { readonly ok: false; readonly error: SetupError };

/** fail2ban's `DateDetector` for one filter (`setLogTimeZone`, then `setDatePattern`). */
export function createDateDetector(options: DateDetectorOptions): DateDetectorResult {
  const defaultOffset = options.timeZone === undefined ? undefined : offsetOfZone(options.timeZone);
  if (typeof defaultOffset === 'object') return { ok: false, error: defaultOffset };
  const localZone = createLocalZone(options.localZone);
  const start = options.now();
  const year = civilFromDays(Math.floor((start + localZone.offsetAt(start)) / daySeconds)).year;
  const store = new TemplateStore({ fail2ban: options.fail2ban, year });
  const templates = store.templatesOf(options.patterns ?? []);
  if (!templates.ok) return templates;
  const context: InstantContext = { now: options.now, localZone, makeTime: new MakeTime(localZone), defaultOffset };
  return { ok: true, detector: new DateDetector(templates.value, store, options, context) };
}

/** Places beyond this are forgotten: each is looked at for a line that none of them knows. */
const maxPlaces = 4;

/** A template as one detector uses it (`DateDetectorTemplate`). */
export class DetectorTemplate {
  hits = 0;
  /** Seconds since 1970 of the last win. */
  lastUsed = 0;
  /** Where the match began when it last won, in code points. */
  distance = unknownEnd;
  private compiled: CompiledTemplate | DateFailure | undefined;

  constructor(
    readonly template: DateTemplate,
    private readonly python: PythonVersion,
  ) {}

  /** How far up the list the template may go. */
  get weight(): number {
    return (this.hits * this.template.weight) / Math.max(1, this.distance);
  }

  /** Its dates by their place in the line, the one asked for last first. */
  places: readonly KnownDates[] = [];

  /** Its dates at a place like this. Undefined for templates of which too little is known. */
  knownDates({ begin, ends }: QuickTemplate, start: number, end: number): KnownDates | undefined {
    const isAnchored = begin === 'line' || begin === 'line-loose';
    if (ends === undefined || isAnchored !== ((this.template.flags & anchored) !== 0)) return undefined;
    const length = end - start;
    const lead = isAnchored ? start : Math.min(start, 1);
    const isHere = ({ place }: KnownDates): boolean => place.length === length && place.lead === lead;
    if (this.places[0] && isHere(this.places[0])) return this.places[0];
    const known = this.places.find(isHere) ?? new KnownDates({ length, lead, isAnchored }, ends);
    this.places = [known, ...this.places.filter((dates) => dates !== known)].slice(0, maxPlaces);
    return known;
  }

  /** Compiled at the first line, as in fail2ban: a datepattern that is no regex fails there. */
  compile(): CompiledTemplate | DateFailure {
    this.compiled ??= compileTemplate(this.template, this.python);
    return this.compiled;
  }

  /** Undefined for patterns of a shape that is only searched by its regex. */
  get quick(): QuickTemplate | undefined {
    const compiled = this.compile();
    return 'kind' in compiled ? undefined : compiled.quick;
  }
}

/**
 * The date of a line as `processLine` takes it:
 * - `none`: no template matches;
 * - `empty`: the cut text is empty (`{NONE}`), so the date is the last known one, or now;
 * - `time`: `seconds` is its moment;
 * - `unparsable`: cut, but without a moment ("failed to parse timeText");
 * - `crash`: fail2ban-regex ends with `failure`, the server gives up the line.
 */
export interface DateReading {
  readonly kind: 'none' | 'empty' | 'time' | 'unparsable' | 'crash';
  /** UTF-16 offsets into the text of what is cut out of the line; 0 and 0 for `none`, and for a crash before any cut. */
  readonly start: number;
  readonly end: number;
  /** Seconds since 1970; NaN unless `kind` is `time`. */
  readonly seconds: number;
  readonly failure?: DateFailure;
}

/** A match, reserved or won. Offsets into the line, in code points as Python counts them. */
interface Match {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly spans: Spans;
  readonly compiled: CompiledTemplate;
}

/** What the detector found in a line, and where: UTF-16 offsets into the text. */
export interface TimeMatch {
  readonly template: DateTemplate;
  /** What fail2ban cuts out: group 1. Both 0 where that group took no part. */
  readonly start: number;
  readonly end: number;
  readonly line: string;
  readonly spans: Spans;
  readonly compiled: CompiledTemplate;
}

/** A template unused for so many seconds gives way to any other. */
const unusedSeconds = 300;

/**
 * Finds the date of one line after the other. Which template wins depends on the lines before: `matchTime` mirrors
 * `DateDetector.matchTime` step by step.
 */
export class DateDetector {
  private entries: DetectorTemplate[];
  private readonly last = new LastMatch();
  private lastIndex = unknownEnd;
  private firstUnused = 0;
  private readonly quick = new QuickSearch(createLineClocks());
  private readonly memo = createValueMemo();
  /** Null until it is asked for. */
  private absence: AbsenceProof | undefined | null = null;

  constructor(
    templates: readonly DateTemplate[],
    private readonly store: TemplateStore,
    private readonly options: Pick<DateDetectorOptions, 'python' | 'isPlain'>,
    private readonly context: InstantContext,
  ) {
    this.entries = this.toEntries(templates);
  }

  /** In the order in which they are tried now. Empty before the first line where the defaults are meant. */
  get templates(): readonly DetectorTemplate[] {
    return this.entries;
  }

  /** The date in a line (without its line end), null for none, or what Python raises. */
  matchTime(line: string): TimeMatch | DateFailure | null {
    if (this.entries.length === 0) this.entries = this.toEntries(this.store.allDefaults());
    const subject = new Subject(line);
    const won = this.choose(subject);
    if (won === null || 'kind' in won) return won;
    const { index, start, end, spans, compiled } = won;
    const { template } = this.entries[index]!;
    if (!this.win(index, start, end, subject, this.context.now()))
      return crash('IndexError', 'string index out of range');
    if (compiled.searcher.groupCount === 0) return crash('IndexError', 'no such group');
    return { template, start: Math.max(0, spans[2]!), end: Math.max(0, spans[3]!), line, spans, compiled };
  }

  /** The moment of a match (`DateDetector.getTime`). */
  getTime({ template, line, spans, compiled }: TimeMatch): DateOutcome {
    return valueOfMatch(template, compiled, line, spans, this.context);
  }

  /**
   * Finds and values the date of the line that stands in `text` from `start` to `end` (its line end not included). Fast where
   * one text holds many lines that are read in their order. `isAscii`: the whole text is known to be. `now`: seconds since 1970.
   */
  read(text: string, start = 0, end = text.length, isAscii = false, now = this.context.now()): DateReading {
    return this.readQuickly(text, start, end, isAscii, now) ?? this.readPlainly(text, start, end);
  }

  /**
   * Reads the lines from number `from` on as `read` would, as long as they look like ones that were read before; gives the number of the
   * first that does not. All of them stand in one ASCII text, each ended by a line end.
   */
  readAlike(lines: ByteLines, from: number, dates: DateColumns, now = this.context.now()): number {
    const entry = this.entries[this.lastIndex];
    if (!entry || this.options.isPlain) return from;
    for (const known of entry.places) {
      const end = this.readInPlace(entry, known, lines, from, dates, now);
      if (end > from) return end;
    }
    return this.readMoved(entry, lines, from, dates, now) ? from + 1 : from;
  }

  private readInPlace(
    entry: DetectorTemplate,
    known: KnownDates,
    lines: ByteLines,
    from: number,
    dates: DateColumns,
    now: number,
  ): number {
    const { isAnchored, length, lead } = known.place;
    const { last } = this;
    // Elsewhere the place of the last match is tried first, and only where the line looks the same around it.
    if (!isAnchored && (last.end - last.start !== length || Math.min(last.start, 1) !== lead)) return from;
    const end = known.read(lines, from, dates, now, this.context.makeTime.guess, last);
    if (end === from) return from;
    // As if each of them had won: all that differs from winning once is the count.
    entry.template.rawHits += end - from;
    entry.hits += end - from - 1;
    this.win(
      this.lastIndex,
      isAnchored ? 0 : last.start,
      (isAnchored ? lead : last.start) + length,
      new ByteLine(lines.bytes, lines.starts[end - 1]!, lines.ends[end - 1]!),
      now,
    );
    return end;
  }

  /** The date of one line in which the last place cannot be trusted. */
  private readMoved(
    entry: DetectorTemplate,
    { text, bytes, starts, ends }: ByteLines,
    i: number,
    { cutStarts, cutEnds, times }: DateColumns,
    now: number,
  ): boolean {
    const { quick: search, last } = this;
    const [start, end] = [starts[i]!, ends[i]!];
    const clock = entry.quick?.clock;
    if (!clock || clock.prefix.max > maxPrefix || !entry.places.some(({ place }) => !place.isAnchored)) return false;
    if (!search.begin(text, start, end, true) || last.hasSameNeighbours(search.line)) return false;
    const count = search.countClocks();
    for (const known of entry.places) {
      const found = known.place.isAnchored
        ? undefined
        : known.findMoved(bytes, start, end, search.clocks.colons, count, now, this.context.makeTime.guess);
      if (!found) continue;
      const isAtPlace = found.start - start === last.start && found.end - start === last.end;
      if (!isAtPlace && this.mayMatchOther(entry.template)) return false;
      cutStarts[i] = found.start;
      cutEnds[i] = found.end;
      times[i] = found.seconds;
      entry.template.rawHits++;
      this.win(this.lastIndex, found.start - start, found.end - start, search.line, now);
      return true;
    }
    return false;
  }

  private readPlainly(text: string, start: number, end: number): DateReading {
    const match = this.matchTime(text.slice(start, end));
    if (match === null) return noDate;
    if ('kind' in match) return { kind: 'crash', start: 0, end: 0, seconds: NaN, failure: match };
    const cut = { start: start + match.start, end: start + match.end };
    if (cut.start === cut.end) return { kind: 'empty', ...cut, seconds: NaN };
    const outcome =
      this.options.isPlain || !match.compiled.quick ? this.getTime(match) : this.valueOf(match, this.context.now());
    return outcome.kind === 'time'
      ? { ...cut, ...outcome }
      : { kind: outcome.kind, ...cut, seconds: NaN, failure: outcome };
  }

  /** The same without the regexes of the templates, for lines that look like the last one; undefined for all others. */
  private readQuickly(
    text: string,
    start: number,
    end: number,
    isAscii: boolean,
    now: number,
  ): DateReading | undefined {
    const { quick: search } = this;
    const entry = this.entries[this.lastIndex];
    const template = entry?.quick;
    if (!template || this.options.isPlain || !search.begin(text, start, end, isAscii)) return undefined;
    const verdict = search.try(template, this.last, this.entries.length === 1);
    if (verdict === 'unknown' || (verdict !== 'accepted' && this.mayMatchOther(entry.template))) return undefined;
    if (verdict === 'absent') return noDate;
    const { start: cutStart, end: cutEnd } = search;
    const value = cutStart === cutEnd ? null : this.quickValue(entry, template, now);
    if (value === undefined) return undefined;
    entry.template.rawHits++;
    const isAnchored = (entry.template.flags & anchored) !== 0;
    this.win(this.lastIndex, isAnchored ? 0 : cutStart - start, cutEnd - start, search.line, now);
    if (value === null) return { kind: 'empty', start: cutStart, end: cutEnd, seconds: NaN };
    if (value.kind === 'time') return { kind: 'time', start: cutStart, end: cutEnd, seconds: value.seconds };
    return { kind: value.kind, start: cutStart, end: cutEnd, seconds: NaN, failure: value };
  }

  /** The value of what the quick search found; undefined where the regex does not agree with it. */
  private quickValue(entry: DetectorTemplate, quick: QuickTemplate, now: number): DateOutcome | undefined {
    const { template } = entry;
    const { start: cutStart, end: cutEnd, line } = this.quick;
    const { makeTime } = this.context;
    const known = this.memo.recall(template, line.text, cutStart, cutEnd, now, makeTime.guess);
    if (known) {
      entry
        .knownDates(quick, cutStart - line.start, cutEnd - line.start)
        ?.take(line.text.slice(line.start, line.end), cutStart - line.start, known);
      return { kind: 'time', seconds: secondsOf(known, line.text, cutStart) };
    }
    const plain = valueOfText(template, line.text.slice(cutStart, cutEnd));
    if (plain) return plain;
    const compiled = entry.compile();
    if ('kind' in compiled) return undefined;
    const text = line.text.slice(line.start, line.end);
    const isAnchored = (template.flags & anchored) !== 0;
    const spans = compiled.searcher.search(text, isAnchored ? 0 : cutStart - line.start, cutEnd - line.start);
    if (!spans || spans[2] !== cutStart - line.start || spans[3] !== cutEnd - line.start) return undefined;
    return this.valueOf(
      { template, start: spans[2], end: spans[3], line: text, spans: Array.from(spans), compiled },
      now,
    );
  }

  /** As `getTime`, for a match whose text alone says what it is worth: once it is known. */
  private valueOf(match: TimeMatch, now: number): DateOutcome {
    const { template, line, start, end } = match;
    const { makeTime } = this.context;
    const plain = valueOfText(template, line.slice(start, end));
    if (plain) return plain;
    const known = this.memo.recall(template, line, start, end, now, makeTime.guess);
    if (known) return { kind: 'time', seconds: secondsOf(known, line, start) };
    const outcome = this.getTime(match);
    if (outcome.kind === 'time')
      this.memo.learn(template, line.slice(start, end), outcome.seconds, now, makeTime.guess, this.probeOf(match));
    return outcome;
  }

  /** Lets the memory ask what the same match would be worth with another text or at another time. */
  private probeOf(match: TimeMatch): ValueProbe {
    const { makeTime } = this.context;
    const guess = makeTime.guess;
    return {
      steady: steadyClock(match),
      momentOf: (cutText, now) => {
        const line = match.line.slice(0, match.start) + cutText + match.line.slice(match.end);
        const outcome = valueOfMatch(match.template, match.compiled, line, match.spans, {
          ...this.context,
          now: () => now,
        });
        const isSteady = makeTime.guess === guess;
        makeTime.guess = guess;
        return isSteady && outcome.kind === 'time' ? outcome.seconds : NaN;
      },
    };
  }

  /** Whether another template than this one may match the line at hand. */
  private mayMatchOther(template: DateTemplate): boolean {
    if (this.entries.length === 1) return false;
    if (this.absence === null)
      this.absence = createAbsenceProof(
        this.entries.map((entry) => ({ template: entry.template, quick: entry.quick })),
        this.quick.clocks,
      );
    const { text, start, end } = this.quick.line;
    return this.absence === undefined || this.absence.mayMatch(text, start, end, this.quick.countClocks(), template);
  }

  private toEntries(templates: readonly DateTemplate[]): DetectorTemplate[] {
    return templates.map((template) => new DetectorTemplate(template, this.options.python));
  }

  private choose(subject: Subject): Match | DateFailure | null {
    let reserved: Match | null = null;
    let skipped = nothing;
    if (this.lastIndex < this.entries.length) {
      const entry = this.entries[this.lastIndex]!;
      const isAnchored = (entry.template.flags & anchored) !== 0;
      const inPlace = !isAnchored && this.last.hasSameNeighbours(subject);
      const match = inPlace
        ? this.search(this.lastIndex, subject, this.last.start, this.last.end)
        : this.search(this.lastIndex, subject);
      if (!inPlace) skipped = this.lastIndex;
      if (match && 'kind' in match) return match;
      if (match) {
        if (this.entries.length === 1 || isAnchored || (match.start === this.last.start && match.end === this.last.end))
          return match;
        reserved = keep(match);
      }
    }
    return this.walk(subject, skipped, reserved);
  }

  /** Tries the templates in their order, all but the `skipped` one. */
  private walk(subject: Subject, skipped: number, reservedBefore: Match | null): Match | DateFailure | null {
    let reserved = reservedBefore;
    for (let i = 0; i < this.entries.length; i++) {
      if (i === skipped) continue;
      const match = this.search(i, subject);
      if (!match) continue;
      if ('kind' in match || this.isFinal(match)) return match;
      if (reserved === null || match.start < reserved.start) reserved = keep(match);
    }
    return reserved;
  }

  /** True where no later template can win any more. */
  private isFinal({ index, start }: Match): boolean {
    const entry = this.entries[index]!;
    const next = this.entries[index + 1];
    if (!next || (entry.template.flags & anchored) !== 0) return true;
    if (start === 0 && entry.hits > 0 && next.template.rawHits === 0) return true;
    // Further right than before: perhaps a date in the message; one further left may come.
    return start <= entry.distance && start <= this.last.start;
  }

  private search(index: number, subject: Subject, from?: number, to?: number): Match | DateFailure | null {
    const entry = this.entries[index]!;
    const compiled = entry.compile();
    if ('kind' in compiled) return compiled;
    if (!this.options.isPlain && subject.isBeyondAscii && !compiled.mayMatch(subject.line)) return null;
    const spans =
      from === undefined || to === undefined
        ? compiled.searcher.search(subject.line)
        : compiled.searcher.search(subject.line, subject.toUtf16(from), subject.toUtf16(to));
    if (!spans) return null;
    entry.template.rawHits++;
    return { index, start: subject.toCodePoints(spans[0]!), end: subject.toCodePoints(spans[1]!), spans, compiled };
  }

  /** False where Python fails: `line[distance]` of an empty match at the line's end. */
  private win(index: number, start: number, end: number, line: CodePoints, now: number): boolean {
    const entry = this.entries[index]!;
    entry.hits++;
    entry.lastUsed = now;
    entry.distance = start;
    if (this.firstUnused === index) this.firstUnused++;
    if (line.at(start) === nothing) return false;
    this.last.take(start, end, line);
    this.lastIndex = index > 0 && index !== this.lastIndex ? this.moveUp(index) : index;
    return true;
  }

  /** Moves a template that wins often towards the front and gives its new place. (`_reorderTemplate`) */
  private moveUp(index: number): number {
    const { entries } = this;
    const entry = entries[index]!;
    const mayTake = (place: number): boolean =>
      entry.weight > entries[place]!.weight || entry.lastUsed - unusedSeconds > entries[place]!.lastUsed;
    let place = this.firstUnused < index ? this.firstUnused : Math.floor(index / 2);
    if (!mayTake(place)) {
      if (place === index - 1) return index;
      place = index - 1;
      if (!mayTake(place)) return index;
    }
    entries.splice(index, 1);
    entries.splice(place, 0, entry);
    while (this.firstUnused < entries.length && entries[this.firstUnused]!.hits > 0) this.firstUnused++;
    return place;
  }
}

/** A line with its offsets counted as Python does. */
class Subject implements CodePoints {
  readonly isBeyondAscii: boolean;
  private readonly hasPairs: boolean;

  constructor(readonly line: string) {
    this.isBeyondAscii = /[^\0-\x7f]/.test(line);
    this.hasPairs = this.isBeyondAscii && /[\ud800-\udbff][\udc00-\udfff]/.test(line);
  }

  toCodePoints(offset: number): number {
    return this.hasPairs ? toCodePointOffset(this.line, offset) : offset;
  }

  toUtf16(offset: number): number {
    return this.hasPairs ? toUtf16Offset(this.line, offset) : Math.min(offset, this.line.length);
  }

  /** The code point at an offset, -1 for none. */
  at(offset: number): number {
    return this.line.codePointAt(this.toUtf16(offset)) ?? nothing;
  }

  /** The code point before an offset: Python's `line[offset-1:offset]`. */
  before(offset: number): number {
    if (offset <= 0) return nothing;
    const at = this.toUtf16(offset - 1);
    return this.line.codePointAt(at) ?? nothing;
  }

  last(): number {
    return Array.from(this.line).at(-1)?.codePointAt(0) ?? nothing;
  }
}

/** A line of ASCII bytes. */
class ByteLine implements CodePoints {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: number,
    private readonly end: number,
  ) {}

  at(offset: number): number {
    const place = this.start + offset;
    return offset >= 0 && place < this.end ? this.bytes[place]! : nothing;
  }

  before(offset: number): number {
    return this.at(offset - 1);
  }

  last(): number {
    return this.at(this.end - this.start - 1);
  }
}

/** The searcher's answer is only good until its next search. */
function keep(match: Match): Match {
  return { ...match, spans: Array.from(match.spans) };
}

/** Where `%M:%S`, and `.%f` behind it, stand in the cut text if they may vary without anything else in the match changing. */
function steadyClock({ compiled, spans, start }: TimeMatch): SteadyClock | undefined {
  if (!compiled.quick?.hasSteadyClock) return undefined;
  const spanOf = (key: string): readonly [start: number, end: number] => {
    const group = compiled.fields.find((field) => field.key === key)?.group;
    return group === undefined ? [-1, -1] : [spans[2 * group]!, spans[2 * group + 1]!];
  };
  const [minute, minuteEnd] = spanOf('M');
  const [second, secondEnd] = spanOf('S');
  if (minute < 0 || minuteEnd - minute !== 2 || second !== minute + 3 || secondEnd - second !== 2) return undefined;
  const [fraction, fractionEnd] = spanOf('f');
  const hasFraction = fraction === secondEnd + 1;
  return {
    minuteAt: minute - start,
    fractionAt: (hasFraction ? fraction : secondEnd) - start,
    fractionEnd: (hasFraction ? fractionEnd : secondEnd) - start,
  };
}

const noDate: DateReading = { kind: 'none', start: 0, end: 0, seconds: NaN };
