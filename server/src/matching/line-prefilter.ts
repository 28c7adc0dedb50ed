import { requiredLiterals, type LiteralChoice, type RequiredLiteral } from '../pyre/facts/required-literals.ts';
import type { CompiledRegex } from './compile-filter.ts';
import type { DatedBlock } from './date-stage.ts';

/**
 * Tells lines in which a regex cannot match because a string that it needs is not there, without searching the line. Strings
 * are looked for in the whole block's text, each only as far as the next occurrence.
 */
export interface LinePrefilter {
  begin(block: DatedBlock): void;
  /** False only where regex number `regex` of those given at the start has no match in line i; lines must come in order. */
  mayMatch(regex: number, line: number): boolean;
}

/** So many of a regex's choices are looked at, the most telling first. */
const maxChoices = 2;
/** A choice between more strings costs more than a search. */
const maxStrings = 4;

export function createLinePrefilter(regexes: readonly CompiledRegex[]): LinePrefilter {
  const cursors = new Map<string, Cursor>();
  const cursorOf = (literal: RequiredLiteral): Cursor => {
    const key = `${literal.ignoreCase ? 'i' : ' '}${literal.text}`;
    let cursor = cursors.get(key);
    if (!cursor) cursors.set(key, (cursor = new Cursor(literal)));
    return cursor;
  };
  const needs = regexes.map(({ pattern }) => tellingChoices(requiredLiterals(pattern)).map((choice) => choice.map(cursorOf)));
  const all = [...cursors.values()];
  const seams = new Set(all.flatMap(({ literal: { text } }) => Array.from({ length: text.length - 1 }, (_, i) => pairOf(text, i))));
  let block: DatedBlock;

  /** Strings that appear only when the date is cut out, such as `[]`, stand nowhere in the block's text. */
  const mayJoin = (line: number): boolean => {
    const { text, starts, cutStarts, cutEnds } = block;
    const cutStart = cutStarts[line]!;
    const cutEnd = cutEnds[line]!;
    if (cutStart === cutEnd || cutStart === starts[line]) return false;
    return seams.has(((text.charCodeAt(cutStart - 1) | 32) << 16) | (text.charCodeAt(cutEnd) | 32));
  };

  return {
    begin: (next) => {
      block = next;
      const lower = next.isAscii && all.some(({ literal }) => literal.ignoreCase) ? next.text.toLowerCase() : undefined;
      for (const cursor of all) cursor.begin(next.text, lower);
    },
    mayMatch: (regex, line) => {
      const start = block.starts[line]!;
      const end = block.ends[line]!;
      for (const choice of needs[regex]!) {
        let isThere = false;
        for (let i = 0; i < choice.length && !isThere; i++) isThere = choice[i]!.next(start) < end;
        if (!isThere && !mayJoin(line)) return false;
      }
      return true;
    },
  };
}

/** Without strings that hold a line end: the block's text has CRs that a regex does not see. */
function tellingChoices(choices: readonly LiteralChoice[]): LiteralChoice[] {
  const shortest = (choice: LiteralChoice) => Math.min(...choice.map(({ text }) => text.length));
  return choices
    .filter((choice) => choice.length <= maxStrings && choice.every(({ text }) => !/[\r\n]/.test(text)) && shortest(choice) > 1)
    .sort((a, b) => shortest(b) - shortest(a) || a.length - b.length)
    .slice(0, maxChoices);
}

/** Two neighbouring characters as one number, without case. */
function pairOf(text: string, i: number): number {
  return ((text.charCodeAt(i) | 32) << 16) | (text.charCodeAt(i + 1) | 32);
}

/** The next occurrence of a string in a block. */
class Cursor {
  private text = '';
  private at = -1;

  constructor(readonly literal: RequiredLiteral) {}

  begin(text: string, lower: string | undefined): void {
    // Without a lower-case text the string counts as found everywhere.
    this.text = this.literal.ignoreCase ? (lower ?? '') : text;
    this.at = this.text === '' ? everywhere : nowhereYet;
  }

  next(from: number): number {
    if (this.at >= from || this.at === everywhere) return this.at;
    const found = this.text.indexOf(this.literal.text, from);
    return (this.at = found === -1 ? 0x7fffffff : found);
  }
}

const nowhereYet = -1;
const everywhere = -2;
