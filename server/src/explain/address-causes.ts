import type { Span } from '../text/span.ts';
import { quoted, shown } from './in-words.ts';
import type { NamedCause } from './named-cause.ts';
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

export function atTag(text: string | undefined, tag: RegexPart): NamedCause {
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
  if (!text) return { cause: 'address', message: `Nothing that ${tag.written} takes stands at its place.` };
  return {
    cause: 'address',
    message: `${tag.written} does not take ${quoted(text)}${kind ? `, ${kind},` : ''} that stands in its place.`,
  };
}
