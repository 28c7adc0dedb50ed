import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { pythonInt, pythonRepr } from '../text/python-string.ts';
import type { GroupTexts } from '../translate/searcher.ts';
import type { CompiledFilter } from './compile-filter.ts';
import { addressText, cidrRaw, onlyIpv4, onlyIpv6 } from './ip-address.ts';
import { createConnectionCache, mergeByConnection } from './mlfid-cache.ts';
import {
  addLines,
  groupText,
  isTrue,
  linesUnder,
  readGroups,
  UncaughtInFail2ban,
  type LineParts,
  type TicketData,
  type TupleValue,
} from './ticket-data.ts';

/** A failregex that matched a line. */
export interface RegexHit {
  /** Which failregex, from 0. */
  readonly regex: number;
  readonly texts: GroupTexts;
  /** What was searched, where several lines are searched at once. */
  readonly text?: string;
  /** The lines that the match touches, without skipped ones. */
  readonly matched: readonly LineParts[];
  /** An ignoreregex took the match back. */
  readonly isIgnored: boolean;
}

/** A failure as it is counted: one for each failregex that named one. */
export interface CountedFailure {
  readonly regex: number;
  /** Of a line that is no failure by itself (`nofail`): fail2ban-regex counts the line as ignored. */
  readonly isNoFail: boolean;
}

/** What `Filter.processLine` gives for a line. */
export interface Finding extends CountedFailure {
  /** The failure id; null while it is pending. */
  readonly id: string | null;
  readonly data: TicketData;
}

export interface FailureOptions {
  readonly filter: CompiledFilter;
  readonly fail2ban: Fail2banVersion;
  /** fail2ban-regex's default: every failregex counts, not only the first that matches. */
  readonly checkAll: boolean;
  /** A pending failure ends the line, as in the server and with `fail2ban-regex -o`; else it is reported without id. */
  readonly ignorePending: boolean;
  /** Seconds since 1970. */
  now(): number;
}

export interface FailureFinder {
  /** The failures of one line from its hits, in the order of the regexes. `prefix`: the groups of prefregex. Throws UncaughtInFail2ban. */
  find(hits: readonly RegexHit[], prefix: GroupTexts | undefined): Finding[];
}

/** Mirrors what `Filter.findFailure` does behind each search, with `returnRawHost` set: no name is ever looked up. */
export function createFailureFinder({ filter, fail2ban, checkAll, ignorePending, now }: FailureOptions): FailureFinder {
  const connections = createConnectionCache<TicketData>(now);

  /** 'end' where the line ends without this failure, undefined where the next regex is tried. */
  const failureOf = (hit: RegexHit, prefix: GroupTexts | undefined): Finding | 'end' | undefined => {
    let data = dataOf(filter, hit, prefix, fail2ban);
    const mlfid = data.get('mlfid') ?? null;
    if (mlfid !== null) {
      data = mergeByConnection(connections, data, hit.matched);
      if (isTrue(data.get('nofail')) && !checkAll) return 'end';
    } else addLines(data, linesUnder(data, 'matches'), hit.matched);

    const chosen = chooseId(data, fail2ban);
    // fail2ban logs "No group found in …" and tries the next regex.
    if (chosen === null && mlfid === null) return undefined;
    if (chosen === null) {
      data.set('mlfpending', 1);
      if (!checkAll && ignorePending) return 'end';
    }
    const isShared = checkAll && mlfid !== null;
    return {
      regex: hit.regex,
      id: chosen,
      isNoFail: isTrue(data.get('nofail')),
      data: isShared ? new Map(data) : data,
    };
  };

  return {
    find: (hits, prefix) => {
      const findings: Finding[] = [];
      for (const hit of hits) {
        if (hit.isIgnored) {
          if (!checkAll) break;
          continue;
        }
        const finding = failureOf(hit, prefix);
        if (finding === undefined) continue;
        if (finding === 'end') break;
        findings.push(finding);
        if (!checkAll) break;
      }
      return findings;
    },
  };
}

/** The groups of prefregex, then those of the failregex. Up to 1.1.0 one of the failregex that took no part hides the one of prefregex. */
function dataOf(
  { prefregex, failregex }: CompiledFilter,
  { regex, texts }: RegexHit,
  prefix: GroupTexts | undefined,
  fail2ban: Fail2banVersion,
): TicketData {
  const own = readGroups(texts, failregex[regex]!);
  if (!prefregex || !prefix) return own;
  const data = readGroups(prefix, prefregex);
  data.delete('content');
  for (const [name, value] of own) if (value !== null || fail2ban !== '1.1') data.set(name, value);
  return data;
}

/** The failure id: an address first, else a name; `fid` goes before both, and the address is then kept as `ip`. */
function chooseId(data: TicketData, fail2ban: Fail2banVersion): string | null {
  const fid = textUnder(data, 'fid');
  const [host, family] = chooseHost(data);
  if (host === null) return fid;
  const shown = show(host, family === cidrRaw ? cidrRaw : (prefixLength(data) ?? family), fail2ban);
  if (fid === null || fid === host) return shown;
  data.set('ip', { address: shown });
  return fid;
}

function chooseHost(data: TicketData): [host: string | null, family: number] {
  const ip4 = textUnder(data, 'ip4');
  if (ip4 !== null) return [ip4, onlyIpv4];
  const ip6 = textUnder(data, 'ip6');
  return ip6 !== null ? [ip6, onlyIpv6] : [textUnder(data, 'dns'), cidrRaw];
}

function textUnder(data: TicketData, group: string): string | null {
  const value = data.get(group) as string | TupleValue | null | undefined;
  return value === null || value === undefined ? null : groupText(value);
}

function prefixLength(data: TicketData): number | undefined {
  const text = data.get('cidr');
  if (!isTrue(text)) return undefined;
  const length = pythonInt(text as string);
  if (length === undefined)
    throw new UncaughtInFail2ban(
      `ValueError: invalid literal for int() with base 10: ${pythonRepr(text as string)} (the group 'cidr' must be a number)`,
    );
  return Number(length);
}

function show(text: string, cidr: number, fail2ban: Fail2banVersion): string {
  const shown = addressText(text, cidr, fail2ban);
  if ('error' in shown) throw new UncaughtInFail2ban(`ValueError: ${shown.error}`);
  return shown.text;
}
