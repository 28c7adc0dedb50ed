import type { Span } from '../text/span.ts';
import { isEnd, type RegexPart } from './regex-parts.ts';

/** One change of a regex: the parts `[from, to)` give way to `.*?`; where these are none, `.*?` is put before a part. */
export interface Change {
  readonly from: number;
  readonly to: number;
}

/** A change that was tried. */
export interface Relaxation extends Change {
  /** The place in the regex. */
  readonly span: Span;
  /** What stands in the subject there; undefined where that cannot be told. */
  readonly found: Span | undefined;
}

/** What stands for anything: over the ends of lines where several are searched together. */
function anythingIn(text: string): '.*' | '[\\s\\S]*' {
  return text.slice(0, -1).includes('\n') ? '[\\s\\S]*' : '.*';
}

/** A group around what a change takes. */
export const probeName = 'fail2banLensProbe';
const probe = (what: string): string => `(?P<${probeName}>${what})`;

/** The regex with changes, and of its parts only the first `count`. */
export function changeFirst(
  source: string,
  parts: readonly RegexPart[],
  changes: readonly Change[],
  count: number,
  subject: string,
): string {
  const anything = anythingIn(subject);
  const kept = changes.filter(({ from }) => from <= count);
  let text = '';
  let done = 0;
  parts.forEach(({ span }, i) => {
    const change = kept.find(({ from }) => from === i);
    const isLost = i >= count || kept.some(({ from, to }) => from <= i && i < to);
    if (change && i <= count) {
      const { start } = spanOf(parts, change);
      text += `${source.slice(done, start)}${anything}?`;
      done = start;
    }
    if (!isLost) return;
    text += source.slice(done, span.start);
    done = span.end;
  });
  return text + source.slice(done);
}

/** Where a change is made. */
export function spanOf(parts: readonly RegexPart[], { from, to }: Change): Span {
  if (to > from) return { start: parts[from]!.span.start, end: parts[to - 1]!.span.end };
  // In front of an alternation, not of its first branch.
  const at = from < parts.length ? parts[from]!.whole.start : parts[parts.length - 1]!.whole.end;
  return { start: at, end: at };
}

/** The regex without some of its parts; the brackets of its groups stay. */
export function withoutParts(source: string, parts: readonly RegexPart[], isLost: (part: number) => boolean): string {
  let text = '';
  let done = 0;
  parts.forEach(({ span }, i) => {
    if (!isLost(i)) return;
    text += source.slice(done, span.start);
    done = span.end;
  });
  return text + source.slice(done);
}

/** The regex with only the parts `[from, to)`; the brackets of its groups stay. */
export function keepOnly(source: string, parts: readonly RegexPart[], from: number, to: number): string {
  return withoutParts(source, parts, (i) => i < from || i >= to);
}

/** The regex with changes, to be searched in `subject`; with the group of the probe around what the change `probed` takes. */
export function changeRegex(
  source: string,
  parts: readonly RegexPart[],
  changes: readonly Change[],
  subject: string,
  probed = -1,
): string {
  const anything = anythingIn(subject);
  let text = '';
  let done = 0;
  changes.forEach((change, i) => {
    const { start } = spanOf(parts, change);
    const isAssertion = change.to > change.from && parts.slice(change.from, change.to).every(isLookAround);
    const anyEnd = change.to === parts.length || isEnd(parts[change.to]);
    const instead = isAssertion ? '' : i === probed && anyEnd ? anything : `${anything}?`;
    text += source.slice(done, start) + (i === probed ? probe(instead) : instead);
    done = start;
    for (const { span } of parts.slice(change.from, change.to)) {
      text += source.slice(done, span.start);
      done = span.end;
    }
  });
  const whole = text + source.slice(done);
  return probed === -1 ? whole : withShiftedNumbers(whole, text.indexOf(`(?P<${probeName}>`));
}

/** An escape, a set, a condition on a group by its number, the opening of a group that has one. */
const numberedPieces = /\\(?:([1-9]\d?)|.)|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?\((\d+)\)|\((?!\?)|\(\?P<\w+>/gs;

/** The group of the probe, at `at`, makes the numbers of those behind it one more: so do what refers to them. */
function withShiftedNumbers(source: string, at: number): string {
  if (!/\\[1-9]|\(\?\(\d/.test(source)) return source;
  const opened = [...source.slice(0, at).matchAll(numberedPieces)].filter(([piece]) => /^\((?!\?\()/.test(piece));
  const moved = (number: string): number => Number(number) + (Number(number) > opened.length ? 1 : 0);
  return source.replace(numberedPieces, (piece, reference?: string, condition?: string) => {
    if (reference !== undefined) return `\\${moved(reference)}`;
    return condition === undefined ? piece : `(?(${moved(condition)})`;
  });
}

/** It takes no text: without it, nothing has to take its place. */
function isLookAround({ written }: RegexPart): boolean {
  return /^\(\?<?[=!]/.test(written);
}
