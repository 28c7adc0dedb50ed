import { ambiguityOf } from '../pyre/analysis/ambiguity.ts';
import { SearchBudgetExceeded, type Searcher } from '../translate/searcher.ts';
import type { CompiledRegex } from './compile-filter.ts';
import { CountedHits } from './counted-hits.ts';
import type { DatedBlock } from './date-stage.ts';
import { createBufferSearch } from './search-buffer.ts';
import { createLineSearch } from './search-lines.ts';
import type { LineResult, SearchOptions, SearchRun } from './search-run.ts';
import type { LineParts } from './ticket-data.ts';

/** Runs `work`; false where it was stopped because it took longer. `isLong`: it took long before, and Ctrl+C may stop it, too. */
export type Guard = (work: () => void, milliseconds: number, isLong?: boolean) => boolean;

export interface Deadline {
  readonly guard: Guard;
  /** What one regex may take on one line. */
  readonly milliseconds: number;
  /** A datepattern of the user's own is guarded too; fail2ban's templates cannot hang. */
  readonly guardsDates?: boolean;
  /** No line is to be searched any more: somebody does not want to wait, or the overruns took too long in all. */
  isOver?(): boolean;
  /** An engine that does not hang where this regex does, where there is one that is exact. */
  fallback(regex: CompiledRegex): Searcher | undefined;
  /** Told at each overrun: the lines that follow may take as long. */
  overran?(): void;
}

/** A regex that took too long on a line; fail2ban itself would still be at it. */
export interface Overrun {
  readonly regex: CompiledRegex;
  readonly line: number;
  /** Who went on: `re2`, an `automaton`, or nobody, so that the regex has no hit in that line; `stopped`: and in no later one. */
  readonly then: 're2' | 'automaton' | 'skipped' | 'stopped';
}

/** Another engine went on with the regex: its hits are whole. */
export function hasGoneOn({ then }: Pick<Overrun, 'then'>): boolean {
  return then === 're2' || then === 'automaton';
}

/** Milliseconds that a block takes at most where nothing hangs. */
const short = 100;

/** No loops are looked at in a regex of more characters. */
const longestLooped = 20_000;

/** A regex that overran so often is not tried any more. */
const patience = 3;

/** What the first `searched` lines of a block came to. */
export interface SearchedBlock {
  readonly block: DatedBlock;
  readonly results: readonly LineResult[];
  readonly searched: number;
}

/** The searches of a run, block by block, under its deadline. */
export interface BlockSearch {
  /** What the lines of the next block came to; good until the next call. */
  search(block: DatedBlock): readonly LineResult[];
  /** The same; undefined where no line of the block can hold anything: then none is searched, and `searched` is 0. */
  searchUnlessIdle(block: DatedBlock): readonly LineResult[] | undefined;
  /** The same of several blocks, in their order, each good until the next: one deadline for all of them, as long as they are done with soon. */
  searchAll(blocks: readonly DatedBlock[]): Iterable<SearchedBlock>;
  /** So many of the block's lines were searched: all, unless the deadline was over. */
  readonly searched: number;
  /** As `SearchRun.searchedWith`, of the block at hand. */
  searchedWith(line: number): readonly LineParts[] | undefined;
  readonly overruns: readonly Overrun[];
  /** See `SearchRun`. */
  readonly failed: Int32Array;
  /** See `SearchRun`; of the block at hand. */
  readonly counted: CountedHits;
}

/** `deadline` undefined: searches are not stopped. */
export function createBlockSearch(options: SearchOptions, deadline: Deadline | undefined): BlockSearch {
  const run = (options.filter.maxLines > 1 ? createBufferSearch : createLineSearch)(options);
  const overruns: Overrun[] = [];
  const replacements = createReplacements(deadline);
  const searchBegun = (block: DatedBlock): readonly LineResult[] => {
    searchBlock(run, block, deadline, overruns, replacements);
    return run.results;
  };
  const search = (block: DatedBlock): readonly LineResult[] => {
    run.begin(block);
    return searchBegun(block);
  };
  /** Of blocks that are searched together. */
  const counted: CountedHits[] = [];
  const canSearchTogether = options.filter.maxLines === 1 && !options.toFailed;
  return {
    search,
    searchUnlessIdle: (block) => {
      run.begin(block);
      return run.isIdle ? undefined : searchBegun(block);
    },
    *searchAll(blocks) {
      const isWorth = deadline && canSearchTogether && blocks.length > 1 && deadline.isOver?.() !== true;
      const together = isWorth ? searchTogether(run, blocks, counted, deadline) : [];
      for (const [i, results] of together.entries()) {
        const block = blocks[i]!;
        run.counted = counted[i]!;
        yield { block, results, searched: block.count };
      }
      for (const block of blocks.slice(together.length)) yield { block, results: search(block), searched: run.line };
    },
    get searched() {
      return run.line;
    },
    searchedWith: (line) => run.searchedWith?.(line),
    overruns,
    get failed() {
      return run.failed;
    },
    get counted() {
      return run.counted;
    },
  };
}

/** What the first of the blocks came to, as many as were searched before the deadline: the others are to be searched one by one. `counted`: by block. */
function searchTogether(
  run: SearchRun,
  blocks: readonly DatedBlock[],
  counted: CountedHits[],
  { guard, milliseconds }: Deadline,
): readonly (readonly LineResult[])[] {
  const done: (readonly LineResult[])[] = [];
  try {
    guard(
      () => {
        for (const [i, block] of blocks.entries()) {
          run.counted = counted[i] ??= new CountedHits();
          run.begin(block);
          run.run(block.count);
          done.push(run.results.slice());
        }
      },
      Math.min(short, milliseconds),
    );
  } catch (error) {
    if (!(error instanceof SearchBudgetExceeded)) throw error;
  }
  return done;
}

/** The engines that go on with regexes that hang. */
interface Replacements {
  /** Of those that are in use. */
  readonly used: Map<CompiledRegex, Searcher>;
  of(regex: CompiledRegex): Searcher | undefined;
  /** Its loops can make it take steps without end, and another engine, not yet in use, says the same as it: there is no need to wait long. */
  isEndless(regex: CompiledRegex): boolean;
}

function createReplacements(deadline: Deadline | undefined): Replacements {
  const used = new Map<CompiledRegex, Searcher>();
  const found = new Map<CompiledRegex, Searcher | undefined>();
  const endless = new Map<CompiledRegex, boolean>();
  const of = (regex: CompiledRegex): Searcher | undefined => {
    if (!found.has(regex)) found.set(regex, deadline?.fallback(regex));
    return found.get(regex);
  };
  const isEndless = (regex: CompiledRegex): boolean => {
    const { pattern } = regex;
    const known = endless.get(regex);
    const is = known ?? (pattern.source.length <= longestLooped && ambiguityOf(pattern).kind === 'exponential');
    if (known === undefined) endless.set(regex, is);
    return is && !used.has(regex) && of(regex) !== undefined;
  };
  return { used, of, isEndless };
}

/** Searches a whole block; a regex that takes too long on a line is replaced by one that cannot, or given up. */
function searchBlock(
  search: SearchRun,
  block: DatedBlock,
  deadline: Deadline | undefined,
  overruns: Overrun[],
  replacements: Replacements,
): void {
  if (!deadline || (search.isIdle && !deadline.isOver?.())) {
    search.run(block.count);
    return;
  }
  const isOver = (): boolean => deadline.isOver?.() === true;
  /** Regexes that are left out of the line at hand; while there are any, that line is searched alone. */
  const leftOut = new Set<CompiledRegex>();
  const takeBack = (): void => {
    for (const regex of leftOut) search.replace(regex, replacements.used.get(regex) ?? regex.searcher);
    leftOut.clear();
  };
  while (search.line < block.count && !isOver()) {
    const { line: first } = search;
    const end = runs(search, leftOut.size > 0 ? first + 1 : block.count, deadline, replacements);
    const { line } = search;
    if (line > first) takeBack();
    if (end === 'done' || line >= block.count || isOver()) continue;
    // Perhaps many lines took the time: only a line that alone takes all of it has overrun.
    const isSure = line === first || end === 'stuck';
    if ((!isSure && runs(search, line + 1, deadline, replacements) === 'done') || isOver()) continue;
    const { searching } = search;
    // A filter without a regex takes no time: the machine did.
    if (!searching) continue;
    // One that overruns, too, has found that there is a match and does not get its groups.
    const safe = replacements.used.has(searching) ? undefined : replacements.of(searching);
    const isLast = overruns.filter(({ regex }) => regex === searching).length + 1 >= patience;
    overruns.push({
      regex: searching,
      line: block.numbers[line]!,
      then: safe ? (safe.engine === 're2' ? 're2' : 'automaton') : isLast ? 'stopped' : 'skipped',
    });
    if (safe) replacements.used.set(searching, safe);
    deadline.overran?.();
    search.replace(searching, safe ?? blind(searching.searcher));
    if (!safe && !isLast) leftOut.add(searching);
  }
  takeBack();
}

/**
 * Whether the search was `stopped`, by the deadline or by the tracing matcher's own budget; `stuck`: one line took all of the deadline, or took long twice with
 * a regex that is endless. What was stopped for the first time goes on where it stood.
 */
function runs(
  search: SearchRun,
  end: number,
  { guard, milliseconds }: Deadline,
  { isEndless }: Pick<Replacements, 'isEndless'>,
): 'done' | 'stopped' | 'stuck' {
  const run = (): void => search.run(end);
  try {
    const isLong = milliseconds > short;
    if (isLong && guard(run, short)) return 'done';
    while (isLong && search.line < end) {
      const { line, searching } = search;
      // Perhaps it was the machine that took the time, or many lines did.
      if (!guard(() => search.run(line + 1), short)) {
        if (searching && search.searching === searching && isEndless(searching)) return 'stuck';
        break;
      }
      if (guard(run, short)) return 'done';
    }
    const { line } = search;
    if (guard(run, milliseconds, true)) return 'done';
    return isLong && search.line === line ? 'stuck' : 'stopped';
  } catch (error) {
    if (error instanceof SearchBudgetExceeded) return 'stopped';
    throw error;
  }
}

/** Finds nothing. */
function blind(searcher: Searcher): Searcher {
  return {
    ...searcher,
    search: () => null,
    searchAscii: () => null,
    boundsAscii: () => null,
    test: () => false,
    testAscii: () => false,
    texts: () => null,
  };
}
