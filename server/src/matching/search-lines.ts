import type { Searcher } from '../translate/searcher.ts';
import type { CompiledFilter, CompiledRegex } from './compile-filter.ts';
import { partsOfLine, searchedText, type DatedBlock } from './date-stage.ts';
import type { RegexHit } from './judge-line.ts';
import { groupsOf, ignoresFirst, namesAnything, prefixGroups, PrefixState, type LineOutcome, type SearchOptions, type SearchRun } from './search-run.ts';
import type { TicketData } from './ticket-data.ts';

/** Every line by itself: `maxlines` is 1. */
export function createLineSearch({ filter, checkAll }: SearchOptions): SearchRun {
  return new LineSearch(filter, checkAll);
}

class LineSearch implements SearchRun {
  line = 0;
  searching: CompiledRegex;
  private block!: DatedBlock;
  private outcomes: (LineOutcome | undefined)[] = [];
  private prefixes = new Uint8Array(0);
  private readonly searchers = new Map<CompiledRegex, Searcher>();
  private readonly ignoresFirst: boolean;

  constructor(private readonly filter: CompiledFilter, private readonly checkAll: boolean) {
    const all = [...filter.failregex, ...filter.ignoreregex, ...(filter.prefregex ? [filter.prefregex] : [])];
    for (const regex of all) this.searchers.set(regex, regex.searcher);
    this.searching = all[0]!;
    this.ignoresFirst = ignoresFirst(filter);
  }

  begin(block: DatedBlock): void {
    this.block = block;
    this.line = 0;
    this.outcomes = [];
    this.prefixes = new Uint8Array(block.count);
  }

  replace(regex: CompiledRegex, searcher: Searcher): void {
    this.searchers.set(regex, searcher);
  }

  prefixState(line: number): PrefixState {
    return this.prefixes[line]!;
  }

  outcome(line: number): LineOutcome | undefined {
    return this.outcomes[line];
  }

  run(end: number): void {
    while (this.line < end) {
      const { line } = this;
      if (!this.block.crashes.has(line)) {
        this.prefixes[line] = PrefixState.unknown;
        this.outcomes[line] = this.searchLine(line);
      }
      this.line = line + 1;
    }
  }

  private searchLine(line: number): LineOutcome | undefined {
    const whole = searchedText(this.block, line);
    if (this.ignoresFirst) {
      const ignoredBy = this.ignored(whole);
      if (ignoredBy.length > 0) return { hits: [], ignoredBy, prefix: undefined, takenFromBuffer: [] };
    }
    let subject = whole;
    let prefix: TicketData | undefined;
    const { prefregex } = this.filter;
    if (prefregex) {
      const spans = this.search(prefregex, whole);
      if (!spans) {
        this.prefixes[line] = PrefixState.missed;
        return undefined;
      }
      this.prefixes[line] = PrefixState.matched;
      const { groups, content } = prefixGroups(prefregex, whole, spans);
      prefix = groups;
      if (content !== '') subject = `${content}\n`;
    }
    return this.searchSubject(line, subject, prefix);
  }

  private searchSubject(line: number, subject: string, prefix: TicketData | undefined): LineOutcome | undefined {
    const hits: RegexHit[] = [];
    let ignoredHere: readonly number[] | undefined;
    const ignoredBy: number[] = [];
    const { failregex } = this.filter;
    for (let i = 0; i < failregex.length; i++) {
      const regex = failregex[i]!;
      const spans = this.search(regex, subject);
      if (!spans) continue;
      const groups = groupsOf(regex, subject, spans);
      // Every match of the line asks the ignoreregexes again, with the same text and so with the same answer.
      ignoredHere ??= this.ignored(subject);
      ignoredBy.push(...ignoredHere);
      hits.push({ regex: i, groups, matched: [partsOfLine(this.block, line)], isIgnored: ignoredHere.length > 0 });
      if (!this.checkAll && (ignoredHere.length > 0 || namesAnything(groups, prefix))) break;
    }
    return hits.length > 0 ? { hits, ignoredBy, prefix, takenFromBuffer: [] } : undefined;
  }

  private ignored(subject: string): readonly number[] {
    const found: number[] = [];
    for (const [i, regex] of this.filter.ignoreregex.entries()) {
      if (!this.search(regex, subject)) continue;
      found.push(i);
      if (!this.checkAll) break;
    }
    return found;
  }

  private search(regex: CompiledRegex, subject: string): ReturnType<Searcher['search']> {
    this.searching = regex;
    const searcher = this.searchers.get(regex)!;
    return this.block.isAscii ? searcher.searchAscii(subject) : searcher.search(subject);
  }
}
