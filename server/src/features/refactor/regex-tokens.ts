import type { Span } from '../../text/span.ts';

/** A piece of a regex as it is written, with what repeats it: a character, an escape, a class, a group, a tag, a variable. */
export interface RegexToken {
  readonly text: string;
  readonly span: Span;
  /** Without what repeats it. */
  readonly piece: string;
}

const piece =
  /\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|%\([^()]*\)s|%%|<\/?[\w-]+(?:\/[\w-]+)?\/?>|<[\w-]*<[\w-]+>\/[\w-]+>|[^]/uy;
const repetition = /(?:[*+?]|\{\d*,?\d*\})[?+]?/y;

/** The outermost pieces of a regex; undefined where its groups are not closed. */
export function tokensOf(regex: string): RegexToken[] | undefined {
  const tokens: RegexToken[] = [];
  let at = 0;
  while (at < regex.length) {
    const end = endOfPiece(regex, at);
    if (end === undefined) return undefined;
    repetition.lastIndex = end;
    const repeated = regex[at] === '|' ? end : end + (repetition.exec(regex)?.[0].length ?? 0);
    tokens.push({ text: regex.slice(at, repeated), span: { start: at, end: repeated }, piece: regex.slice(at, end) });
    at = repeated;
  }
  return tokens;
}

function endOfPiece(regex: string, start: number): number | undefined {
  let depth = 0;
  let at = start;
  do {
    piece.lastIndex = at;
    const found = piece.exec(regex)?.[0];
    if (found === undefined || (found === ')' && depth === 0)) return undefined;
    if (found === '(') depth++;
    else if (found === ')') depth--;
    at += found.length;
  } while (depth > 0);
  return at;
}

/** A group's alternatives; undefined for what is no plain group (`(…)` or `(?:…)`, not repeated) of several. */
export function alternativesOf({ text, piece: group }: RegexToken): string[] | undefined {
  const inside = text === group ? /^\((?:\?:)?(?!\?)([^]*)\)$/.exec(group)?.[1] : undefined;
  const tokens = inside === undefined ? undefined : tokensOf(inside);
  if (!tokens?.some((token) => token.text === '|')) return undefined;
  const alternatives = [''];
  for (const token of tokens)
    if (token.text === '|') alternatives.push('');
    else alternatives[alternatives.length - 1] += token.text;
  return alternatives;
}
