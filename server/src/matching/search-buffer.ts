import { textsOf, type GroupTexts, type Searcher, type Spans } from '../translate/searcher.ts';
import type { CompiledFilter, CompiledRegex } from './compile-filter.ts';
import { partsOfLine, searchedText, type DatedBlock } from './date-stage.ts';
import { CountedHits } from './counted-hits.ts';
import type { RegexHit } from './find-failures.ts';
import { bufferText, divideBuffer, isSameLine } from './line-buffer.ts';
import { createLinePrefilter, type LinePrefilter } from './line-prefilter.ts';
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
export function createBufferSearch({ filter, checkAll }: SearchOptions): BufferSearch {
  return new BufferSearch(filter, checkAll);
}

/** A result that leaves other lines behind than the last ones; it is taken over at once, so that a search that is stopped leaves nothing. */
interface OwnResult extends LineResult {
  readonly buffer: readonly LineParts[];
  /** What was searched together, this line the last. */
  readonly searched?: readonly LineParts[];
}

const isOwn = (result: LineResult): result is OwnResult => 'buffer' in result;

const nothing = nothingFound[PrefixState.unknown];

/**
 * A line is searched together with those that wait before it. Where nothing is found, and no prefregex takes a part of them, all of them go on waiting: then the result
 * is shared, and they are told by the block. Where none of them holds what a failregex must find, nothing is searched at all.
 */
class BufferSearch implements SearchRun {
  searching: CompiledRegex | undefined;
  results: LineResult[] = [];
  private block!: DatedBlock;
  /** These two are asked of lines by themselves alone. */
  readonly failed = new Int32Array(0);
  readonly counted = new CountedHits();
  readonly isIdle = false;
  /** The lines that wait from the block before. */
  private waiting: readonly LineParts[] = [];
  private isAscii = false;
  private readonly searchers = new Map<CompiledRegex, Searcher>();
  private readonly prefilter: LinePrefilter | undefined;

  constructor(
    private readonly filter: CompiledFilter,
    private readonly checkAll: boolean,
  ) {
    const all = [...filter.failregex, ...filter.ignoreregex, ...(filter.prefregex ? [filter.prefregex] : [])];
    for (const regex of all) this.searchers.set(regex, regex.searcher);
    this.searching = all[0];
    // Ignoreregexes that are asked before everything else find something in any line.
    this.prefilter = filter.prefregex || ignoresFirst(filter) ? undefined : createLinePrefilter(filter.failregex);
  }

  get line(): number {
    return this.results.length;
  }

  begin(block: DatedBlock): void {
    const last = this.results.at(-1);
    if (last && isOwn(last)) this.waiting = last.buffer;
    this.block = block;
    this.isAscii = block.isAscii && isAsciiText(bufferText(this.waiting));
    this.results = [];
    this.prefilter?.begin(block);
  }

  replace(regex: CompiledRegex, searcher: Searcher): void {
    this.searchers.set(regex, searcher);
  }

  run(end: number): void {
    const { results, block, filter, prefilter } = this;
    const { maxLines } = filter;
    let { own, waiting } = this.lastOwn();
    let marked = -1;
    for (let { line } = this; line < end; line++) {
      const isCrash = block.crashes.has(line);
      // The next block overwrites the places of this one.
      const isLast = line === block.count - 1;
      const isAfterOwn = waiting.length > 0 && line - own < maxLines;
      if (prefilter && !isCrash && !isLast && !isAfterOwn) {
        const first = Math.max(own + 1, line - maxLines + 1);
        if (marked < first) marked = prefilter.next(first);
        if (marked > line) {
          results.push(nothing);
          continue;
        }
      }
      const result = isCrash
        ? { ...nothing, buffer: this.bufferBehind(line - 1) }
        : this.searchLine(line, { isAfterOwn, isLast });
      results.push(result);
      if (isOwn(result)) {
        own = line;
        waiting = result.buffer;
      }
    }
  }

  searchedWith(line: number): readonly LineParts[] | undefined {
    const result = this.results[line]!;
    if (this.block.crashes.has(line)) return undefined;
    return (isOwn(result) ? result.searched : undefined) ?? this.linesWith(line);
  }

  /** The last line so far whose result says what it left behind, and that; -1 for the block before. None where newer lines have taken the place of these. */
  private lastOwn(): { own: number; waiting: readonly LineParts[] } {
    const { results } = this;
    const oldest = results.length - this.filter.maxLines;
    for (let own = results.length - 1; own >= Math.max(oldest, 0); own--) {
      const result = results[own]!;
      if (isOwn(result)) return { own, waiting: result.buffer };
    }
    return oldest > 0 ? { own: oldest - 1, waiting: [] } : { own: -1, waiting: this.waiting };
  }

  /** What waits behind line i of the block; -1: before its first one. */
  private bufferBehind(line: number): readonly LineParts[] {
    const { block, results, filter, waiting } = this;
    const lines: LineParts[] = [];
    for (let at = line; lines.length < filter.maxLines; at--) {
      const result = results[at];
      const own = at < 0 ? waiting : isOwn(result!) ? result.buffer : undefined;
      if (own) return [...own, ...lines.reverse()].slice(-filter.maxLines);
      lines.push(partsOfLine(block, at));
    }
    return lines.reverse();
  }

  private linesWith(line: number): readonly LineParts[] {
    return [...this.bufferBehind(line - 1), partsOfLine(this.block, line)].slice(-this.filter.maxLines);
  }

  /** `isAfterOwn`: lines wait that are not just the last ones of the block. */
  private searchLine(line: number, { isAfterOwn, isLast }: { isAfterOwn: boolean; isLast: boolean }): LineResult {
    let lines = isAfterOwn || this.prefilter === undefined ? this.linesWith(line) : undefined;
    const whole = lines ? bufferText(lines) : this.textWith(line);
    const { buffer, state, prefix, hits, ignoredBy } = this.searchLines(whole, () => (lines ??= this.linesWith(line)));
    if (buffer === undefined && ignoredBy.length === 0 && !isLast) return nothingFound[state];
    lines ??= this.linesWith(line);
    const left = buffer ?? lines;
    const takenFromBuffer = lines.slice(0, -1).filter((old) => !left.some((kept) => isSameLine(old, kept)));
    const isNothing = hits.length === 0 && ignoredBy.length === 0 && takenFromBuffer.length === 0;
    const result: OwnResult = {
      buffer: left,
      searched: lines,
      prefix: state,
      plainHits: [],
      outcome: isNothing ? undefined : { hits, ignoredBy, prefix, takenFromBuffer },
    };
    return result;
  }

  /** The text of line i with those before it, where these are lines of the block. */
  private textWith(line: number): string {
    let first = line;
    while (first > 0 && line - first < this.filter.maxLines - 1 && !isOwn(this.results[first - 1]!)) first--;
    let text = '';
    for (let at = first; at <= line; at++) text += searchedText(this.block, at);
    return text;
  }

  /**
   * Mirrors the searching half of `Filter.findFailure`: `lines` is its `orgBuffer`, whose text is `whole`, and `buffer` its `__lineBuffer`; undefined where that still
   * holds all of them.
   */
  private searchLines(
    whole: string,
    lines: () => readonly LineParts[],
  ): {
    buffer: readonly LineParts[] | undefined;
    state: PrefixState;
    prefix?: GroupTexts;
    hits: RegexHit[];
    ignoredBy: number[];
  } {
    const { prefregex, failregex } = this.filter;
    const hits: RegexHit[] = [];
    const ignoredBy = ignoresFirst(this.filter) ? this.ignored(whole) : [];
    if (ignoredBy.length > 0) return { buffer: undefined, state: PrefixState.unknown, hits, ignoredBy };

    let buffer: readonly LineParts[] | undefined;
    let text = whole;
    let prefix: GroupTexts | undefined;
    if (prefregex) {
      const spans = this.search(prefregex, whole);
      if (!spans) return { buffer, state: PrefixState.missed, hits, ignoredBy };
      prefix = textsOf(whole, spans);
      const content = contentOf(prefregex, prefix);
      if (content !== '') {
        buffer = [{ before: '', date: '', after: content }];
        text = bufferText(buffer);
      }
    }
    for (const [i, regex] of failregex.entries()) {
      const spans = this.search(regex, text);
      if (!spans) continue;
      const texts = textsOf(text, spans);
      const { matched, unmatched } = divideBuffer(lines(), text, spans, skippedText(regex, text, spans));
      const ignoring = this.filter.ignoreregex.length > 0 ? this.ignored(bufferText(matched)) : [];
      ignoredBy.push(...ignoring);
      hits.push({ regex: i, texts, text, matched, isIgnored: ignoring.length > 0 });
      buffer = unmatched;
      text = bufferText(buffer);
      if (!this.checkAll && (ignoring.length > 0 || namesAnything(regex, texts, prefregex, prefix))) break;
    }
    return { buffer, state: prefregex ? PrefixState.matched : PrefixState.unknown, prefix, hits, ignoredBy };
  }

  private ignored(text: string): number[] {
    const found: number[] = [];
    for (const [i, regex] of this.filter.ignoreregex.entries()) {
      if (!this.search(regex, text)) continue;
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
