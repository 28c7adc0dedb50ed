import type { GroupTexts, Searcher } from '../translate/searcher.ts';
import type { CompiledFilter, CompiledRegex } from './compile-filter.ts';
import type { DatedBlock } from './date-stage.ts';
import type { CountedHits, HitCounter } from './counted-hits.ts';
import type { HostPlace } from './host-place.ts';
import type { RegexHit } from './find-failures.ts';
import { readGroups, type LineParts, type TicketData } from './ticket-data.ts';

/** Whether prefregex matched a line: `unknown` where the line was given up before. */
export const enum PrefixState {
  unknown = 0,
  missed = 1,
  matched = 2,
}

/** What the regexes found in one line; no failure is made of it yet. */
export interface LineOutcome {
  /** The failregexes that matched, in order; none where they are only counted (`LineResult.hasCounted`). */
  readonly hits: readonly RegexHit[];
  /** The ignoreregexes that matched, from 0, one entry a match, in order. */
  readonly ignoredBy: readonly number[];
  /** The groups of prefregex, where there is one and it matched. */
  readonly prefix: GroupTexts | undefined;
  /** Lines that left the buffer with this match (multi-line only). */
  readonly takenFromBuffer: readonly LineParts[];
}

/** What the searches of one line came to. Lines that came to the same may share one: it is compared by identity, and nothing in it changes. */
export interface LineResult {
  readonly prefix: PrefixState;
  /** Failregexes (from 0) whose matches count one failure each, without their groups. */
  readonly plainHits: readonly number[];
  /** All the rest, of which failures are made. */
  readonly outcome: LineOutcome | undefined;
  /** What `SearchOptions.toFailed` made of the line's first match stands in `SearchRun.failed`. */
  readonly hasFailed?: true;
  /** The line's matches stand in `SearchRun.counted`. */
  readonly hasCounted?: true;
}

/** Of lines in which nothing matched but prefregex: by its state. */
export const nothingFound: Readonly<Record<PrefixState, LineResult>> = {
  [PrefixState.unknown]: { prefix: PrefixState.unknown, plainHits: [], outcome: undefined },
  [PrefixState.missed]: { prefix: PrefixState.missed, plainHits: [], outcome: undefined },
  [PrefixState.matched]: { prefix: PrefixState.matched, plainHits: [], outcome: undefined },
};

/** Of lines of which `SearchOptions.toFailed` told who failed: by the state of prefregex. */
export const failureFound: Readonly<Record<PrefixState, LineResult>> = {
  [PrefixState.unknown]: { ...nothingFound[PrefixState.unknown], hasFailed: true },
  [PrefixState.missed]: { ...nothingFound[PrefixState.missed], hasFailed: true },
  [PrefixState.matched]: { ...nothingFound[PrefixState.matched], hasFailed: true },
};

/** Of lines whose matches are only counted: by the state of prefregex. */
export const countedFound: Readonly<Record<PrefixState, LineResult>> = {
  [PrefixState.unknown]: { ...nothingFound[PrefixState.unknown], hasCounted: true },
  [PrefixState.missed]: { ...nothingFound[PrefixState.missed], hasCounted: true },
  [PrefixState.matched]: { ...nothingFound[PrefixState.matched], hasCounted: true },
};

/**
 * The part of a run in which regexes are searched. It may be stopped at any moment (a deadline) and called again: it goes on
 * with the line at which it was stopped, as if that line had not been begun.
 */
export interface SearchRun {
  begin(block: DatedBlock): void;
  /** Searches the block's lines from `line` to `end`. */
  run(end: number): void;
  /** No regex is searched in the block: it is done in no time. */
  readonly isIdle: boolean;
  /** The line to go on with. */
  readonly line: number;
  /** The regex that is searched right now. */
  readonly searching: CompiledRegex | undefined;
  /** Goes on with another engine for a regex. */
  replace(regex: CompiledRegex, searcher: Searcher): void;
  /** Of the block's lines, once they are searched. */
  readonly results: readonly LineResult[];
  /** By line, where its result says so (`LineResult.hasFailed`); good until the next block. */
  readonly failed: Int32Array;
  /** Of lines whose result says so (`LineResult.hasCounted`); good until the next block, unless that is given another one before it begins. */
  counted: CountedHits;
  /** Where several lines are searched at once: those that were with line i, this one the last. Undefined where fail2ban fails on its date. */
  searchedWith?(line: number): readonly LineParts[] | undefined;
}

/** Numbers for who failed in a line, told by its first match. All may be stopped at any moment, as every search. */
export interface FailedIds {
  /** By failregex: where its matches name an address, and that is all that is asked of them; undefined where their groups are needed. */
  readonly places: readonly (HostPlace | undefined)[];
  /** An IPv4 address at such a place, as a number. */
  ofAddress(address: number): number;
  /** The match is of failregex `regex`. */
  ofTexts(regex: number, texts: GroupTexts): number;
}

export interface SearchOptions {
  readonly filter: CompiledFilter;
  /** Every failregex is searched, not only up to the first that matches. */
  readonly checkAll: boolean;
  /** Matches count without their groups (`isPlainFilter`), and nobody asks for them. */
  readonly isPlain: boolean;
  /** Someone asks for the lines and groups of a match. */
  readonly keepsData: boolean;
  /** Hits are counted by this. Undefined where that is not enough. */
  readonly toCounted: HitCounter | undefined;
  /** For who asks only who failed, where every match of a failregex names that itself. */
  readonly toFailed?: FailedIds | undefined;
  /** Blocks are kept and searched again: see `KnownPrefixes`. */
  readonly prefixKey?: string | undefined;
}

/** The ignoreregexes are tried before everything else where they are so few. */
export function ignoresFirst({ failregex, ignoreregex }: CompiledFilter): boolean {
  return ignoreregex.length > 0 && ignoreregex.length < failregex.length - 2;
}

/** The text of `content` that prefregex found; empty where it found none. */
export function contentOf(prefregex: CompiledRegex, texts: GroupTexts): string {
  if (prefregex.alternatives.length > 0 || prefregex.tuples.length > 0) {
    const content = readGroups(texts, prefregex).get('content');
    return typeof content === 'string' ? content : '';
  }
  const group = prefregex.pattern.groupNames.get('content');
  return (group !== undefined && texts[group]) || '';
}

/** True where a match ends the line when only the first one counts: fail2ban goes on only where nothing names the failure. */
export function namesAnything(
  regex: CompiledRegex,
  texts: GroupTexts,
  prefregex: CompiledRegex | undefined,
  prefix: GroupTexts | undefined,
): boolean {
  if (regex.alwaysNamesFailure) return true;
  const names = (data: TicketData) =>
    ['mlfid', 'fid', 'ip4', 'ip6', 'dns'].some((name) => (data.get(name) ?? null) !== null);
  return (
    names(readGroups(texts, regex)) ||
    (prefregex !== undefined && prefix !== undefined && names(readGroups(prefix, prefregex)))
  );
}
