import type { Fail2banVersion } from '../../config/fail2ban-version.ts';
import { addressText, cidrUnspecified, ipv4Number, isAddress } from '../../matching/ip-address.ts';
import type { Span } from '../../text/span.ts';
import type { IsPublic } from './public-words.ts';

/** How many different ones were replaced. */
export interface ReplacedCounts {
  readonly addresses: number;
  readonly users: number;
  readonly hosts: number;
  /** Tokens, passwords, values of query strings and cookies, hardware addresses. */
  readonly secrets: number;
}

/**
 * Replaces what tells of people and machines, each by the same thing wherever it stands, no two by the same. First it is shown all lines, then it is
 * asked for each.
 */
export interface Anonymiser {
  /** `keep`: the date. `users`, `hosts`: what groups of the filter named as such. */
  learn(
    line: string,
    keep: Span,
    names: { readonly users: readonly string[]; readonly hosts: readonly string[] },
  ): void;
  /** Example addresses of a line are not given to others. */
  reserve(line: string): void;
  /** Undefined where there is no more room for an address. */
  replace(line: string, keep: Span): string | undefined;
  /** What fail2ban is to take for the host of a line, for the host of the line before it was replaced. */
  host(host: string): string | undefined;
  readonly counts: ReplacedCounts;
}

/** Names of accounts that every machine has, or that everybody tries. */
const commonAccounts = new Set(
  'root admin administrator guest test user nobody anonymous www-data mysql postgres oracle ftp daemon mail git'.split(
    ' ',
  ),
);

/** Words that stand where a name may stand. */
const noNames = new Set(
  (
    'is was has not no from for by in on at to of the a an and or with as user users name username login account invalid illegal unknown failed failure ' +
    'denied error authentication auth password passwd attempt attempts request requests rejected refused blocked banned disconnected closed session agent id access peer client ' +
    'host connection server service domain zone port key method reason null none undefined true false uid gid tty ssh ssh2 error warn warning info notice debug ' +
    'fatal trace critical emerg alert'
  ).split(' '),
);

const userBefore =
  /\b(?:user(?:name)?|login|logname|ruser|acct|account|sasl_username|invalid user|illegal user|unknown user|(?:password|publickey|keyboard-interactive\/pam) for)(?: name)?(?:\s?[=:]\s?|\s+)["'<[(]?([^\s"'<>,:;()[\]|=@]+)/dgi;
const homeFolder = /\/(?:home|Users)\/([^\s/"'<>:;,]+)/dg;
/** Behind the date: the machine, then the program. */
const machineBefore =
  /^\s*(?:<\d+>\d*\s*)?([\p{L}\p{N}_][\p{L}\p{N}_.-]*)\s+[\p{L}\p{N}_./-]+(?:\([^)]*\))?(?:\[\d+\])?:\s/du;
const fullName =
  /(?<![\p{L}\p{N}_@.-])(?<!(?<!\/)\/)(?:[\p{L}\d_](?:[\p{L}\p{N}_-]*[\p{L}\d])?\.)+(?:\p{L}{2,}|xn--[a-z\d-]+)(?![\p{L}\p{N}_-]|\[\d+\])/dgiu;
/** What stands behind the last dot of files and settings. */
const noDomains =
  /\.(?:php\d?|html?|js|css|conf|cfg|ini|local|c|cc|cpp|h|py|pl|so|sh|log|txt|md|png|jpe?g|gif|ico|svg|xml|json|ya?ml|cgi|aspx?|jsp|exe|dll|sys|service|socket|sock|pid|lock|db|sql|bak|zip|gz|tgz|tar|env|java|class|rb|lua|go|rs|pem|crt|key)$/i;
const mail = /(?<![\p{L}\p{N}_.+@-])([\p{L}\p{N}_.+-]*[\p{L}\p{N}_+-])@([\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*)/dgu;
const ipv4 = /(?<!\d)(?<!\d\.)\d{1,3}(?:\.\d{1,3}){3}(?!\d)(?!\.\d)/dg;
const ipv6 = /(?<![\w:.])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/dgi;
const hardwareAddress = /(?<![\w:-])[\da-f]{2}(?:([:-])[\da-f]{2})(?:\1[\da-f]{2}){4}(?![\w:-])/dgi;
const query = /(?<=[\w/.-])\?([^\s"'<>)\]]+)/dg;
const cookie = /\b(?:set-)?cookie2?["']?\s*[:=]\s*["']?([^"'\r\n]+)/dgi;
const secret =
  /(?<![a-z])(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|sess(?:ion)?(?:[-_]?id)?|sid|nonce|signature|code)["']?=["'<]?([^\s"'<>,;&)\]]+)/dgi;
const authorization =
  /\b(?:(?:proxy-)?authorization["']?\s*[:=]\s*["']?(?:basic|bearer|digest)?\s*|bearer |api[-_]?key["']?:\s*["']?|token["']?:\s*["']?)([^\s"'<>,;]{8,})/dgi;
const longToken =
  /(?<![\w-])(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?=[\da-f]*\d)[\da-f]{16,}|(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{20,})(?![\w-])/dg;

/** Addresses of examples (RFC 5737, RFC 3849): the nets for IPv4, as numbers. */
const exampleNets = ['192.0.2.0', '198.51.100.0', '203.0.113.0'].map(ipv4Number);

export function createAnonymiser(isPublic: IsPublic, fail2ban: Fail2banVersion): Anonymiser {
  const addresses = createAddressMap();
  const secrets = new Map<string, string>();
  const users = new Map<string, string>();
  const hosts = new Map<string, string>();
  /** Hosts that only look like one: `anna.brandt` may be a user. */
  const guessedHosts = new Set<string>();
  let lastHost = 0;

  const isName = (word: string): boolean =>
    /[\p{L}\p{N}]/u.test(word) && !isPublic(word) && !isAddress(word) && ipv4Number(word) < 0;
  const addUser = (name: string): void => {
    // A group may take the marks around a name with it.
    const key = name.replace(/^[\s"'`<([]+|[\s"'`>)\]:,;]+$/g, '');
    if (!isName(key) || noNames.has(key.toLowerCase()) || commonAccounts.has(key.toLowerCase()) || users.has(key))
      return;
    if (guessedHosts.delete(key)) hosts.delete(key);
    if (key.includes('@') || hosts.has(key) || key.match(longToken)?.[0] === key) return;
    const number = users.size + 1;
    users.set(key, /^\d+$/.test(key) ? String(10 ** Math.max(3, key.length - 1) + number) : `user${number}`);
  };
  const addHost = (name: string): void => {
    if (!isName(name) || noNames.has(name.toLowerCase()) || hosts.has(name) || /^\d+$/.test(name)) return;
    if (
      /^(?:localhost|localdomain)(?:\.|$)|(?:^|\.)(?:example(?:\.(?:com|net|org))?|in-addr\.arpa|ip6\.arpa)$/i.test(
        name,
      )
    )
      return;
    // An address inside of a name is replaced with the name.
    const fresh = `host${++lastHost}`;
    hosts.set(name, name.includes('.') ? `${fresh}.example.com` : fresh);
  };
  /** A name that stands for itself in a line, with dots. */
  const guessHost = (name: string): void => {
    if (hosts.has(name) || users.has(name)) return;
    addHost(name);
    if (hosts.has(name)) guessedHosts.add(name);
  };
  /** That what looked like a host is one. */
  const addSureHost = (name: string): void => {
    addHost(name);
    guessedHosts.delete(name);
  };
  const spansOf = (line: string): Replacement[] => {
    const found: Replacement[] = [];
    const add = (start: number, end: number, make: () => string | undefined): void => {
      if (end > start && found.every((other) => end <= other.start || other.end <= start))
        found.push({ start, end, make });
    };
    const addAll = (
      pattern: RegExp,
      group: number,
      make: (text: string) => (() => string | undefined) | undefined,
    ): void => {
      for (const match of line.matchAll(pattern)) {
        const [start, end] = match.indices![group]!;
        const made = make(line.slice(start, end));
        if (made) add(start, end, made);
      }
    };
    const mask =
      (text: string): (() => string) =>
      () =>
        maskSecret(text, secrets, isPublic);
    addAll(query, 1, mask);
    addAll(cookie, 1, mask);
    addAll(authorization, 1, mask);
    addAll(secret, 1, (text) => (noNames.has(text.toLowerCase()) ? undefined : mask(text)));
    addAll(hardwareAddress, 0, mask);
    for (const { 0: whole, index } of namesIn(line, hosts)) add(index, index + whole.length, () => hosts.get(whole));
    addAll(ipv4, 0, (text) =>
      text.split('.').every((part) => Number(part) < 256) ? () => addresses.ip4(text) : undefined,
    );
    addAll(ipv6, 0, (text) => {
      if (!isAddress(text)) return undefined;
      const shown = canonicalAddress(text, fail2ban);
      return () => (shown.includes(':') ? addresses.ip6(shown) : `::ffff:${addresses.ip4(shown)}`);
    });
    addAll(longToken, 0, (text) => (isPublic(text) ? undefined : mask(text)));
    for (const { 0: whole, index } of namesIn(line, users)) add(index, index + whole.length, () => users.get(whole));
    return found.sort((a, b) => a.start - b.start);
  };

  const reserve = (line: string): void => {
    for (const { 0: text } of line.matchAll(ipv4)) addresses.reserve(text);
    for (const { 0: text } of line.matchAll(ipv6))
      if (isAddress(text)) addresses.reserve(canonicalAddress(text, fail2ban));
  };

  const replace: Anonymiser['replace'] = (line, keep) => {
    let text = '';
    let done = 0;
    for (const { start, end, make } of spansOf(line)) {
      if (start < keep.end && end > keep.start) continue;
      const made = make();
      if (made === undefined) return undefined;
      text += line.slice(done, start) + made;
      done = end;
    }
    return text + line.slice(done);
  };

  return {
    reserve,
    learn: (line, keep, names) => {
      reserve(line);
      const machine = machineBefore.exec(keep.start === 0 ? line.slice(keep.end) : line)?.[1];
      if (machine !== undefined) addSureHost(machine);
      for (const match of line.matchAll(mail)) {
        addSureHost(match[2]!);
        addUser(match[1]!);
      }
      names.hosts.forEach((host) => isAddress(host) || addSureHost(host));
      names.users.forEach(addUser);
      for (const { 0: name } of line.matchAll(fullName)) if (!noDomains.test(name)) guessHost(name);
      for (const pattern of [userBefore, homeFolder])
        for (const { 1: name, indices } of line.matchAll(pattern))
          // A field's name is none.
          if (line[indices![1]![1]] !== '=') addUser(name!.replace(/[.'"]+$/, ''));
    },
    replace,
    host: (host) => {
      if (!isAddress(host))
        return hosts.get(host) ?? users.get(host) ?? secrets.get(host) ?? replace(host, { start: 0, end: 0 });
      const shown = canonicalAddress(host, fail2ban);
      return shown.includes(':') ? addresses.ip6(shown) : addresses.ip4(shown);
    },
    get counts() {
      return { addresses: addresses.count, users: users.size, hosts: hosts.size, secrets: secrets.size };
    },
  };
}

interface Replacement extends Span {
  make(): string | undefined;
}

/** An address as fail2ban shows it; what is none stays. */
export function canonicalAddress(address: string, fail2ban: Fail2banVersion): string {
  const shown = addressText(address, cidrUnspecified, fail2ban);
  return 'text' in shown ? shown.text : address;
}

/** Where one of the names stands as a word of its own; the longest counts. */
function namesIn(line: string, names: ReadonlyMap<string, string>): { 0: string; index: number }[] {
  const found: { 0: string; index: number }[] = [];
  for (const name of [...names.keys()].sort((a, b) => b.length - a.length))
    for (let at = line.indexOf(name); at !== -1; at = line.indexOf(name, at + name.length)) {
      const [before, after] = [line[at - 1] ?? ' ', line[at + name.length] ?? ' '];
      const isCut = /[\p{L}\p{N}_]/u;
      if (isCut.test(before) && isCut.test(name[0]!)) continue;
      if (isCut.test(after) && isCut.test(name.at(-1)!)) continue;
      found.push({ 0: name, index: at });
    }
  return found;
}

/** Of the same length and kind: digits stay digits, letters letters; words that the filter asks for stay. No two secrets become the same. */
function maskSecret(text: string, known: Map<string, string>, isPublic: IsPublic): string {
  return text.replace(/[\p{L}\p{N}][\p{L}\p{N}_-]*/gu, (word, at: number) => {
    // A name of a field, or a word of the filter.
    if (text[at + word.length] === '=' || isPublic(word)) return word;
    const old = known.get(word);
    if (old !== undefined) return old;
    const letters = /^[\da-f_-]+$/i.test(word) || text.includes('%') ? 6 : 26;
    let number = known.size + 1;
    const next = (base: number): number => {
      const digit = number % base;
      number = Math.floor(number / base);
      return digit;
    };
    const masked = [...word]
      .reverse()
      .map((char) => {
        if (/\p{N}/u.test(char)) return String(next(10));
        if (!/\p{L}/u.test(char)) return char;
        const letter = String.fromCharCode(0x61 + next(letters));
        return char === char.toLowerCase() ? letter : letter.toUpperCase();
      })
      .reverse()
      .join('');
    known.set(word, masked);
    return masked;
  });
}

interface AddressMap {
  /** Addresses of examples that stand in the lines are kept as they are. */
  reserve(address: string): void;
  ip4(address: string): string | undefined;
  ip6(address: string): string | undefined;
  readonly count: number;
}

function createAddressMap(): AddressMap {
  const map = new Map<string, string>();
  const taken = new Set<string>();
  let next4 = 0;
  let next6 = 0;
  const isExample = (address: string): boolean =>
    address.includes(':')
      ? /^2001:0?db8:/i.test(address)
      : exampleNets.includes((ipv4Number(address) & 0xffffff00) >>> 0);
  /** They stand for no machine of anybody. */
  const isNobodys = (address: string): boolean =>
    /^(?:127\.|0\.0\.0\.0$|255\.255\.255\.255$|::1?$)/.test(address) || isExample(address);
  const given = (address: string, make: () => string | undefined): string | undefined => {
    const known = isNobodys(address) ? address : map.get(address);
    if (known !== undefined) return known;
    let fresh = make();
    while (fresh !== undefined && taken.has(fresh)) fresh = make();
    if (fresh === undefined) return undefined;
    map.set(address, fresh);
    return fresh;
  };
  return {
    reserve: (address) => {
      if (isExample(address)) taken.add(address);
    },
    ip4: (address) =>
      given(address, () => {
        const net = ['192.0.2', '198.51.100', '203.0.113'][Math.floor(next4 / 254)];
        return net && `${net}.${(next4++ % 254) + 1}`;
      }),
    ip6: (address) => given(address, () => `2001:db8::${(++next6).toString(16)}`),
    get count() {
      return map.size;
    },
  };
}
