import { textsOf, type GroupTexts, type Searcher, type Spans } from '../translate/searcher.ts';
import type { CompiledFilter, CompiledRegex } from './compile-filter.ts';
import { partsOfLine, type DatedBlock } from './date-stage.ts';
import type { RegexHit } from './find-failures.ts';
import { bufferText, divideBuffer, isSameLine } from './line-buffer.ts';
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
export function createBufferSearch({ filter, checkAll }: SearchOptions): SearchRun {
  return new BufferSearch(filter, checkAll);
}

/** What a line leaves behind; taken over at once, so that a search that is stopped leaves nothing. */
interface BufferedResult extends LineResult {
  readonly buffer: readonly LineParts[];
}

class BufferSearch implements SearchRun {
  searching: CompiledRegex | undefined;
  private block!: DatedBlock;
  results: BufferedResult[] = [];
  /** A number for who failed is asked of lines by themselves alone. */
  readonly failed = new Int32Array(0);
  readonly isIdle = false;
  /** The lines that wait from the block before. */
  private waiting: readonly LineParts[] = [];
  private readonly searchers = new Map<CompiledRegex, Searcher>();

  constructor(
    private readonly filter: CompiledFilter,
    private readonly checkAll: boolean,
  ) {
    const all = [...filter.failregex, ...filter.ignoreregex, ...(filter.prefregex ? [filter.prefregex] : [])];
    for (const regex of all) this.searchers.set(regex, regex.searcher);
    this.searching = all[0];
  }

  get line(): number {
    return this.results.length;
  }

  begin(block: DatedBlock): void {
    this.waiting = this.buffer;
    this.block = block;
    this.results = [];
  }

  replace(regex: CompiledRegex, searcher: Searcher): void {
    this.searchers.set(regex, searcher);
  }

  run(end: number): void {
    for (let { line } = this; line < end; line++) {
      const result = this.block.crashes.has(line)
        ? { ...nothingFound[PrefixState.unknown], buffer: this.buffer }
        : this.searchLine(partsOfLine(this.block, line));
      this.results.push(result);
    }
  }

  private get buffer(): readonly LineParts[] {
    return this.results.at(-1)?.buffer ?? this.waiting;
  }

  private searchLine(line: LineParts): BufferedResult {
    const before = this.buffer;
    const lines = [...before, line].slice(-this.filter.maxLines);
    const { buffer, state, prefix, hits, ignoredBy } = this.searchLines(lines);
    const takenFromBuffer = before
      .slice(before.length >= this.filter.maxLines ? 1 : 0)
      .filter((old) => !buffer.some((kept) => isSameLine(old, kept)));
    const isNothing = hits.length === 0 && ignoredBy.length === 0 && takenFromBuffer.length === 0;
    return {
      buffer,
      searched: lines,
      prefix: state,
      plainHits: [],
      outcome: isNothing ? undefined : { hits, counted: [], ignoredBy, prefix, takenFromBuffer },
    };
  }

  /** Mirrors the searching half of `Filter.findFailure`: `lines` is its `orgBuffer`, `buffer` its `__lineBuffer`. */
  private searchLines(lines: readonly LineParts[]): {
    buffer: readonly LineParts[];
    state: PrefixState;
    prefix?: GroupTexts;
    hits: RegexHit[];
    ignoredBy: number[];
  } {
    const { prefregex, failregex } = this.filter;
    const hits: RegexHit[] = [];
    const whole = bufferText(lines);
    const ignoredBy = ignoresFirst(this.filter) ? this.ignored(whole) : [];
    if (ignoredBy.length > 0) return { buffer: lines, state: PrefixState.unknown, hits, ignoredBy };

    let buffer = lines;
    let prefix: GroupTexts | undefined;
    if (prefregex) {
      const spans = this.search(prefregex, whole);
      if (!spans) return { buffer, state: PrefixState.missed, hits, ignoredBy };
      prefix = textsOf(whole, spans);
      const content = contentOf(prefregex, prefix);
      if (content !== '') buffer = [{ before: '', date: '', after: content }];
    }
    for (const [i, regex] of failregex.entries()) {
      const text = bufferText(buffer);
      const spans = this.search(regex, text);
      if (!spans) continue;
      const texts = textsOf(text, spans);
      const { matched, unmatched } = divideBuffer(lines, text, spans, skippedText(regex, text, spans));
      const ignoring = this.filter.ignoreregex.length > 0 ? this.ignored(bufferText(matched)) : [];
      ignoredBy.push(...ignoring);
      hits.push({ regex: i, texts, text, matched, isIgnored: ignoring.length > 0 });
      buffer = unmatched;
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
    return this.searchers.get(regex)!.search(text);
  }
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
