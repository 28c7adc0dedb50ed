import { searchTexts, type GroupTexts, type Searcher } from '../translate/searcher.ts';
import type { CompiledFilter, CompiledRegex } from './compile-filter.ts';
import { partsOfLine, searchedText, type DatedBlock } from './date-stage.ts';
import type { RegexHit } from './judge-line.ts';
import { createFirstCharacters, type FirstCharacters } from './first-characters.ts';
import { createLinePrefilter, type LinePrefilter } from './line-prefilter.ts';
import { createOutcomeMemo, type OutcomeMemo } from './outcome-memo.ts';
import { contentOf, ignoresFirst, LineState, namesAnything, PrefixState, type LineOutcome, type PlainHits, type SearchOptions, type SearchRun } from './search-run.ts';
import type { LineParts } from './ticket-data.ts';

/** Every line by itself: `maxlines` is 1. */
export function createLineSearch(options: SearchOptions): SearchRun {
  return new LineSearch(options);
}

class LineSearch implements SearchRun {
  line = 0;
  searching: CompiledRegex;
  readonly plainHits: PlainHits = { count: 0, lines: new Int32Array(256), regexes: new Int32Array(256) };
  private block!: DatedBlock;
  private states = new Uint8Array(0);
  private prefixes = new Uint8Array(0);
  private outcomes = new Map<number, LineOutcome>();
  private readonly searchers = new Map<CompiledRegex, Searcher>();
  private readonly prefilter: LinePrefilter;
  private readonly ignoresFirst: boolean;
  /** Behind prefregex: whose text to look at. */
  private readonly hasContent: boolean;
  private readonly firstCharacters: FirstCharacters;
  /** Only where results do not depend on the line itself, and searching is dear enough. */
  private memo: OutcomeMemo<TextResult> | undefined;

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
    // Behind a prefregex the failregexes see another text than the block's.
    this.prefilter = createLinePrefilter(filter.prefregex ? [filter.prefregex] : filter.failregex);
  }

  begin(block: DatedBlock): void {
    this.block = block;
    this.line = 0;
    this.plainHits.count = 0;
    this.outcomes = new Map();
    if (this.states.length < block.count) {
      this.states = new Uint8Array(block.count);
      this.prefixes = new Uint8Array(block.count);
    }
    this.prefilter.begin(block);
  }

  replace(regex: CompiledRegex, searcher: Searcher): void {
    this.searchers.set(regex, searcher);
    this.memo = this.newMemo();
  }

  private newMemo(): OutcomeMemo<TextResult> | undefined {
    return this.filter.prefregex && !this.keepsLines ? createOutcomeMemo() : undefined;
  }

  state(line: number): LineState {
    return this.states[line]!;
  }

  prefixState(line: number): PrefixState {
    return this.prefixes[line]!;
  }

  outcome(line: number): LineOutcome | undefined {
    return this.outcomes.get(line);
  }

  run(end: number): void {
    const { plainHits } = this;
    // What a stopped search of this line left behind.
    while (plainHits.count > 0 && plainHits.lines[plainHits.count - 1]! >= this.line) plainHits.count--;
    const hasCrashes = this.block.crashes.size > 0;
    for (let { line } = this; line < end; line++) {
      this.prefixes[line] = PrefixState.unknown;
      this.states[line] = hasCrashes && this.block.crashes.has(line) ? LineState.nothing : this.searchLine(line);
      this.line = line + 1;
    }
  }

  private searchLine(line: number): LineState {
    if (this.isPlain && !this.filter.prefregex && this.filter.ignoreregex.length === 0) return this.searchPlain(line);
    if (this.filter.prefregex && !this.ignoresFirst && this.prefilter.candidates(line).length === 0) {
      this.prefixes[line] = PrefixState.missed;
      return LineState.nothing;
    }
    const text = searchedText(this.block, line);
    const result = this.memo ? this.memo.of(text, this.searchForMemo) : this.searchText(text, line);
    this.prefixes[line] = result.prefix;
    if (result.outcome) return this.keep(line, result.outcome);
    for (const regex of result.plain) addPlainHit(this.plainHits, line, regex);
    return result.plain.length > 0 ? LineState.plainHits : LineState.nothing;
  }

  /** Counts only, and no regex but the failregexes: the line's text is looked at only where the prefilter lets it through. */
  private searchPlain(line: number): LineState {
    const candidates = this.prefilter.candidates(line);
    let state = LineState.nothing;
    if (candidates.length === 0) return state;
    const first = firstCode(this.block, line);
    let text: string | undefined;
    for (let at = 0; at < candidates.length; at++) {
      const i = candidates[at]!;
      if (!this.firstCharacters.mayMatch(i, first)) continue;
      text ??= searchedText(this.block, line);
      if (!this.test(this.filter.failregex[i]!, text)) continue;
      addPlainHit(this.plainHits, line, i);
      state = LineState.plainHits;
      if (!this.checkAll) break;
    }
    return state;
  }

  private readonly searchForMemo = (text: string): TextResult => this.searchText(text, undefined);

  /** `line`: where the text stands in the block; undefined where that must make no difference. */
  private searchText(whole: string, line: number | undefined): TextResult {
    const { prefregex } = this.filter;
    if (this.ignoresFirst) {
      const ignoredBy = this.ignored(whole);
      if (ignoredBy.length > 0) return { prefix: PrefixState.unknown, outcome: { hits: [], ignoredBy, prefix: undefined, takenFromBuffer: [] }, plain: [] };
    }
    if (!prefregex) return this.searchFailregexes(whole, undefined, line, PrefixState.unknown);
    if (this.isPlain && !this.hasContent) return this.test(prefregex, whole) ? this.searchFailregexes(whole, undefined, line, PrefixState.matched) : prefixMissed;
    const texts = this.search(prefregex, whole);
    return texts ? this.searchFailregexes(withContent(whole, contentOf(prefregex, texts)), texts, line, PrefixState.matched) : prefixMissed;
  }

  private searchFailregexes(subject: string, prefix: GroupTexts | undefined, line: number | undefined, state: PrefixState): TextResult {
    const { failregex, ignoreregex, prefregex } = this.filter;
    const isPlain = this.isPlain && ignoreregex.length === 0;
    let text = subject;
    const hits: RegexHit[] = [];
    const plain: number[] = [];
    const ignoredBy: number[] = [];
    let ignoredHere: readonly number[] | undefined;
    // Behind a prefregex, and in a text that is not the line's own, the block tells nothing.
    let candidates = prefregex || line === undefined ? this.firstCharacters.candidates(text.charCodeAt(0)) : this.prefilter.candidates(line);
    for (let at = 0; at < candidates.length; at++) {
      const i = candidates[at]!;
      const regex = failregex[i]!;
      if (isPlain) {
        if (!this.test(regex, text)) continue;
        plain.push(i);
        if (!this.checkAll) break;
        continue;
      }
      const texts = this.search(regex, text);
      if (!texts) continue;
      // Every match of the line asks the ignoreregexes again, with the same text and so with the same answer.
      ignoredHere ??= this.ignored(text);
      hits.push({ regex: i, texts, matched: this.keepsLines && line !== undefined ? [partsOfLine(this.block, line)] : noLines, isIgnored: ignoredHere.length > 0, ...(line === undefined ? { repeated: 'not made' as const } : {}) });
      ignoredBy.push(...ignoredHere);
      if (this.checkAll) continue;
      if (ignoredHere.length > 0 || namesAnything(regex, texts, prefregex, prefix)) break;
      // Quirk: fail2ban takes the line out of its buffer before it finds that no id is there; the next regexes see an empty line.
      text = '\n';
      candidates = this.firstCharacters.candidates(10).filter((later) => later > i);
      at = -1;
      ignoredHere = undefined;
    }
    if (hits.length > 0) return { prefix: state, outcome: { hits, ignoredBy, prefix, takenFromBuffer: [] }, plain };
    return plain.length > 0 ? { prefix: state, outcome: undefined, plain } : nothingFound[state];
  }

  private keep(line: number, outcome: LineOutcome): LineState {
    this.outcomes.set(line, outcome);
    return LineState.outcome;
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

/** What a text came to, wherever it stands. */
interface TextResult {
  readonly prefix: PrefixState;
  readonly outcome: LineOutcome | undefined;
  /** Failregexes that count one failure each, where nobody asks for more. */
  readonly plain: readonly number[];
}

/** By the state of prefregex. */
const nothingFound: Readonly<Record<PrefixState, TextResult>> = {
  [PrefixState.unknown]: { prefix: PrefixState.unknown, outcome: undefined, plain: [] },
  [PrefixState.missed]: { prefix: PrefixState.missed, outcome: undefined, plain: [] },
  [PrefixState.matched]: { prefix: PrefixState.matched, outcome: undefined, plain: [] },
};
const prefixMissed = nothingFound[PrefixState.missed];

function addPlainHit(hits: PlainHits, line: number, regex: number): void {
  if (hits.count === hits.lines.length) {
    hits.lines = doubled(hits.lines);
    hits.regexes = doubled(hits.regexes);
  }
  hits.lines[hits.count] = line;
  hits.regexes[hits.count] = regex;
  hits.count++;
}

function doubled(old: Int32Array): Int32Array {
  const grown = new Int32Array(old.length * 2);
  grown.set(old);
  return grown;
}
