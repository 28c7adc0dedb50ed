import { runWithDeadline } from '../host/guard.ts';
import { loadRe2Now } from '../host/load-re2-now.ts';
import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { compileFilter, type CompiledFilter, type CompiledRegex } from '../matching/compile-filter.ts';
import type { DatedBlock } from '../matching/date-stage.ts';
import type { UseDns } from '../matching/failregex-tags.ts';
import { searchOptionsOf } from '../matching/match-run.ts';
import { packResults, type PackedResults } from '../matching/packed-results.ts';
import { createBlockSearch, type Overrun } from '../matching/search-block.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { MappedText } from '../text/mapped-text.ts';
import { compileSearcher } from '../translate/compile.ts';

/** A filter as plain texts, and how it is searched; the first message to a search thread. */
export interface FilterToSearch {
  readonly prefregex: string | undefined;
  readonly failregex: readonly string[];
  readonly ignoreregex: readonly string[];
  readonly useDns: UseDns;
  readonly fail2ban: Fail2banVersion;
  readonly python: PythonVersion;
  readonly checkAll: boolean;
  /** What one regex may take on one line. */
  readonly regexMilliseconds: number;
}

/** The lines of a block, as far as a search looks at them. */
export interface BlockToSearch extends Pick<DatedBlock, 'isAscii' | 'count' | 'starts' | 'ends' | 'numbers' | 'cutStarts' | 'cutEnds'> {
  /** Of an ASCII block its bytes. */
  readonly content: string | Uint8Array;
  /** Lines on which fail2ban fails: they are not searched. */
  readonly crashes: readonly number[];
}

export type ToSearchThread = { readonly filter: FilterToSearch } | { readonly block: BlockToSearch };

/** The answer to each block, in their order. */
export interface SearchedBlock {
  readonly results: PackedResults;
  readonly overruns: readonly SearchOverrun[];
}

export interface SearchOverrun extends Omit<Overrun, 'regex'> {
  /** Its number in `allRegexes`. */
  readonly regex: number;
}

/** Every regex of a filter, numbered alike in all threads. */
export function allRegexes({ prefregex, failregex, ignoreregex }: CompiledFilter): readonly CompiledRegex[] {
  return [...(prefregex ? [prefregex] : []), ...failregex, ...ignoreregex];
}

/** A search thread's work: takes the messages in their order. */
export function createSearchThread(answer: (block: SearchedBlock) => void): (message: ToSearchThread) => void {
  let search: ((block: BlockToSearch) => SearchedBlock) | undefined;
  return (message) => {
    if ('filter' in message) search = createSearch(message.filter);
    else answer(search!(message.block));
  };
}

function createSearch({ checkAll, regexMilliseconds, ...input }: FilterToSearch): (block: BlockToSearch) => SearchedBlock {
  const { fail2ban, python, useDns } = input;
  const text = (regex: string): MappedText => MappedText.builtin(regex, 'filter');
  const regexes = {
    failregex: input.failregex.map(text),
    ignoreregex: input.ignoreregex.map(text),
    ...(input.prefregex === undefined ? {} : { prefregex: text(input.prefregex) }),
  };
  const { filter } = compileFilter(regexes, { fail2ban, python, useDns, maxLines: 1 });
  const all = allRegexes(filter);
  const { search, overruns } = createBlockSearch(searchOptionsOf({ filter, checkAll, fail2ban }), {
    guard: (work, milliseconds) => runWithDeadline(work, milliseconds).done,
    milliseconds: regexMilliseconds,
    fallback: ({ pattern }) => {
      const re2 = loadRe2Now();
      return re2 && compileSearcher(pattern, { engine: 're2', re2, python }).searcher;
    },
  });
  return (block) => {
    const known = overruns.length;
    const results = packResults(search(toDatedBlock(block)));
    return { results, overruns: overruns.slice(known).map(({ regex, ...overrun }) => ({ ...overrun, regex: all.indexOf(regex) })) };
  };
}

/** Times are not known here: no search asks for them. */
function toDatedBlock({ content, crashes, ...block }: BlockToSearch): DatedBlock {
  const isBytes = typeof content !== 'string';
  return {
    ...block,
    text: isBytes ? Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1') : content,
    bytes: isBytes ? content : undefined,
    physicalLines: block.count,
    times: new Float64Array(0),
    borrowed: new Map(),
    crashes: new Map(crashes.map((line) => [line, ''])),
  };
}
