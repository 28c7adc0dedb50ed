import { placeInWords, quoted } from './in-words.ts';
import type { NamedCause } from './named-cause.ts';
import type { RegexPart } from './regex-parts.ts';

export const daemonName = /^[\w.-]+(?:\/[\w.-]+)*(?:\([^)]*\))?(?:\[\d+\])?: $/;

/**
 * The name of another daemon, where the regex has room for a host and a daemon and the line begins with both: what takes a host
 * has then taken the daemon, and the host is left over.
 */
export function daemonTakenForHost(
  parts: readonly RegexPart[],
  to: number,
  text: string,
): { daemon: string; after: RegexPart } | undefined {
  const at = parts.findIndex(
    ({ isOptional }, i) => i >= to && !isOptional && i > 0 && !/^\\s[*?]?$/.test(parts[i]!.written),
  );
  const room = parts.slice(to, at);
  const host = room.findIndex(({ written }) => /^\(\?:\\S\+\\s\+\)\?$/.test(written));
  if (parts[0]?.kind !== 'start' || to > 1 || host < 0 || !room.slice(host).some(takesDaemon)) return undefined;
  const after = parts[at]!;
  const daemon = after.kind === 'literal' ? /^\s*\S+\s+(\S+\[\d+\]: )/.exec(text)?.[1] : undefined;
  return daemon && daemonName.test(daemon) && text.includes(`${daemon}${after.literal}`)
    ? { daemon, after }
    : undefined;
}

export function takesDaemon({ isOptional, written }: RegexPart): boolean {
  return isOptional === true && written.includes('\\[\\d+\\]');
}

export function otherDaemon(text: string, before: RegexPart | undefined, after: RegexPart | undefined): NamedCause {
  return {
    cause: 'text',
    message: `The line names the daemon ${quoted(text.trim())}; the regex takes another one ${placeInWords(before, after)}.`,
  };
}
