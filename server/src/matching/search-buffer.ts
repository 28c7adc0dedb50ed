import { textsOf, type GroupTexts, type Searcher, type Spans } from '../translate/searcher.ts';
import { createBufferPrefilter, type BufferPrefilter } from './buffer-prefilter.ts';
import type { CompiledFilter, CompiledRegex } from './compile-filter.ts';
import { partsOfLine, searchedText, type DatedBlock } from './date-stage.ts';
import { CountedHits } from './counted-hits.ts';
import type { RegexHit } from './find-failures.ts';
import { bufferText, divideBuffer, isSameLine, isSkippedGroup, withoutDate } from './line-buffer.ts';
import {
  contentOf,
  ignoresFirst,
  namesAnything,
  nothingFound,
  PrefixState,
  type LineResult,
  type SearchOptions,
  type SearchRun,
} from './search-run.ts';
import type { LineParts } from './ticket-data.ts';

/** The last lines together: `maxlines` is more than 1. */
export function createBufferSearch(options: SearchOptions): BufferSearch {
  return new BufferSearch(options);
}

/** A line that is searched with later ones: its number in the block; below 0 what is no line of it, -1 the first of `BufferSearch.others`. */
type WaitingLine = number;

/** A result that leaves other lines behind than the last ones; it is taken over at once, so that a search that is stopped leaves nothing. */
interface OwnResult extends LineResult {
  readonly buffer: readonly WaitingLine[];
  /** What was searched together, this line the last. */
  readonly searched?: readonly WaitingLine[];
}

const isOwn = (result: LineResult): result is OwnResult => 'buffer' in result;

/** The last line whose result says what it left behind, and that. */
interface LeftBehind {
  readonly own: number;
  readonly waiting: readonly WaitingLine[];
}

/** What the searches in some lines together came to. */
interface Found {
  /** What still waits behind; undefined for all lines. */
  readonly buffer: readonly WaitingLine[] | undefined;
  readonly state: PrefixState;
  readonly prefix?: GroupTexts | undefined;
  readonly hits: readonly RegexHit[];
  /** Its matches stand in `BufferSearch.counted`. */
  readonly hasCounted: boolean;
  readonly ignoredBy: readonly number[];
}

const nothing = nothingFound[PrefixState.unknown];
const none: readonly never[] = [];

/**
 * A line is searched together with those that wait before it. Where nothing is found, and no prefregex takes a part of them, all of them go on waiting: then the result
 * is shared, and they are told by the block. Where the line adds nothing that a failregex must find, nothing is searched at all.
 */
class BufferSearch implements SearchRun {
  searching: CompiledRegex | undefined;
  results: LineResult[] = [];
  private block!: DatedBlock;
  /** A number for who failed is asked of lines by themselves alone. */
  readonly failed = new Int32Array(0);
  counted = new CountedHits();
  readonly isIdle = false;
  /** The lines that wait from the block before, and parts that prefregex took. */
  private others: LineParts[] = [];
  /** So many of these wait from the block before. */
  private waitingCount = 0;
  /** What the last line of the block left behind. */
  private leftBehind: LineParts[] = [];
  private isAscii = false;
  private readonly filter: CompiledFilter;
  private readonly checkAll: boolean;
  private readonly toCounted: SearchOptions['toCounted'];
  private readonly searchers = new Map<CompiledRegex, Searcher>();
  private readonly prefilter: BufferPrefilter | undefined;
  /** By failregex: nobody asks for its groups, only where its matches begin and end. */
  private readonly asksBounds: readonly boolean[];

  constructor({ filter, checkAll, isPlain, toCounted }: SearchOptions) {
    this.filter = filter;
    this.checkAll = checkAll;
    this.toCounted = toCounted;
    const all = [...filter.failregex, ...filter.ignoreregex, ...(filter.prefregex ? [filter.prefregex] : [])];
    for (const regex of all) this.searchers.set(regex, regex.searcher);
    this.searching = all[0];
    // Ignoreregexes that are asked before everything else find something in any line.
    this.prefilter = filter.prefregex || ignoresFirst(filter) ? undefined : createBufferPrefilter(filter.failregex);
    this.asksBounds = filter.failregex.map(
      ({ pattern, alwaysNamesFailure }) =>
        toCounted !== undefined &&
        isPlain &&
        (checkAll || alwaysNamesFailure) &&
        ![...pattern.groupNames.keys()].some(isSkippedGroup),
    );
  }

  get line(): number {
    return this.results.length;
  }

  begin(block: DatedBlock): void {
    const last = this.results.at(-1);
    this.others = last && isOwn(last) ? this.leftBehind : this.others.slice(0, this.waitingCount);
    this.waitingCount = this.others.length;
    this.block = block;
    this.isAscii = block.isAscii && isAsciiText(bufferText(this.others));
    this.results = [];
    if (this.toCounted) this.counted.beginBlock(block.count);
    this.prefilter?.begin(block);
  }

  replace(regex: CompiledRegex, searcher: Searcher): void {
    this.searchers.set(regex, searcher);
  }

  run(end: number): void {
    const { results, block, filter, prefilter } = this;
    const { maxLines } = filter;
    const last = block.count - 1;
    const hasCrashes = block.crashes.size > 0;
    let left = this.lastOwn(this.line);
    let { line } = this;
    while (line < end) {
      const isCrash = hasCrashes && block.crashes.has(line);
      const isAfterOwn = left.waiting.length > 0 && line - left.own < maxLines;
      // Lines that were not next to each other before have not been searched together yet.
      const isNew = isAfterOwn && line === left.own + 1;
      if (prefilter && !isCrash && line < last && !isNew) {
        const first = isAfterOwn ? undefined : Math.max(left.own + 1, line - maxLines + 1);
        const next = Math.min(prefilter.next(line, first), hasCrashes ? line + 1 : last, end);
        if (next > line) {
          for (; line < next; line++) results.push(nothing);
          continue;
        }
      }
      const result = isCrash
        ? { ...nothing, buffer: this.linesTo(line - 1, left) }
        : this.searchLine(line, this.linesTo(line, left), line === last);
      // The next block overwrites the places of this one.
      if (line === last && isOwn(result)) this.leftBehind = result.buffer.map(this.partsOf);
      results.push(result);
      if (isOwn(result)) left = { own: line, waiting: result.buffer };
      line++;
    }
  }

  searchedWith(line: number): readonly LineParts[] | undefined {
    const result = this.results[line]!;
    if (this.block.crashes.has(line)) return undefined;
    const searched = (isOwn(result) ? result.searched : undefined) ?? this.linesTo(line, this.lastOwn(line));
    return searched.map(this.partsOf);
  }

  /** What the lines before line `end` left behind; line -1 stands for the block before. Nothing where newer lines have taken the place of all that waited. */
  private lastOwn(end: number): LeftBehind {
    const { results } = this;
    const oldest = end - this.filter.maxLines;
    for (let own = end - 1; own >= Math.max(oldest, 0); own--) {
      const result = results[own]!;
      if (isOwn(result)) return { own, waiting: result.buffer };
    }
    if (oldest > 0) return { own: oldest - 1, waiting: none };
    return { own: -1, waiting: Array.from({ length: this.waitingCount }, (_, i) => -1 - i) };
  }

  /** The lines up to line i of the block, and what was left behind before them: as many as are searched together. */
  private linesTo(line: number, { own, waiting }: LeftBehind): WaitingLine[] {
    const { maxLines } = this.filter;
    const first = Math.max(own + 1, line - maxLines + 1);
    const room = maxLines - (line + 1 - first);
    const lines = room > 0 && waiting.length > 0 ? waiting.slice(-room) : [];
    for (let at = first; at <= line; at++) lines.push(at);
    return lines;
  }

  private readonly partsOf = (line: WaitingLine): LineParts =>
    line < 0 ? this.others[-1 - line]! : partsOfLine(this.block, line);

  private readonly textOf = (line: WaitingLine): string =>
    line < 0 ? `${withoutDate(this.others[-1 - line]!)}\n` : searchedText(this.block, line);

  /** As `bufferText`. */
  private textOfAll(lines: readonly WaitingLine[]): string {
    if (lines.length === 0) return '\n';
    let text = '';
    for (let i = 0; i < lines.length; i++) text += this.textOf(lines[i]!);
    return text;
  }

  /** `isLast`: of the block. */
  private searchLine(line: number, lines: readonly WaitingLine[], isLast: boolean): LineResult {
    const { buffer, state, prefix, hits, hasCounted, ignoredBy } = this.searchLines(line, lines);
    if (buffer === undefined && ignoredBy.length === 0 && !isLast) return nothingFound[state];
    const left = buffer ?? lines;
    const takenFromBuffer = buffer ? this.takenFrom(lines, buffer) : none;
    const isNothing = hits.length + ignoredBy.length + takenFromBuffer.length === 0;
    const result: OwnResult & { hasCounted?: true } = {
      buffer: left,
      searched: lines,
      prefix: state,
      plainHits: none,
      outcome: isNothing ? undefined : { hits, ignoredBy, prefix, takenFromBuffer },
    };
    if (hasCounted) result.hasCounted = true;
    return result;
  }

  /** The lines before the last one that wait no more, and none like them. */
  private takenFrom(lines: readonly WaitingLine[], left: readonly WaitingLine[]): readonly LineParts[] {
    if (lines.length === 1) return none;
    const kept = left.map(this.partsOf);
    const taken: LineParts[] = [];
    for (let i = 0; i < lines.length - 1; i++) {
      if (left.includes(lines[i]!)) continue;
      const old = this.partsOf(lines[i]!);
      if (!kept.some((parts) => isSameLine(old, parts))) taken.push(old);
    }
    return taken;
  }

  /** Mirrors the searching half of `Filter.findFailure`: `lines` is its `orgBuffer`, and `buffer` its `__lineBuffer`. */
  private searchLines(line: number, lines: readonly WaitingLine[]): Found {
    const { checkAll, toCounted, counted } = this;
    const { prefregex, failregex } = this.filter;
    let text = this.textOfAll(lines);
    let ignoredBy: readonly number[] = ignoresFirst(this.filter) ? this.ignored(text) : none;
    if (ignoredBy.length > 0)
      return { buffer: undefined, state: PrefixState.unknown, hits: none, hasCounted: false, ignoredBy };

    let buffer: readonly WaitingLine[] | undefined;
    let prefix: GroupTexts | undefined;
    if (prefregex) {
      const spans = this.search(prefregex, text);
      if (!spans) return { buffer, state: PrefixState.missed, hits: none, hasCounted: false, ignoredBy };
      prefix = textsOf(text, spans);
      const content = contentOf(prefregex, prefix);
      if (content !== '') {
        this.others.push({ before: '', date: '', after: content });
        buffer = [-this.others.length];
        text = this.textOfAll(buffer);
      }
    }
    let hits: readonly RegexHit[] = none;
    if (toCounted) counted.beginLine(line);
    for (let i = 0; i < failregex.length; i++) {
      const regex = failregex[i]!;
      const asksBounds = this.asksBounds[i]!;
      const spans = asksBounds ? this.bounds(regex, text) : this.search(regex, text);
      if (!spans) continue;
      const texts = asksBounds ? none : textsOf(text, spans);
      const skipped = asksBounds ? '' : skippedText(regex, text, spans);
      const { matched, unmatched } = divideBuffer(lines, text, spans, skipped, this.textOf);
      const ignoring = this.filter.ignoreregex.length > 0 ? this.ignored(this.textOfAll(matched)) : none;
      const isIgnored = ignoring.length > 0;
      if (isIgnored) ignoredBy = [...ignoredBy, ...ignoring];
      if (toCounted) toCounted(counted, i, texts, prefix, isIgnored);
      else hits = [...hits, { regex: i, texts, text, matched: matched.map(this.partsOf), isIgnored }];
      buffer = unmatched;
      text = this.textOfAll(buffer);
      if (!checkAll && (isIgnored || namesAnything(regex, texts, prefregex, prefix))) break;
    }
    const state = prefregex ? PrefixState.matched : PrefixState.unknown;
    const hasCounted = toCounted !== undefined && counted.endLine(line);
    return { buffer, state, prefix, hits, hasCounted, ignoredBy };
  }

  private ignored(text: string): readonly number[] {
    const found: number[] = [];
    for (const [i, regex] of this.filter.ignoreregex.entries()) {
      if (!this.test(regex, text)) continue;
      found.push(i);
      if (!this.checkAll) break;
    }
    return found;
  }

  private search(regex: CompiledRegex, text: string): Spans | null {
    this.searching = regex;
    const searcher = this.searchers.get(regex)!;
    return this.isAscii ? searcher.searchAscii(text) : searcher.search(text);
  }

  /** As `search`, perhaps without the groups. */
  private bounds(regex: CompiledRegex, text: string): Spans | null {
    const searcher = this.searchers.get(regex)!;
    if (!this.isAscii || !searcher.boundsAscii) return this.search(regex, text);
    this.searching = regex;
    return searcher.boundsAscii(text);
  }

  private test(regex: CompiledRegex, text: string): boolean {
    this.searching = regex;
    const searcher = this.searchers.get(regex)!;
    return this.isAscii ? searcher.testAscii(text) : searcher.test(text);
  }
}

function isAsciiText(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

/** What `<SKIPLINES>` took, all of its groups together. */
function skippedText(regex: CompiledRegex, text: string, spans: Spans): string {
  let skipped = '';
  for (let n = 0; ; n++) {
    const group = regex.pattern.groupNames.get(`skiplines${n}`);
    if (group === undefined) return skipped;
    if (spans[2 * group]! >= 0) skipped += text.slice(spans[2 * group], spans[2 * group + 1]);
  }
}
