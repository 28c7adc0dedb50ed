import { readNet } from '../matching/ip-address.ts';
import { dating, takes, writtenLines, type LinePiece } from './base-line.ts';
import { client, client6, type LineDanger, type DangerFix } from './danger.ts';
import { withLazyStart } from './address-fixes.ts';
import { escapeRegex } from '../text/escape-regex.ts';
import { configuredPart, editablePart, isSame } from './places.ts';
import type { Probe, ProbedRegex } from './probe.ts';
import type { SampleLine } from './sample.ts';
import { once } from '../text/once.ts';
import type { Span } from '../text/span.ts';

/**
 * Lines with the client's whole address where the regex wants one, of which fail2ban takes less: `.*<HOST>` leaves it one digit.
 * `fixes`: what could be done about it, best first; none of it is proved.
 */
export function findWrongAddress(
  probe: Probe,
  regex: ProbedRegex,
): { readonly danger: LineDanger; readonly fixes: readonly DangerFix[] } | undefined {
  for (const address of [client, client6])
    for (const { pieces, text } of writtenLines(probe, regex, address)) {
      const found = probe.find(text, regex.regex);
      if (!found) continue;
      const id = text.slice(found.id.start, found.id.end);
      if (id === address || !address.endsWith(id)) continue;
      const toLine = dating(probe, text, id);
      if (!toLine) continue;
      return {
        danger: {
          kind: 'wrong-address',
          ...configuredPart(probe, ...faultOf(pieces)),
          proof: { log: toLine(text), id, meant: address, from: 'regex' },
          fix: undefined,
        },
        fixes: addressFixes(probe, pieces),
      };
    }
  return undefined;
}

/** What takes the digits away: the loose piece right before the id, else the id's own part. */
function faultOf(pieces: readonly LinePiece[]): [of: LinePiece['of'], span: LinePiece['span']] {
  const at = pieces.findIndex(({ kind }) => kind === 'id');
  const { of, span } = eaterBefore(pieces) ?? pieces[at]!;
  return [of, span];
}

/** The loose piece that ends where the id begins. */
export function eaterBefore(pieces: readonly LinePiece[]): LinePiece | undefined {
  const at = pieces.findIndex(({ kind }) => kind === 'id');
  const before = pieces.slice(0, at).findLast(({ text, kind }) => text !== '' || kind === 'loose');
  return before?.kind === 'loose' && before.isGreedy ? before : undefined;
}

/** `.*<HOST>` may become `.*?\b<ADDR>` (the first address of the line) or `.*\b<ADDR>` (the last). */
export function addressFixes(probe: Probe, pieces: readonly LinePiece[]): DangerFix[] {
  const eater = eaterBefore(pieces);
  const id = pieces.find(({ kind }) => kind === 'id')!;
  if (!eater || !isSame(eater.of, id.of)) return [];
  const loose = editablePart(probe, eater.of, eater.span);
  const tag = configuredPart(probe, id.of, id.span);
  if (!loose || !/^<(?:HOST|ADDR|IP4)>$/.test(tag.part) || loose.end !== tag.span.start) return [];
  const address = tag.part === '<HOST>' ? '<ADDR>' : tag.part;
  const written = configuredPart(probe, eater.of, eater.span).part;
  const fixes = [`${written}?\\b`, `${written}\\b`].map((before) => ({
    title: `Leave the address whole: ${before}${address}`,
    regex: eater.of,
    edits: [{ span: { start: loose.start, end: tag.span.end }, text: `${before}${address}` }],
  }));
  return withLazyStart(probe, pieces, fixes);
}

/** A line of the sample whose id is a part of a longer number or name; for a regex that is otherwise well, too. */
export function findWrongInSample(
  probe: Probe,
  regex: ProbedRegex,
  sample: readonly SampleLine[],
): { readonly danger: LineDanger; readonly fixes: readonly DangerFix[] } | undefined {
  const firstWritten = once(() => ({ first: [...writtenLines(probe, regex, client)][0] }));
  for (const line of sample) {
    const found = probe.find(line.text, regex.regex);
    if (!found || found.group === 'fid') continue;
    const isNone = isNoAddress(probe, line.id, found.group);
    const { first: written } = firstWritten();
    const eater = written && eaterBefore(written.pieces);
    const ip6 = eater && wholeIp6(probe, line.text, found.id);
    const whole = ip6 ?? wholeWord(line.text, found.id);
    const meant = ip6 ?? (found.group === 'dns' ? addressBeside(line.text) : undefined);
    if ((whole === undefined && meant === undefined && !isNone) || !takes(probe, line.line, line.id)) continue;
    const who = clientOfList(line.text, meant ?? (whole === undefined ? undefined : meantBy(line.text, whole)));
    const isBeside = who !== undefined && !whole?.includes(who);
    // Grown together with other text, but the whole address.
    if (who === line.id) continue;
    const id = written?.pieces.find(({ kind }) => kind === 'id');
    const { of, span } = eater ?? id ?? { of: regex.name, span: regex.regex.pattern.span };
    return {
      danger: {
        kind: 'wrong-address',
        ...configuredPart(probe, of, span),
        proof: { log: line.line, id: line.id, meant: who, from: 'sample' },
        ...(isNone ? { isNoAddress: true } : {}),
        ...(isBeside ? { isBeside: true } : {}),
        ...(whole !== undefined && who === undefined ? { partOf: whole } : {}),
        fix: undefined,
      },
      fixes: [
        ...(written ? addressFixes(probe, written.pieces) : []),
        ...(id ? tagFixes(probe, id, line.text, { id: found.id, meant: who }) : []),
      ],
    };
  }
  return undefined;
}

/** What could be done where the tag itself takes a name right before the address, or the beginning of a word. */
function tagFixes(
  probe: Probe,
  { of, span }: LinePiece,
  text: string,
  { id, meant }: { readonly id: Span; readonly meant: string | undefined },
): DangerFix[] {
  const tag = configuredPart(probe, of, span);
  const place = editablePart(probe, of, span);
  if (!place || !/^<(?:HOST|ADDR|IP4)>$/.test(tag.part)) return [];
  const put = (what: string, written: string): DangerFix => ({
    title: `${what}: ${written}`,
    regex: of,
    edits: [{ span: place, text: written }],
  });
  const between = meant === undefined ? undefined : text.slice(id.end, Math.max(id.end, text.indexOf(meant, id.end)));
  return between === undefined
    ? [put('Let the tag end where the word ends', `${tag.part}(?![\\w.-])`)]
    : /^[\s([/:,]{1,3}$/.test(between)
      ? [put('Take the address behind the name', `\\S+${escapeRegex(between)}<ADDR>`)]
      : [];
}

/** A word that no name server knows, or what looks like an address and is none: `bob`, `12:34:56`. A number is looked up as an address. */
function isNoAddress({ texts }: Probe, id: string, group: string): boolean {
  if (group === 'dns') return !/[.\d]/.test(id) && id !== 'localhost';
  const net = readNet(id, texts.fail2ban);
  return net === undefined || 'error' in net;
}

const address = /(?<![\w.:])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)/g;

/** The longer number or name that the id is a part of; undefined where it stands for itself. */
function wholeWord(text: string, { start, end }: Span): string | undefined {
  const before = /[\p{L}\p{N}_.]*$/u.exec(text.slice(0, start))![0];
  const after = /^(?:[\p{L}\p{N}_]|\.(?=[\p{L}\p{N}]))*/u.exec(text.slice(end))![0];
  // IPv6 and what fail2ban takes off by itself.
  const isMapped = /::f{4,6}:$/i.test(text.slice(0, start));
  return (before === '' || isMapped) && after === '' ? undefined : before + text.slice(start, end) + after;
}

/** The IPv6 address that the id is the end of: `::7` or `7` of `2001:db8::7`. */
function wholeIp6({ texts }: Probe, text: string, { start, end }: Span): string | undefined {
  const before = /[\da-f:]*$/i.exec(text.slice(0, start))![0];
  const whole = before + text.slice(start, end);
  const net = before.includes(':') && /^[\da-f:]+$/i.test(whole) ? readNet(whole, texts.fail2ban) : undefined;
  return net === undefined || 'error' in net ? undefined : whole;
}

/** The only address of a line whose id is a word or a number: looked up, it is nobody, or whom its owner names. */
function addressBeside(text: string): string | undefined {
  const all = new Set(text.match(address) ?? []);
  return all.size === 1 ? [...all][0] : undefined;
}

/** Of `client, proxy, proxy`, as proxies write it, the first. */
function clientOfList(text: string, who: string | undefined): string | undefined {
  if (who === undefined) return undefined;
  const list = [...text.matchAll(/(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}, ?)+(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)/g)]
    .map(([addresses]) => addresses.split(/, ?/))
    .find((addresses) => addresses.includes(who));
  return list?.[0] ?? who;
}

/** The whole word where that is an address, else the only address of the line. */
function meantBy(text: string, whole: string): string | undefined {
  if (/^(?:\d{1,3}\.){3}\d{1,3}$/.test(whole)) return whole;
  const all = new Set(text.match(address) ?? []);
  return all.size === 1 ? [...all][0] : undefined;
}
