import type { Pattern } from '../pyre/nodes.ts';
import { searchTexts, type GroupTexts, type Searcher } from '../translate/searcher.ts';
import type { CompiledFilter, CompiledRegex } from './compile-filter.ts';
import { partsOfLine, searchedText, type DatedBlock } from './date-stage.ts';
import { CountedHits, type HitCounter } from './counted-hits.ts';
import type { RegexHit } from './find-failures.ts';
import { failureIdGroups } from './failregex-tags.ts';
import { createFirstCharacters, type FirstCharacters } from './first-characters.ts';
import { HostFinder } from './host-place.ts';
import { givesOnlyContent, KnownPrefixes } from './known-prefixes.ts';
import { createLinePrefilter, type LinePrefilter } from './line-prefilter.ts';
import { alwaysCaptures } from './names-failure.ts';
import {
  contentOf,
  countedFound,
  failureFound,
  ignoresFirst,
  namesAnything,
  nothingFound,
  PrefixState,
  type FailedIds,
  type LineResult,
  type SearchOptions,
  type SearchRun,
} from './search-run.ts';

/** Every line by itself: `maxlines` is 1. */
export function createLineSearch(options: SearchOptions): SearchRun {
  return new LineSearch(options);
}

class LineSearch implements SearchRun {
  line = 0;
  searching: CompiledRegex | undefined;
  readonly results: LineResult[] = [];
  failed = new Int32Array(0);
  counted = new CountedHits();
  private block!: DatedBlock;
  /** Failregexes, ignoreregexes and prefregex, in this order: each has its number here. */
  private readonly regexes: readonly CompiledRegex[];
  private readonly searchers: Searcher[];
  private readonly testers: Searcher[];
  private readonly firstIgnoreregex: number;
  private readonly prefregexAt: number;
  /** By failregex: a match ends the line where only the first one counts, whatever it holds. */
  private readonly alwaysNames: readonly boolean[];
  private readonly prefilter: LinePrefilter;
  private readonly ignoresFirst: boolean;
  private readonly content: ContentReader | undefined;
  private readonly firstCharacters: FirstCharacters;
  /** One failregex alone matched: a result for each. */
  private readonly singleHits: Readonly<Record<PrefixState, readonly LineResult[]>>;

  private readonly filter: CompiledFilter;
  private readonly checkAll: boolean;
  private readonly isPlain: boolean;
  private readonly keepsData: boolean;
  private readonly toCounted: HitCounter | undefined;
  private readonly toFailed: SearchOptions['toFailed'];
  private readonly hosts: readonly (HostFinder | undefined)[];
  private readonly prefixKey: string | undefined;
  private prefixes: KnownPrefixes | undefined;

  constructor({ filter, checkAll, isPlain, keepsData, toCounted, toFailed, prefixKey }: SearchOptions) {
    this.filter = filter;
    this.checkAll = checkAll;
    this.isPlain = isPlain;
    this.keepsData = keepsData;
    this.toCounted = toCounted;
    this.toFailed = toFailed;
    this.hosts = toFailed ? toFailed.places.map((place) => place && new HostFinder(place)) : none;
    const { prefregex } = filter;
    this.prefixKey = prefregex && toCounted && givesOnlyContent(prefregex) ? prefixKey : undefined;
    this.regexes = [...filter.failregex, ...filter.ignoreregex, ...(prefregex ? [prefregex] : [])];
    this.searchers = this.regexes.map(({ searcher }) => searcher);
    this.testers = this.regexes.map(({ tester }) => tester);
    this.firstIgnoreregex = filter.failregex.length;
    this.prefregexAt = this.regexes.length - 1;
    this.searching = this.regexes[0];
    const isAlwaysNamed = prefregex !== undefined && alwaysCaptures(prefregex.pattern, namingGroups);
    this.alwaysNames = filter.failregex.map(
      ({ pattern, alwaysNamesFailure }) => isAlwaysNamed || alwaysNamesFailure || alwaysCaptures(pattern, namingGroups),
    );
    this.ignoresFirst = ignoresFirst(filter);
    this.content = prefregex?.pattern.groupNames.has('content') ? createContentReader(prefregex) : undefined;
    this.firstCharacters = createFirstCharacters(filter.failregex);
    const singleHits = (prefix: PrefixState): LineResult[] =>
      filter.failregex.map((_, regex) => ({ prefix, plainHits: [regex], outcome: undefined }));
    this.singleHits = [
      singleHits(PrefixState.unknown),
      singleHits(PrefixState.missed),
      singleHits(PrefixState.matched),
    ];
    // Behind a prefregex the failregexes see another text than the block's.
    this.prefilter = createLinePrefilter(filter.prefregex ? [filter.prefregex] : filter.failregex);
  }

  begin(block: DatedBlock): void {
    this.block = block;
    this.line = 0;
    this.results.length = 0;
    if (this.toFailed && this.failed.length < block.count) this.failed = new Int32Array(2 * block.count);
    if (this.toCounted) this.counted.beginBlock(block.count);
    if (this.prefixKey !== undefined) this.prefixes = KnownPrefixes.of(block, this.prefixKey);
    this.prefilter.begin(block);
    for (const host of this.hosts) host?.begin();
  }

  get isIdle(): boolean {
    return !this.ignoresFirst && this.prefilter.next(0) >= this.block.count;
  }

  replace(regex: CompiledRegex, searcher: Searcher): void {
    for (const [at, used] of this.regexes.entries()) {
      if (used !== regex) continue;
      this.searchers[at] = searcher;
      this.testers[at] = searcher === regex.searcher ? regex.tester : searcher;
    }
  }

  run(end: number): void {
    const { results, prefilter, filter } = this;
    const isPlainSearch = this.isPlain && !filter.prefregex && filter.ignoreregex.length === 0;
    // Ignoreregexes are asked only where something matches, or before everything else.
    const isFiltered = !this.ignoresFirst;
    const filteredOut = nothingFound[filter.prefregex ? PrefixState.missed : PrefixState.unknown];
    const hasCrashes = this.block.crashes.size > 0;
    while (this.line < end) {
      const next = isFiltered ? Math.min(prefilter.next(this.line), end) : this.line;
      for (let { line } = this; line < next; line++)
        results[line] = hasCrashes && this.block.crashes.has(line) ? nothingFound[PrefixState.unknown] : filteredOut;
      this.line = next;
      if (next === end) break;
      results[next] =
        hasCrashes && this.block.crashes.has(next)
          ? nothingFound[PrefixState.unknown]
          : isPlainSearch
            ? this.searchPlain(next)
            : this.searchText(searchedText(this.block, next), next);
      this.line = next + 1;
    }
  }

  /** Counts only, and no regex but the failregexes: the line's text is looked at only where the prefilter lets it through. */
  private searchPlain(line: number): LineResult {
    const first = firstCode(this.block, line);
    const marked = this.prefilter.candidates(line);
    const candidates = marked.every((regex) => this.firstCharacters.mayMatch(regex, first))
      ? marked
      : marked.filter((regex) => this.firstCharacters.mayMatch(regex, first));
    return candidates.length === 0
      ? nothingFound[PrefixState.unknown]
      : this.plainHits(candidates, searchedText(this.block, line), PrefixState.unknown);
  }

  /** `line`: where the text stands in the block. */
  private searchText(whole: string, line: number): LineResult {
    const { prefregex } = this.filter;
    if (this.ignoresFirst) {
      const ignoredBy = this.ignored(whole);
      if (ignoredBy.length > 0)
        return {
          prefix: PrefixState.unknown,
          plainHits: [],
          outcome: { hits: none, ignoredBy, prefix: undefined, takenFromBuffer: none },
        };
    }
    if (!prefregex) return this.searchFailregexes(whole, undefined, line, PrefixState.unknown);
    if (this.prefixes?.isMissed(line)) return prefixMissed;
    const known = this.prefixes?.subject(line, whole);
    if (known !== undefined) return this.searchFailregexes(known, undefined, line, PrefixState.matched);
    if (this.isPlain && !this.content) {
      const isMatched = this.test(this.prefregexAt, whole);
      this.notePrefix(line, whole, isMatched ? whole : undefined);
      return isMatched ? this.searchFailregexes(whole, undefined, line, PrefixState.matched) : prefixMissed;
    }
    const texts = this.search(this.prefregexAt, whole);
    const subject = texts ? (this.content?.(whole, texts) ?? whole) : undefined;
    this.notePrefix(line, whole, subject);
    return texts && subject !== undefined
      ? this.searchFailregexes(subject, texts, line, PrefixState.matched)
      : prefixMissed;
  }

  /** What another engine says, or nobody in its place, is not what there is to know. */
  private notePrefix(line: number, whole: string, subject: string | undefined): void {
    const { prefregexAt } = this;
    if (this.searchers[prefregexAt] === this.regexes[prefregexAt]!.searcher) this.prefixes?.add(line, whole, subject);
  }

  private searchFailregexes(
    subject: string,
    prefix: GroupTexts | undefined,
    line: number,
    state: PrefixState,
  ): LineResult {
    const { failregex, ignoreregex, prefregex } = this.filter;
    // Behind a prefregex the block tells nothing.
    let candidates = prefregex
      ? this.firstCharacters.candidates(subject.charCodeAt(0))
      : this.prefilter.candidates(line);
    if (this.isPlain && ignoreregex.length === 0) return this.plainHits(candidates, subject, state);
    if (this.toFailed) return this.searchFailed(this.toFailed, candidates, subject, line, state);
    if (this.toCounted) this.counted.beginLine(line);
    let text = subject;
    let hits: readonly RegexHit[] = none;
    let ignoredBy: readonly number[] = none;
    let ignoredHere: readonly number[] | undefined;
    for (let at = 0; at < candidates.length; at++) {
      const i = candidates[at]!;
      const texts = this.search(i, text);
      if (!texts) continue;
      // Every match of the line asks the ignoreregexes again, with the same text and so with the same answer.
      ignoredHere ??= this.ignored(text);
      const isIgnored = ignoredHere.length > 0;
      if (this.toCounted) this.toCounted(this.counted, i, texts, prefix, isIgnored);
      else
        hits = withItem(hits, {
          regex: i,
          texts,
          matched: this.keepsData ? [partsOfLine(this.block, line)] : none,
          isIgnored,
        });
      if (isIgnored) ignoredBy = [...ignoredBy, ...ignoredHere];
      if (this.checkAll) continue;
      if (isIgnored || this.alwaysNames[i]! || namesAnything(failregex[i]!, texts, prefregex, prefix)) break;
      // Quirk: fail2ban takes the line out of its buffer before it finds that no id is there; the next regexes see an empty line.
      text = '\n';
      candidates = this.firstCharacters.candidates(10).filter((later) => later > i);
      at = -1;
      ignoredHere = undefined;
    }
    if (this.toCounted) {
      if (!this.counted.endLine(line)) return nothingFound[state];
      if (ignoredBy === none) return countedFound[state];
      return { ...countedFound[state], outcome: { hits, ignoredBy, prefix: undefined, takenFromBuffer: none } };
    }
    if (hits === none) return nothingFound[state];
    return { prefix: state, plainHits: none, outcome: { hits, ignoredBy, prefix, takenFromBuffer: none } };
  }

  /** Only who failed: the first match says it. */
  private searchFailed(
    toFailed: FailedIds,
    candidates: readonly number[],
    subject: string,
    line: number,
    state: PrefixState,
  ): LineResult {
    for (const i of candidates) {
      const host = this.hostOf(i, subject, line);
      const texts = host ? undefined : this.search(i, subject);
      if (host ? !this.test(i, subject) : !texts) continue;
      if (this.ignored(subject).length > 0) return nothingFound[state];
      this.failed[line] = host ? toFailed.ofAddress(host.address) : toFailed.ofTexts(i, texts!);
      return failureFound[state];
    }
    return nothingFound[state];
  }

  /** Holds the address that a match of failregex i names; undefined where only its groups can tell. */
  private hostOf(i: number, subject: string, line: number): HostFinder | undefined {
    const finder = this.hosts[i];
    if (!finder) return undefined;
    const { text, starts, ends, cutStarts, cutEnds } = this.block;
    // The block's own text need not be put together.
    const isWhole = !this.filter.prefregex && cutStarts[line] === starts[line];
    const isFound = isWhole ? finder.find(text.at(starts[line]!), cutEnds[line]!, ends[line]!) : finder.findIn(subject);
    return isFound ? finder : undefined;
  }

  private plainHits(candidates: readonly number[], text: string, state: PrefixState): LineResult {
    let result = nothingFound[state];
    for (let at = 0; at < candidates.length; at++) {
      const i = candidates[at]!;
      if (!this.test(i, text)) continue;
      result =
        result.plainHits.length === 0 ? this.singleHits[state][i]! : { ...result, plainHits: [...result.plainHits, i] };
      if (!this.checkAll) break;
    }
    return result;
  }

  private ignored(text: string): readonly number[] {
    let found: readonly number[] = none;
    for (let i = 0; i < this.filter.ignoreregex.length; i++) {
      if (!this.test(this.firstIgnoreregex + i, text)) continue;
      found = withItem(found, i);
      if (!this.checkAll) break;
    }
    return found;
  }

  private search(regex: number, text: string): GroupTexts | null {
    this.searching = this.regexes[regex];
    return searchTexts(this.searchers[regex]!, text, this.block.isAscii);
  }

  private test(regex: number, text: string): boolean {
    this.searching = this.regexes[regex];
    const tester = this.testers[regex]!;
    return this.block.isAscii ? tester.testAscii(text) : tester.test(text);
  }
}

/** The first character that regexes see of line i. */
function firstCode(block: DatedBlock, i: number): number {
  const { starts, ends, cutStarts, cutEnds } = block;
  const at = cutStarts[i] === starts[i] ? cutEnds[i]! : starts[i]!;
  if (at >= ends[i]!) return 10;
  const { text, begin } = block.text.at(at);
  return text.charCodeAt(at - begin);
}

/** What failregexes see of `whole` behind a prefregex whose groups are `texts`: its `content` with a final newline, or all of it where that is empty. */
type ContentReader = (whole: string, texts: GroupTexts) => string;

function createContentReader(prefregex: CompiledRegex): ContentReader {
  const isAtEnd = endsWithContent(prefregex.pattern);
  return (whole, texts) => {
    const content = contentOf(prefregex, texts);
    if (content === '') return whole;
    // Then it is a part of the text with its newline, which need not be joined anew.
    return isAtEnd && content.charCodeAt(content.length - 1) !== newline
      ? whole.slice(whole.length - 1 - content.length)
      : `${content}\n`;
  };
}

/** The content of a match ends where the line does, or behind its newline. E.g. `^\S+ <F-CONTENT>.+</F-CONTENT>$` */
function endsWithContent({ body, flags, groupNames }: Pattern): boolean {
  if (body.type !== 'Sequence' || flags.has('m')) return false;
  const [content, end] = body.items.slice(-2);
  return (
    content?.type === 'CaptureGroup' &&
    content.index === groupNames.get('content') &&
    end?.type === 'Assertion' &&
    end.kind === 'line-end'
  );
}

const newline = 10;

const none: readonly never[] = [];

const namingGroups = ['mlfid', ...failureIdGroups];

function withItem<T>(list: readonly T[], item: T): readonly T[] {
  return list === none ? [item] : [...list, item];
}

const prefixMissed = nothingFound[PrefixState.missed];
