import { isAddress } from '../matching/ip-address.ts';
import type { Span } from '../text/span.ts';
import { quoted, shown } from './in-words.ts';
import type { NamedCause, Subject } from './named-cause.ts';
import type { RegexPart } from './regex-parts.ts';

/** The tag whose address is followed by a port that nothing takes: only parts that may be left out, and closing marks, stand in between. */
export function tagBehindPort(
  from: number,
  found: Span | undefined,
  parts: readonly RegexPart[],
  text: string,
): RegexPart | undefined {
  if (!found || found.end - found.start < 2) return undefined;
  // Of `]:50123: ` where `]: ` was wanted, `50123:` is as much too much as `:50123`.
  const start = /^\d+:/.test(text.slice(found.start)) && text[found.start - 1] === ':' ? found.start - 1 : found.start;
  if (!/^:\d+(?![\w.])/.test(text.slice(start)) || !/[\da-fA-F.\]]$/.test(text.slice(0, start))) return undefined;
  let at = from - 1;
  while (at > 0 && (parts[at]!.isOptional || parts[at]!.kind === 'end' || /^[:\])>]$/.test(parts[at]!.literal))) at--;
  return parts[at]?.kind === 'tag' ? parts[at] : undefined;
}

export function portMessage(text: string, tag: RegexPart, next: RegexPart | undefined): string {
  const port = `:${/\d+/.exec(text)![0]}`;
  return `The port ${quoted(port)} stands behind the address; the regex wants ${next ? shown(next) : 'the end'} behind ${tag.written}.`;
}

/** What stands where a tag wants an address, `found` in the text. */
export function atTag(found: Span | undefined, tag: RegexPart, { text: whole, cutAt }: Subject): NamedCause {
  const text = found && whole.slice(found.start, found.end);
  const elsewhere = addressesElsewhere(whole, found);
  const kind =
    text === undefined
      ? undefined
      : /^\[?(?:\d{1,3}\.){3}\d{1,3}\]?:\d+$/.test(text)
        ? 'an address with a port'
        : /^\[?[0-9a-fA-F:]*:[0-9a-fA-F:.]+\]?$/.test(text)
          ? 'an IPv6 address'
          : /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text)
            ? 'an IPv4 address'
            : /^[\w-]+(?:\.[\w-]+)+$/.test(text)
              ? 'a host name'
              : undefined;
  if (!text) return { cause: 'address', message: `Nothing that ${tag.written} takes stands at its place.${elsewhere}` };
  if (cutAt !== undefined && found!.start <= cutAt && cutAt <= found!.end)
    return {
      cause: 'address',
      message: `${quoted(text)} is left where the date is cut out; ${tag.written} does not take it.${elsewhere}`,
    };
  return {
    cause: 'address',
    message: `${tag.written} does not take ${quoted(text)}${kind ? `, ${kind},` : ''} that stands in its place.${elsewhere}`,
  };
}

const addressLike = /(?<![\w.])(?:(?:\d{1,3}\.){3}\d{1,3}|[\da-f]{0,4}:[\da-f:]+)(?!\w)/gi;

/** So many addresses are told. */
const mostAddresses = 3;

/** A sentence about where addresses stand in the line, none of them in `found`; else nothing. */
function addressesElsewhere(text: string, found: Span | undefined): string {
  const addresses = [...text.matchAll(addressLike)].filter(([one]) => isAddress(one));
  const isThere = addresses.some(({ index, 0: one }) => found && found.start < index + one.length && index < found.end);
  if (isThere || addresses.length === 0 || addresses.length > mostAddresses) return '';
  const places = addresses.map(({ index, 0: one }) => {
    const before = /\S*\s*$/.exec(text.slice(0, index))![0];
    return `${quoted(one)} ${before === '' ? 'at the start' : `behind ${quoted(before)}`}`;
  });
  return ` The line has ${places.join(' and ')}.`;
}
