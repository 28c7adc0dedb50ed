import type { DateTemplate } from '../date-pattern.ts';
import { noDate, type DateReading } from '../date-reading.ts';
import type { DateOutcome } from '../date-value.ts';
import { nothing, type CodePoints } from '../last-match.ts';
import { toReading, type DetectorTemplate, type PlainDetector } from '../plain-detector.ts';
import { anchored } from '../template-regex.ts';
import type { InstantContext } from '../to-instant.ts';
import { valueOfText } from '../value-of-match.ts';
import { createAbsenceProof, type AbsenceProof } from './absence-proof.ts';
import type { ByteLines, DateColumns, KnownDates } from './known-dates.ts';
import { KnownPlaces } from './known-places.ts';
import { createLineClocks } from './line-clocks.ts';
import { MatchValues } from './match-values.ts';
import { maxPrefix, FastSearch } from './fast-search.ts';
import type { StickyTemplate } from './sticky-template.ts';
import { secondsOf } from './value-memo.ts';

/**
 * The plain detector with a fast path for lines that look like the ones before. What it reads by itself it writes down in the plain detector, which
 * so goes on as if it had read every line.
 */
export class FastDetector {
  private readonly search = new FastSearch(createLineClocks());
  private readonly values: MatchValues;
  private readonly places = new KnownPlaces();
  /** Null until it is asked for. */
  private absence: AbsenceProof | undefined | null = null;

  constructor(
    private readonly plain: PlainDetector,
    private readonly context: InstantContext,
  ) {
    this.values = new MatchValues(context);
  }

  /** In the order in which they are tried now. Empty before the first line where the defaults are meant. */
  get templates(): readonly DetectorTemplate[] {
    return this.plain.templates;
  }

  /** See `PlainDetector.state`. */
  get state(): string {
    return this.plain.state;
  }

  get contests(): number {
    return this.plain.contests;
  }

  /**
   * Finds and values the date of the line that stands in `text` from `start` to `end` (its line end not included). Fast where
   * one text holds many lines that are read in their order. `isAscii`: the whole text is known to be. `now`: seconds since 1970.
   */
  read(text: string, start = 0, end = text.length, isAscii = false, now = this.context.now()): DateReading {
    return this.readFast(text, start, end, isAscii, now) ?? this.readPlainly(text, start, end);
  }

  /**
   * Reads the lines from number `from` on as `read` would, as long as they look like ones that were read before; gives the number of the
   * first that does not. All of them stand in one ASCII text, each ended by a line end.
   */
  readAlike(lines: ByteLines, from: number, dates: DateColumns, now = this.context.now()): number {
    const entry = this.plain.winner;
    if (!entry) return from;
    for (const known of this.places.of(entry)) {
      const end = this.readInPlace(known, lines, from, dates, now);
      if (end > from) return end;
    }
    return this.readMoved(entry, lines, from, dates, now) ? from + 1 : from;
  }

  private readInPlace(known: KnownDates, lines: ByteLines, from: number, dates: DateColumns, now: number): number {
    const { isAnchored, length, lead } = known.place;
    const { last } = this.plain;
    // Elsewhere the place of the last match is tried first, and only where the line looks the same around it.
    if (!isAnchored && (last.end - last.start !== length || Math.min(last.start, 1) !== lead)) return from;
    const end = known.read(lines, from, dates, now, this.context.makeTime.guess, last);
    if (end === from) return from;
    this.plain.winAgain(
      isAnchored ? 0 : last.start,
      (isAnchored ? lead : last.start) + length,
      new ByteLine(lines.bytes, lines.starts[end - 1]!, lines.ends[end - 1]!),
      now,
      end - from,
    );
    return end;
  }

  /** The date of one line in which the last place cannot be trusted. */
  private readMoved(
    entry: DetectorTemplate,
    { text: texts, bytes, starts, ends }: ByteLines,
    i: number,
    { cutStarts, cutEnds, times }: DateColumns,
    now: number,
  ): boolean {
    const { search } = this;
    const { last } = this.plain;
    const [start, end] = [starts[i]!, ends[i]!];
    const clock = stickyOf(entry)?.clock;
    const places = this.places.of(entry);
    if (!clock || clock.prefix.max > maxPrefix || !places.some(({ place }) => !place.isAnchored)) return false;
    const { text, begin } = texts.at(start);
    if (!search.begin(text, start - begin, end - begin, true) || last.hasSameNeighbours(search.line)) return false;
    const count = search.countClocks();
    for (const known of places) {
      const found = known.place.isAnchored
        ? undefined
        : known.findMoved(bytes, start, end, search.clocks.colons, begin, count, now, this.context.makeTime.guess);
      if (!found) continue;
      const isAtPlace = found.start - start === last.start && found.end - start === last.end;
      if (!isAtPlace && this.mayMatchOther(entry.template)) return false;
      cutStarts[i] = found.start;
      cutEnds[i] = found.end;
      times[i] = found.seconds;
      this.plain.winAgain(found.start - start, found.end - start, search.line, now);
      return true;
    }
    return false;
  }

  private readPlainly(text: string, start: number, end: number): DateReading {
    return toReading(this.plain.matchTime(text.slice(start, end)), start, (match) =>
      match.compiled.sticky ? this.values.of(match, this.context.now()) : this.plain.getTime(match),
    );
  }

  /** The same without the regexes of the templates, for lines that look like the last one; undefined for all others. */
  private readFast(text: string, start: number, end: number, isAscii: boolean, now: number): DateReading | undefined {
    const { search } = this;
    const entry = this.plain.winner;
    const template = entry && stickyOf(entry);
    if (!entry || !template || !search.begin(text, start, end, isAscii)) return undefined;
    const verdict = search.try(template, this.plain.last, this.templates.length === 1);
    if (verdict === 'unknown' || (verdict !== 'accepted' && this.mayMatchOther(entry.template))) return undefined;
    if (verdict === 'absent') return noDate;
    const { start: cutStart, end: cutEnd } = search;
    const value = cutStart === cutEnd ? null : this.fastValue(entry, template, now);
    if (value === undefined) return undefined;
    const isAnchored = (entry.template.flags & anchored) !== 0;
    this.plain.winAgain(isAnchored ? 0 : cutStart - start, cutEnd - start, search.line, now);
    if (value === null) return { kind: 'empty', start: cutStart, end: cutEnd, seconds: NaN };
    if (value.kind === 'time') return { kind: 'time', start: cutStart, end: cutEnd, seconds: value.seconds };
    return { kind: value.kind, start: cutStart, end: cutEnd, seconds: NaN, failure: value };
  }

  /** The value of what the fast search found; undefined where the regex does not agree with it. */
  private fastValue(entry: DetectorTemplate, sticky: StickyTemplate, now: number): DateOutcome | undefined {
    const { template } = entry;
    const { start: cutStart, end: cutEnd, line } = this.search;
    const known = this.values.recall(template, line.text, cutStart, cutEnd, now);
    if (known) {
      this.places
        .at(entry, sticky, cutStart - line.start, cutEnd - line.start)
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
    return this.values.of(
      { template, start: spans[2], end: spans[3], line: text, spans: Array.from(spans), compiled },
      now,
    );
  }

  /** Whether another template than this one may match the line at hand. */
  private mayMatchOther(template: DateTemplate): boolean {
    if (this.templates.length === 1) return false;
    if (this.absence === null)
      this.absence = createAbsenceProof(
        this.templates.map((entry) => ({ template: entry.template, sticky: stickyOf(entry) })),
        this.search.clocks,
      );
    const { text, start, end } = this.search.line;
    return this.absence === undefined || this.absence.mayMatch(text, start, end, this.search.countClocks(), template);
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

/** Undefined for patterns of a shape that is only searched by its regex. */
function stickyOf(entry: DetectorTemplate): StickyTemplate | undefined {
  const compiled = entry.compile();
  return 'kind' in compiled ? undefined : compiled.sticky;
}
