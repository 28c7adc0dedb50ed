import { searchTexts, type GroupTexts, type Searcher } from '../translate/searcher.ts';
import type { CompiledFilter, CompiledRegex } from './compile-filter.ts';
import { partsOfLine, searchedText, type DatedBlock } from './date-stage.ts';
import { bytesOf } from './line-block.ts';
import type { RegexHit } from './judge-line.ts';
import { createFirstCharacters, type FirstCharacters } from './first-characters.ts';
import { createLinePrefilter, type LinePrefilter } from './line-prefilter.ts';
import { createOutcomeMemo, type OutcomeMemo } from './outcome-memo.ts';
import { contentOf, ignoresFirst, namesAnything, nothingFound, PrefixState, type LineResult, type SearchOptions, type SearchRun } from './search-run.ts';
import type { LineParts } from './ticket-data.ts';

/** Every line by itself: `maxlines` is 1. */
export function createLineSearch(options: SearchOptions): SearchRun {
  return new LineSearch(options);
}

class LineSearch implements SearchRun {
  line = 0;
  searching: CompiledRegex;
  readonly results: LineResult[] = [];
  private block!: DatedBlock;
  private readonly searchers = new Map<CompiledRegex, Searcher>();
  private readonly prefilter: LinePrefilter;
  private readonly ignoresFirst: boolean;
  /** Behind prefregex: whose text to look at. */
  private readonly hasContent: boolean;
  private readonly firstCharacters: FirstCharacters;
  /** Only where results do not depend on the line itself, and searching is dear enough. */
  private memo: OutcomeMemo<LineResult> | undefined;
  /** The memo, where the block's lines can be looked up in it. */
  private blockMemo: OutcomeMemo<LineResult> | undefined;
  /** One failregex alone matched: a result for each. */
  private readonly singleHits: readonly LineResult[];

  private readonly filter: CompiledFilter;
  private readonly checkAll: boolean;
  private readonly isPlain: boolean;
  private readonly keepsLines: boolean;

  constructor({ filter, checkAll, isPlain, keepsLines }: SearchOptions) {
    this.filter = filter;
    this.checkAll = checkAll;
    this.isPlain = isPlain;
    this.keepsLines = keepsLines;
    const all = [...filter.failregex, ...filter.ignoreregex, ...(filter.prefregex ? [filter.prefregex] : [])];
    for (const regex of all) this.searchers.set(regex, regex.searcher);
    this.searching = all[0]!;
    this.ignoresFirst = ignoresFirst(filter);
    this.hasContent = filter.prefregex?.pattern.groupNames.has('content') ?? false;
    this.firstCharacters = createFirstCharacters(filter.failregex);
    this.memo = this.newMemo();
    this.singleHits = filter.failregex.map((_, regex) => ({ prefix: PrefixState.unknown, plainHits: [regex], outcome: undefined }));
    // Behind a prefregex the failregexes see another text than the block's.
    this.prefilter = createLinePrefilter(filter.prefregex ? [filter.prefregex] : filter.failregex);
  }

  begin(block: DatedBlock): void {
    this.block = block;
    this.line = 0;
    this.results.length = 0;
    this.blockMemo = block.isAscii ? this.memo : undefined;
    this.blockMemo?.begin(bytesOf(block));
    this.prefilter.begin(block);
  }

  replace(regex: CompiledRegex, searcher: Searcher): void {
    this.searchers.set(regex, searcher);
    this.memo = this.newMemo();
    this.blockMemo = undefined;
  }

  private newMemo(): OutcomeMemo<LineResult> | undefined {
    return this.filter.prefregex && !this.keepsLines ? createOutcomeMemo() : undefined;
  }

  run(end: number): void {
    const { results, prefilter, filter } = this;
    const isPlainSearch = this.isPlain && !filter.prefregex && filter.ignoreregex.length === 0;
    const isFiltered = isPlainSearch || (filter.prefregex !== undefined && !this.ignoresFirst);
    const filteredOut = nothingFound[filter.prefregex ? PrefixState.missed : PrefixState.unknown];
    const hasCrashes = this.block.crashes.size > 0;
    while (this.line < end) {
      const next = isFiltered ? Math.min(prefilter.next(this.line), end) : this.line;
      for (let { line } = this; line < next; line++) results[line] = hasCrashes && this.block.crashes.has(line) ? nothingFound[PrefixState.unknown] : filteredOut;
      this.line = next;
      if (next === end) break;
      results[next] = hasCrashes && this.block.crashes.has(next) ? nothingFound[PrefixState.unknown] : isPlainSearch ? this.searchPlain(next) : this.searchLine(next);
      this.line = next + 1;
    }
  }

  private searchLine(line: number): LineResult {
    const { block, blockMemo } = this;
    if (!blockMemo) return this.searchText(searchedText(block, line), line);
    const known = blockMemo.find(block.starts[line]!, block.cutStarts[line]!, block.cutEnds[line]!, block.ends[line]!);
    if (known) return known;
    if (blockMemo.isGivenUp) return this.searchText(searchedText(block, line), line);
    const result = this.searchText(ownCopy(searchedText(block, line)), undefined);
    blockMemo.keep(result);
    return result;
  }

  /** Counts only, and no regex but the failregexes: the line's text is looked at only where the prefilter lets it through. */
  private searchPlain(line: number): LineResult {
    const { failregex } = this.filter;
    const candidates = this.prefilter.candidates(line);
    const first = firstCode(this.block, line);
    let text: string | undefined;
    let result = nothingFound[PrefixState.unknown];
    for (let at = 0; at < candidates.length; at++) {
      const i = candidates[at]!;
      if (!this.firstCharacters.mayMatch(i, first)) continue;
      text ??= searchedText(this.block, line);
      if (!this.test(failregex[i]!, text)) continue;
      result = result.plainHits.length === 0 ? this.singleHits[i]! : { ...result, plainHits: [...result.plainHits, i] };
      if (!this.checkAll) break;
    }
    return result;
  }

  /** `line`: where the text stands in the block; undefined where that must make no difference. */
  private searchText(whole: string, line: number | undefined): LineResult {
    const { prefregex } = this.filter;
    if (this.ignoresFirst) {
      const ignoredBy = this.ignored(whole);
      if (ignoredBy.length > 0) return { prefix: PrefixState.unknown, plainHits: [], outcome: { hits: [], ignoredBy, prefix: undefined, takenFromBuffer: [] } };
    }
    if (!prefregex) return this.searchFailregexes(whole, undefined, line, PrefixState.unknown);
    if (this.isPlain && !this.hasContent) return this.test(prefregex, whole) ? this.searchFailregexes(whole, undefined, line, PrefixState.matched) : prefixMissed;
    const texts = this.search(prefregex, whole);
    return texts ? this.searchFailregexes(withContent(whole, contentOf(prefregex, texts)), texts, line, PrefixState.matched) : prefixMissed;
  }

  private searchFailregexes(subject: string, prefix: GroupTexts | undefined, line: number | undefined, state: PrefixState): LineResult {
    const { failregex, ignoreregex, prefregex } = this.filter;
    const isPlain = this.isPlain && ignoreregex.length === 0;
    let text = subject;
    const hits: RegexHit[] = [];
    const plainHits: number[] = [];
    const ignoredBy: number[] = [];
    let ignoredHere: readonly number[] | undefined;
    // Behind a prefregex, and in a text that is not the line's own, the block tells nothing.
    let candidates = prefregex || line === undefined ? this.firstCharacters.candidates(text.charCodeAt(0)) : this.prefilter.candidates(line);
    for (let at = 0; at < candidates.length; at++) {
      const i = candidates[at]!;
      const regex = failregex[i]!;
      if (isPlain) {
        if (!this.test(regex, text)) continue;
        plainHits.push(i);
        if (!this.checkAll) break;
        continue;
      }
      const texts = this.search(regex, text);
      if (!texts) continue;
      // Every match of the line asks the ignoreregexes again, with the same text and so with the same answer.
      ignoredHere ??= this.ignored(text);
      hits.push({ regex: i, texts, matched: this.keepsLines && line !== undefined ? [partsOfLine(this.block, line)] : noLines, isIgnored: ignoredHere.length > 0, counted: undefined });
      ignoredBy.push(...ignoredHere);
      if (this.checkAll) continue;
      if (ignoredHere.length > 0 || namesAnything(regex, texts, prefregex, prefix)) break;
      // Quirk: fail2ban takes the line out of its buffer before it finds that no id is there; the next regexes see an empty line.
      text = '\n';
      candidates = this.firstCharacters.candidates(10).filter((later) => later > i);
      at = -1;
      ignoredHere = undefined;
    }
    if (hits.length > 0) return { prefix: state, plainHits, outcome: { hits, ignoredBy, prefix, takenFromBuffer: [] } };
    return plainHits.length > 0 ? { prefix: state, plainHits, outcome: undefined } : nothingFound[state];
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

  private search(regex: CompiledRegex, text: string): GroupTexts | null {
    this.searching = regex;
    return searchTexts(this.searchers.get(regex)!, text, this.block.isAscii);
  }

  private test(regex: CompiledRegex, text: string): boolean {
    this.searching = regex;
    const searcher = this.searchers.get(regex)!;
    return this.block.isAscii ? searcher.testAscii(text) : searcher.test(text);
  }
}

/** The first character that regexes see of line i. */
function firstCode({ text, starts, ends, cutStarts, cutEnds }: DatedBlock, i: number): number {
  const at = cutStarts[i] === starts[i] ? cutEnds[i]! : starts[i]!;
  return at < ends[i]! ? text.charCodeAt(at) : 10;
}

/** What failregexes see behind a prefregex: its `content` with a final newline, or the whole text without one. */
function withContent(whole: string, content: string): string {
  if (content === '') return whole;
  // A content that ends the line is a part of the text with its newline, which need not be joined anew.
  return whole.endsWith(content, whole.length - 1) ? whole.slice(whole.length - 1 - content.length) : `${content}\n`;
}

const noLines: readonly LineParts[] = [];

/** A part of a text holds on to the whole in V8, and so do the groups of a result that is kept; this copy does not. */
function ownCopy(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

const prefixMissed = nothingFound[PrefixState.missed];
