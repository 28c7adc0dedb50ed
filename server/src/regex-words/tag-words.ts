/** fail2ban's tags and groups in its own terms. */

/** A tag that stands for a whole expression. */
export function tagWords(tag: string, becomes: string): string {
  const word = tag
    .slice(1, -1)
    .replace(/^F-(?=[A-Z0-9]+\/$)/, '')
    .replace(/\/$/, '');
  if (word === 'HOST' && !becomes.includes('(?P<dns>')) return 'an IPv4 or IPv6 address (no host name: usedns is no)';
  return wholeTags.get(word) ?? `what fail2ban puts for ${tag}`;
}

const wholeTags: ReadonlyMap<string, string> = new Map([
  ['HOST', 'an IPv4 or IPv6 address or a host name'],
  ['ADDR', 'an IPv4 or IPv6 address'],
  ['IP4', 'an IPv4 address'],
  ['IP6', 'an IPv6 address'],
  ['DNS', 'a host name'],
  ['CIDR', 'the length of a net mask: digits'],
  ['SUBNET', 'an address, perhaps with / and the length of its net mask'],
  ['ID', 'the failure id: everything up to white space'],
  ['PORT', 'the port: letters, digits or _'],
  ['SKIPLINES', 'any number of whole lines in between'],
]);

/** What fail2ban does with what a named group takes. */
export function groupWords(name: string): string {
  const known = groups.get(name);
  if (known !== undefined) return known;
  if (/^skiplines\d+$/.test(name)) return 'whole lines in between';
  const merged = /^(alt|tuple)_(.+?)(?:_\d+)?$/.exec(name);
  if (merged)
    return merged[1] === 'alt'
      ? `taken for "${merged[2]!}" where that is empty`
      : `one more part of "${merged[2]!}", joined with it`;
  return `kept with the failure, for actions as <F-${name.toUpperCase()}>`;
}

const groups: ReadonlyMap<string, string> = new Map([
  ['fid', 'the failure id'],
  ['ip4', 'the IPv4 address'],
  ['ip6', 'the IPv6 address'],
  ['dns', 'the host name'],
  ['cidr', 'the length of the net mask'],
  ['user', 'the user name, kept with the failure'],
  ['fport', 'the port, kept with the failure'],
  ['content', 'the part of the line that failregex and ignoreregex are given'],
  ['mlfid', 'what ties lines of one session together'],
  ['nofail', 'no failure by itself: it only tells of the session'],
  ['mlfforget', 'the session ends: what is known of it is forgotten'],
  ['mlfgained', 'the session got in: its failures so far are dropped'],
]);
