import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { textsOf } from '../translate/searcher.ts';
import type { CompiledFilter, CompiledRegex } from './compile-filter.ts';
import { searchedText, type DatedBlock } from './date-stage.ts';
import { handedOn } from './handed-on.ts';
import { HostFinder, hostPlaceOf } from './host-place.ts';

/** An id that is no address: the plain fail2ban-regex and the server ask the system's resolver for it. */
export interface LookedUpId {
  readonly line: number;
  readonly id: string;
}

export interface LookedUpIds {
  /** Matches that were looked at: the first ones. */
  readonly looked: number;
  readonly count: number;
  /** The first of each. */
  readonly examples: readonly LookedUpId[];
}

/** `text`: as the failregex or prefregex is to search it. */
export interface SampledMatch {
  readonly line: number;
  readonly regex: number;
  readonly text: string;
}

export interface IdSample {
  hit(line: number, regex: number, block: DatedBlock, index: number): void;
  readonly matches: readonly SampledMatch[];
  /** Adds the sample of lines that follow; their line 1 is line `moved` + 1 here. */
  take(later: readonly SampledMatch[], moved: number): void;
  read(): LookedUpIds;
}

const mostMatches = 1000;
const mostExamples = 3;

/**
 * Looks for ids that are host names in the first 1,000 matches of a run, where a failregex takes host names at all (undefined where none
 * does). The matches of several lines (`maxlines`) are not looked at.
 */
export function createIdSample(filter: CompiledFilter, fail2ban: Fail2banVersion): IdSample | undefined {
  const { failregex, maxLines } = filter;
  const takesNames = failregex.map(({ pattern }) => pattern.groupNames.has('dns'));
  if (maxLines > 1 || !takesNames.includes(true)) return undefined;
  // No object a match: V8 would find that they stay, make them elsewhere, and compile all anew that makes them, which is what counts lines.
  const lines: number[] = [];
  const regexes: number[] = [];
  const texts: string[] = [];
  const add = (line: number, regex: number, text: string): void => {
    lines.push(line);
    regexes.push(regex);
    texts.push(text);
  };
  const matchesSoFar = (): SampledMatch[] => texts.map((text, i) => ({ line: lines[i]!, regex: regexes[i]!, text }));
  const finders = new Map<number, HostFinder | undefined>();
  /** Most lines show it: then no regex need be searched for its groups. */
  const isAddress = (regex: number, text: string): boolean => {
    if (!finders.has(regex)) {
      const place = hostPlaceOf(failregex[regex]!.pattern, fail2ban);
      finders.set(regex, place && new HostFinder(place));
    }
    return finders.get(regex)?.findIn(text) === true;
  };
  return {
    get matches() {
      return matchesSoFar();
    },
    take: (later, moved) => {
      for (const { line, regex, text } of later.slice(0, mostMatches - texts.length)) add(moved + line, regex, text);
    },
    hit: (line, regex, block, index) => {
      if (texts.length < mostMatches && takesNames[regex]) add(line, regex, searchedText(block, index));
    },
    read: () => {
      const examples = new Map<string, LookedUpId>();
      let count = 0;
      for (const { line, regex, text } of matchesSoFar()) {
        const searched = handedOn(filter, text);
        const id = isAddress(regex, searched) ? undefined : nameIn(failregex[regex]!, searched);
        if (id === undefined) continue;
        count++;
        if (examples.size < mostExamples && !examples.has(id)) examples.set(id, { line, id });
      }
      return { looked: texts.length, count, examples: [...examples.values()] };
    },
  };
}

function nameIn({ searcher, pattern }: CompiledRegex, text: string): string | undefined {
  const spans = searcher.search(text);
  const groups = spans && textsOf(text, spans);
  if (!groups) return undefined;
  const of = (name: string): string | undefined => groups[pattern.groupNames.get(name) ?? groups.length];
  return of('fid') || of('ip4') || of('ip6') ? undefined : of('dns');
}

/** The address that the C library makes of a number: `8` is 0.0.0.8, `10.1` is 10.0.0.1. Undefined for a name. */
export function addressOfNumber(text: string): string | undefined {
  if (!/^\d{1,10}(?:\.\d{1,10}){0,2}$/.test(text)) return undefined;
  const parts = text.split('.').map((part) => (part.startsWith('0') ? Number(`0o${part}`) : Number(part)));
  const last = parts.pop()!;
  const room = 4 - parts.length;
  if (Number.isNaN(last) || last >= 256 ** room || parts.some((part) => !(part < 256))) return undefined;
  const rest = Array.from({ length: room }, (_, i) => Math.floor(last / 256 ** (room - 1 - i)) % 256);
  return [...parts, ...rest].join('.');
}
