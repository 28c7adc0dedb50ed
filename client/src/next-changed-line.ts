import type { LineChanges } from '../../server/src/protocol.ts';

type ChangedLine = LineChanges['lines'][number];

/** The changed line after (1) or before (-1) a place, in the order of `lines`, around the end; the first or the last one where there is no place. */
export function nextChangedLine(
  lines: readonly ChangedLine[],
  at: { readonly log: string; readonly line: number } | undefined,
  direction: 1 | -1,
): ChangedLine {
  const logs = [...new Set(lines.map(({ log }) => log))];
  const rank = ({ log, line }: { readonly log: string; readonly line: number }) => [logs.indexOf(log), line] as const;
  const ordered = direction === 1 ? lines : [...lines].reverse();
  if (!at) return ordered[0]!;
  const [log, line] = rank(at);
  const isBehind = (other: ChangedLine) => {
    const [otherLog, otherLine] = rank(other);
    return (otherLog - log || otherLine - line) * direction > 0;
  };
  return ordered.find(isBehind) ?? ordered[0]!;
}

/** `since HEAD` as the beginning of a sentence. */
export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
