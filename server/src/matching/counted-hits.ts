import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { GroupTexts } from '../translate/searcher.ts';
import type { CompiledFilter, CompiledRegex } from './compile-filter.ts';
import { failureIdGroups } from './failregex-tags.ts';

/** What a match says of how it counts. */
export const enum HitFlag {
  /** An ignoreregex took the match back. */
  ignored = 1,
  /** One of the groups that name the failure took part. */
  hasId = 2,
  noFail = 4,
  gain = 8,
  forget = 16,
}

const flagBits = 5;

/** The groups that name a failure, as they are written in the line. */
export interface FailureNames {
  readonly ip4: string | undefined;
  readonly ip6: string | undefined;
  readonly dns: string | undefined;
  readonly fid: string | undefined;
}

/**
 * The matches in the lines of a block where they are only counted: no object a match. Filled by a search that may be stopped at any moment and then goes on with the
 * line that it was in.
 */
export class CountedHits {
  /** By hit: the failregex, from 0, and its flags. */
  private codes = new Int32Array(1024);
  /** By line: its first hit, and the one behind its last. */
  private firsts = new Int32Array(0);
  private ends = new Int32Array(0);
  private count = 0;
  private readonly ids: (string | undefined)[] = [];
  private readonly users: string[] = [];
  private readonly names: (FailureNames | undefined)[] = [];

  beginBlock(lines: number): void {
    this.count = 0;
    // Their texts would hold the whole block.
    this.ids.length = this.users.length = this.names.length = 0;
    if (this.firsts.length >= lines) return;
    this.firsts = new Int32Array(2 * lines);
    this.ends = new Int32Array(2 * lines);
  }

  beginLine(line: number): void {
    this.firsts[line] = this.count;
  }

  /** Of the line that was begun last. `names` undefined: nobody asks for them. */
  add(regex: number, flags: number, id: string | undefined, user: string, names: FailureNames | undefined): void {
    const at = this.count;
    if (at === this.codes.length) {
      const grown = new Int32Array(2 * at);
      grown.set(this.codes);
      this.codes = grown;
    }
    this.codes[at] = (regex << flagBits) | flags;
    this.ids[at] = id;
    this.users[at] = user;
    if (names) this.names[at] = names;
    this.count = at + 1;
  }

  /** True where it has hits. */
  endLine(line: number): boolean {
    this.ends[line] = this.count;
    return this.count > this.firsts[line]!;
  }

  /** The number of a line's first hit. */
  first(line: number): number {
    return this.firsts[line]!;
  }

  /** The number behind a line's last hit. */
  end(line: number): number {
    return this.ends[line]!;
  }

  /** Which failregex, from 0. */
  regex(hit: number): number {
    return this.codes[hit]! >> flagBits;
  }

  has(hit: number, flag: HitFlag): boolean {
    return (this.codes[hit]! & flag) !== 0;
  }

  /** The text of `mlfid`. */
  id(hit: number): string | undefined {
    return this.ids[hit];
  }

  /** Empty for none. */
  user(hit: number): string {
    return this.users[hit]!;
  }

  /** Who failed; undefined where nobody asks for it. */
  namesOf(hit: number): FailureNames | undefined {
    return this.names[hit];
  }
}

/** Adds to `hits` a match of failregex number `regex` whose groups are `texts`. */
export type HitCounter = (
  hits: CountedHits,
  regex: number,
  texts: GroupTexts,
  prefix: GroupTexts | undefined,
  isIgnored: boolean,
) => void;

/** `keepsNames`: who failed is asked for, too. */
export function createHitCounter(
  { prefregex, failregex }: CompiledFilter,
  fail2ban: Fail2banVersion,
  keepsNames = false,
): HitCounter {
  const before = prefregex && sourcesOf(prefregex);
  const places = failregex.map((regex) => placesOf(sourcesOf(regex), before));
  const alwaysNames = failregex.map((regex) => regex.alwaysNamesFailure);
  /** Up to 1.1.0 a group of the failregex that took no part hides the one of prefregex. */
  const hides = fail2ban !== '1.1';
  /** A group of the failregex, else of prefregex. */
  const valueOf = (place: Place | undefined, texts: GroupTexts, prefix: GroupTexts | undefined): string | undefined => {
    if (!place) return undefined;
    const { source, before } = place;
    const value = source && read(source, texts);
    if (value !== undefined || !prefix || !before || (hides && source?.group !== undefined)) return value;
    return read(before, prefix);
  };
  return (hits, regex, texts, prefix, isIgnored) => {
    const { mlfid, user, nofail, mlfgained, mlfforget, ip4, ip6, dns, fid } = places[regex]!;
    const of = (place: Place | undefined): string | undefined => place && valueOf(place, texts, prefix);
    const hasId = alwaysNames[regex]! || [fid, ip4, ip6, dns].some((place) => of(place) !== undefined);
    const flags =
      (isIgnored ? HitFlag.ignored : 0) |
      (hasId ? HitFlag.hasId : 0) |
      (of(nofail) ? HitFlag.noFail : 0) |
      (of(mlfgained) ? HitFlag.gain : 0) |
      (of(mlfforget) ? HitFlag.forget : 0);
    const names = keepsNames ? { ip4: of(ip4), ip6: of(ip6), dns: of(dns), fid: of(fid) } : undefined;
    hits.add(regex, flags, of(mlfid), of(user) ?? '', names);
  };
}

/** The groups that say how a match counts. */
export const countedNames = ['mlfid', 'user', ...failureIdGroups, 'nofail', 'mlfgained', 'mlfforget'] as const;

type CountedName = (typeof countedNames)[number];

/** Where a value stands in the groups of a failregex, and where in those of prefregex; undefined where neither has one for it. */
interface Place {
  readonly source: Source | undefined;
  readonly before: Source | undefined;
}

/** Where a value stands: in its group; where that is empty, in the first `alt_…` group that is not. */
interface Source {
  readonly group: number | undefined;
  readonly alternatives: readonly number[];
}

type Sources = Readonly<Record<CountedName, Source | undefined>>;

function sourcesOf({ pattern: { groupNames }, alternatives }: CompiledRegex): Sources {
  return byName((name) => {
    const group = groupNames.get(name);
    const others = alternatives.filter(({ target }) => target === name).map(({ group }) => groupNames.get(group)!);
    return group === undefined && others.length === 0 ? undefined : { group, alternatives: others };
  });
}

function placesOf(own: Sources, before: Sources | undefined): Readonly<Record<CountedName, Place | undefined>> {
  return byName((name) => {
    const place = { source: own[name], before: before?.[name] };
    return place.source || place.before ? place : undefined;
  });
}

function byName<T>(make: (name: CountedName) => T): Readonly<Record<CountedName, T>> {
  return Object.fromEntries(countedNames.map((name) => [name, make(name)])) as Record<CountedName, T>;
}

function read({ group, alternatives }: Source, texts: GroupTexts): string | undefined {
  const text = group === undefined ? undefined : texts[group];
  if (text) return text;
  for (const alternative of alternatives) if (texts[alternative]) return texts[alternative];
  return text;
}
