import type { PythonVersion } from '../pyre/python-version.ts';
import { toCodePointOffset, toUtf16Offset } from '../text/code-points.ts';
import type { Spans } from '../translate/searcher.ts';
import { compileTemplate, type CompiledTemplate } from './compiled-template.ts';
import type { DateTemplate, TemplateStore } from './date-pattern.ts';
import { noDate, type DateReading } from './date-reading.ts';
import { crash, type DateFailure, type DateOutcome } from './date-value.ts';
import { LastMatch, nothing, unknownEnd, type CodePoints } from './last-match.ts';
import { anchored } from './template-regex.ts';
import type { InstantContext } from './to-instant.ts';
import { valueOfMatch } from './value-of-match.ts';

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

  /** Compiled at the first line, as in fail2ban: a datepattern that is no regex fails there. */
  compile(): CompiledTemplate | DateFailure {
    this.compiled ??= compileTemplate(this.template, this.python);
    return this.compiled;
  }
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

export interface PlainDetectorOptions {
  readonly python: PythonVersion;
  /** In lines beyond ASCII, where a search takes long, leaves out the templates that can be seen to match nothing. */
  readonly skipsHopeless?: boolean;
}

/**
 * fail2ban's `DateDetector`, to be read beside its `server/datedetector.py`: finds the date of one line after the other. Which template
 * wins depends on the lines before. `fast-path/` reads most lines of a log faster, with the same outcome.
 */
export class PlainDetector {
  /** Where the last match stood (`__lastPos`, `__lastEndPos`). */
  readonly last = new LastMatch();
  private entries: DetectorTemplate[];
  private lastIndex = unknownEnd;
  private firstUnused = 0;
  /** How often it was asked whether one template overtakes another. */
  contests = 0;

  constructor(
    templates: readonly DateTemplate[],
    private readonly store: TemplateStore,
    private readonly options: PlainDetectorOptions,
    private readonly context: InstantContext,
  ) {
    this.entries = this.toEntries(templates);
  }

  /** In the order in which they are tried now. Empty before the first line where the defaults are meant. */
  get templates(): readonly DetectorTemplate[] {
    return this.entries;
  }

  /** The template that won last. */
  get winner(): DetectorTemplate | undefined {
    return this.entries[this.lastIndex];
  }

  /**
   * What the lines so far decide about the next ones: detectors of equal states read the same lines alike until there is a contest, which asks, too, how
   * often and when each template won.
   */
  get state(): string {
    const entries = this.entries.map(({ template, hits, distance }) => {
      const { name, pattern, rawHits } = template;
      return [name, pattern, hits > 0, rawHits > 0, distance];
    });
    return JSON.stringify([entries, this.lastIndex, this.firstUnused, this.last, this.context.makeTime.guess]);
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

  /** The date of the line that stands in `text` from `start` to `end` (its line end not included). */
  read(text: string, start = 0, end = text.length): DateReading {
    return toReading(this.matchTime(text.slice(start, end)), start, (match) => this.getTime(match));
  }

  private toEntries(templates: readonly DateTemplate[]): DetectorTemplate[] {
    return templates.map((template) => new DetectorTemplate(template, this.options.python));
  }

  /** The last winner first, where it stood or anywhere; then, unless that settles it, all others. */
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
    if (this.options.skipsHopeless && subject.isBeyondAscii && !compiled.mayMatch(subject.line)) return null;
    const spans =
      from === undefined || to === undefined
        ? compiled.searcher.search(subject.line)
        : compiled.searcher.search(subject.line, subject.toUtf16(from), subject.toUtf16(to));
    if (!spans) return null;
    entry.template.rawHits++;
    return { index, start: subject.toCodePoints(spans[0]!), end: subject.toCodePoints(spans[1]!), spans, compiled };
  }

  /** As if the last winner had won `times` lines more, the last of which is given; nothing was searched. Offsets in code points. */
  winAgain(start: number, end: number, line: CodePoints, now: number, times = 1): void {
    const entry = this.winner!;
    entry.template.rawHits += times;
    entry.hits += times - 1;
    this.win(this.lastIndex, start, end, line, now);
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
    this.contests++;
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

/** What was found in a line that begins at `lineStart` of its text, and what it is worth. */
export function toReading(
  match: TimeMatch | DateFailure | null,
  lineStart: number,
  valueOf: (match: TimeMatch) => DateOutcome,
): DateReading {
  if (match === null) return noDate;
  if ('kind' in match) return { kind: 'crash', start: 0, end: 0, seconds: NaN, failure: match };
  const cut = { start: lineStart + match.start, end: lineStart + match.end };
  if (cut.start === cut.end) return { kind: 'empty', ...cut, seconds: NaN };
  const outcome = valueOf(match);
  return outcome.kind === 'time'
    ? { ...cut, ...outcome }
    : { kind: outcome.kind, ...cut, seconds: NaN, failure: outcome };
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

/** The searcher's answer is only good until its next search. */
function keep(match: Match): Match {
  return { ...match, spans: Array.from(match.spans) };
}
