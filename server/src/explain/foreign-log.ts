import type { CompiledFilter, CompiledRegex } from '../matching/compile-filter.ts';
import { visible } from '../text/visible.ts';
import { dividesLines } from './line-pieces.ts';
import { partsOf } from './regex-parts.ts';

/** A log of which no line holds much of what any regex of a filter looks for. */
export interface ForeignLog {
  readonly lines: number;
  /** The failregex that comes nearest, from 0, with the words that it cannot do without. */
  readonly regex: number;
  readonly words: readonly string[];
  /** The most of them in one line. */
  readonly most: number;
}

export interface ForeignLogWatch {
  /** One line, as it is written. */
  add(line: string): void;
  /** Undefined where a line comes near to what a regex wants, where a regex wants no word, and where there was no line. */
  verdict(): ForeignLog | undefined;
}

/** A line with more of a regex's words than this may well be one that was meant. */
const strangeShare = 1 / 3;

/** Looks at the lines of a log until one of them could be of the filter's program. */
export function watchForeignLog(filter: CompiledFilter): ForeignLogWatch {
  const prefix = filter.prefregex ? requiredWords(filter.prefregex).flat() : [];
  const shares = filter.failregex.flatMap((failregex, regex) =>
    requiredWords(failregex).map((words) => ({ regex, words: [...new Set([...prefix, ...words])] })),
  );
  const wanted = shares.map(({ words }) => words);
  const most = wanted.map(() => 0);
  const ignoresCase = [...filter.failregex, ...(filter.prefregex ? [filter.prefregex] : [])].some(({ expanded }) =>
    /\(\?[a-zA-Z]*i/.test(expanded.text),
  );
  const inCase = (text: string): string => (ignoresCase ? text.toLowerCase() : text);
  const sought = wanted.map((words) => words.map(inCase));
  let isKnown = wanted.length === 0 || wanted.some((words) => words.length === 0);
  let lines = 0;
  return {
    add(line) {
      lines++;
      if (isKnown) return;
      const text = inCase(line);
      sought.forEach((words, i) => {
        const there = words.filter((word) => text.includes(word)).length;
        most[i] = Math.max(most[i]!, there);
        if (there > words.length * strangeShare) isKnown = true;
      });
    },
    verdict() {
      if (isKnown || lines === 0) return undefined;
      const share = (i: number): number => most[i]! / wanted[i]!.length;
      const nearest = [...wanted.keys()].reduce((best, i) => (share(i) > share(best) ? i : best), 0);
      return { lines, ...shares[nearest]!, most: most[nearest]! };
    },
  };
}

/** The words without which a regex cannot match, by the lines that it wants them in. */
function requiredWords({ pattern, expanded, configured }: CompiledRegex): string[][] {
  const lines: string[][] = [[]];
  for (const part of partsOf(pattern, expanded, configured)) {
    const { kind, isOptional, literal } = part;
    if (dividesLines(part)) lines.push([]);
    else if (kind === 'literal' && !isOptional && /\p{L}{3}/u.test(literal)) lines.at(-1)!.push(literal);
  }
  // A line that may hold anything says nothing of the log where others want words.
  const telling = lines.filter((words) => words.length > 0);
  return telling.length > 0 ? telling : [[]];
}

/** One sentence. */
export function foreignLogInWords({ lines, regex, words, most }: ForeignLog): string {
  const shown = words.slice(0, 4).map((word) => `"${visible(word)}"`);
  const more = words.length > shown.length ? ` and ${words.length - shown.length} more` : '';
  const of = lines === 1 ? 'the line has' : 'no line has';
  const count = most === 0 ? (lines === 1 ? 'none' : 'any') : lines === 1 ? `only ${most}` : `more than ${most}`;
  return `It looks like the log of another program, or of another of its logs: failregex ${regex + 1} comes nearest and wants ${shown.join(', ')}${more}, and ${of} ${count} of them.`;
}
