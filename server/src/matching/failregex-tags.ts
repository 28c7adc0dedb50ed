import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { MappedText } from '../text/mapped-text.ts';
import { memoize } from '../text/memoize.ts';

/**
 * fail2ban's own tags: `<HOST>` and its kin become Python groups. Mirrors `Regex._resolveHostTag` of
 * `server/failregex.py`: one pass from left to right, what a tag becomes is not looked at again, unknown tags stay text.
 */

/** How fail2ban treats host names; decides only whether `<HOST>` takes them. */
export type UseDns = 'yes' | 'warn' | 'no' | 'raw';

export interface TagOptions {
  readonly useDns: UseDns;
  readonly fail2ban: Fail2banVersion;
}

const ipv4 = String.raw`(?:\d{1,3}\.){3}\d{1,3}`;
const ipv6Since110 = String.raw`(?:[0-9a-fA-F]{1,4}::?|:){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):)`;
/** 1.0 wants at least one hexadecimal digit before the first single colon, so it knows neither `::` alone nor `:1`. */
const ipv6: Readonly<Record<Fail2banVersion, string>> = {
  '1.0': String.raw`(?:[0-9a-fA-F]{1,4}::?|::){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):)`,
  '1.1.0': ipv6Since110,
  '1.1': ipv6Since110,
};
const dns = String.raw`(?P<dns>[\w\-.^_]*\w)`;
const cidr = String.raw`(?P<cidr>\d+)`;

/** Everything that a tag with a fixed meaning becomes, by the text between `<` and `>`. */
export const tagTable = memoize(({ useDns, fail2ban }: TagOptions) => `${useDns === 'no'} ${fail2ban}`, createTagTable);

function createTagTable({ useDns, fail2ban }: TagOptions): ReadonlyMap<string, string> {
  const ip4 = `(?:::f{4,6}:)?(?P<ip4>${ipv4})`;
  const ip6 = `(?P<ip6>${ipv6[fail2ban]})`;
  const address = String.raw`\[?(?:${ip4}|${ip6})\]?`;
  const subnet = String.raw`\[?(?:${ip4}|${ip6})(?:/${cidr})?\]?`;
  return new Map([
    ['HOST', useDns === 'no' ? address : `(?:${address}|${dns})`],
    ['IP4', ip4],
    ['F-IP4/', ip4],
    ['IP6', ip6],
    ['F-IP6/', ip6],
    ['ADDR', address],
    ['F-ADDR/', address],
    ['CIDR', cidr],
    ['F-CIDR/', cidr],
    ['SUBNET', subnet],
    ['F-SUBNET/', subnet],
    ['DNS', dns],
    ['F-DNS/', dns],
    ['F-ID/', String.raw`(?P<fid>\S+)`],
    ['F-PORT/', String.raw`(?P<fport>\w+)`],
  ]);
}

/** Group names that differ from the tag's own word: `<F-ID>` fills `fid`, `<F-PORT>` fills `fport`. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['id', 'fid'],
  ['port', 'fport'],
]);

/** The group that a tag's word (`USER`, `ALT_IP4`, `ID`) fills. */
export function groupOfTag(word: string): string {
  const lower = word.toLowerCase();
  return renamed.get(lower) ?? lower;
}

/**
 * Replaces every tag. `<F-NAME>` opens a group, `</F-NAME>` closes it only where it was opened before (else it stays text).
 * What a tag becomes is mapped to the whole tag.
 */
export function expandTags(regex: MappedText, options: TagOptions): MappedText {
  const table = tagTable(options);
  const opened = new Set<string>();
  let skips = 0;
  return regex.replace(/<\/?[\w-]+\/?>/g, ([tag], written) => {
    const word = tag.slice(1, -1);
    const becomes = (text: string) => standFor(text, written);
    if (word === 'SKIPLINES') return becomes(String.raw`\n(?P<skiplines${skips++}>(?:(?:.*\n)*?))`);
    const fixed = table.get(word);
    if (fixed !== undefined) return becomes(fixed);
    const custom = /^(\/?)F-([A-Z0-9_-]+)$/.exec(word);
    if (!custom) return undefined;
    const [, closes, name] = custom as unknown as [string, string, string];
    if (closes) return opened.has(name) ? becomes(')') : undefined;
    opened.add(name);
    return becomes(`(?P<${groupOfTag(name)}>`);
  });
}

/**
 * `((?i)a)` and `(?:(?i)a)` become `(?i:a)`, as fail2ban does before it compiles: the first loses its capture group, and the
 * numbers of later groups shift.
 */
export function localizeFlags(regex: MappedText): MappedText {
  return regex.replace(/(?<!\\)\((?:\?:)?(\(\?[a-z]+)\)/g, ([whole, flags], written) => {
    const flagsAt = whole.length - 1 - flags!.length;
    return MappedText.concat([
      written.slice(flagsAt, whole.length - 1),
      standFor(':', written.slice(whole.length - 1)),
    ]);
  });
}

/** Text that stands for what `written` says, wherever that is. */
function standFor(text: string, written: MappedText): MappedText {
  const places = written.whereToShow({ start: 0, end: written.length });
  return MappedText.derived(text, places[0] ?? { file: 'builtin:empty', span: { start: 0, end: 0 } });
}

/** A group that is merged into another after a match: `alt_user_1` fills `user` where that is empty, `tuple_user` joins it. */
export interface MergedGroup {
  readonly group: string;
  readonly target: string;
}

/**
 * The groups to merge, in the order in which fail2ban merges them (by name). E.g. `alt_ip4` -> `ip4`, `alt_id` -> `fid`,
 * `tuple_id_2` -> `fid`; but `alt_user1` fills `user1`.
 */
export function mergedGroups(groupNames: Iterable<string>): { alternatives: MergedGroup[]; tuples: MergedGroup[] } {
  const alternatives: MergedGroup[] = [];
  const tuples: MergedGroup[] = [];
  // fail2ban looks only at names longer than `alt_` itself.
  for (const group of [...groupNames].filter((name) => name.length > 4 && /^(?:alt|tuple)_/.test(name)).sort(byText)) {
    const match = /^(alt_|tuple_)(.*?)(?:_\p{Nd}+)?$/u.exec(group);
    if (match) (match[1] === 'alt_' ? alternatives : tuples).push({ group, target: groupOfTag(match[2]!) });
  }
  return { alternatives, tuples };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The groups that name a failure, in the order in which fail2ban looks for one. */
export const failureIdGroups = ['fid', 'ip4', 'ip6', 'dns'] as const;

/** True where a regex with these groups may be a failregex: one of them names the failure, or ties it to others (`mlfid`). */
export function namesFailure(groupNames: ReadonlyMap<string, number>): boolean {
  return groupNames.has('mlfid') || failureIdGroups.some((name) => groupNames.has(name));
}
