import { requiredFactor } from '../pyre/analysis/required-factor.ts';
import { bestChoice, requiredLiterals, shortest, type LiteralChoice } from '../pyre/analysis/required-literals.ts';
import type { BlockScan } from './block-scan.ts';
import type { CompiledRegex } from './compile-filter.ts';
import type { DatedBlock } from './date-stage.ts';
import { createFactorScan } from './factor-scan.ts';
import { createStringScan, type Need } from './string-scan.ts';

/** Tells which regexes can match a line at all, from what a match must hold; found in whole blocks, not line by line. */
export interface LinePrefilter {
  begin(block: DatedBlock): void;
  /** The first line from `line` on that has candidates; the number of lines where there is none. */
  next(line: number): number;
  /** The numbers of the regexes (of those given at the start) to search in line i, ascending: no other one matches there. */
  candidates(line: number): readonly number[];
}

/** Each regex of so few is looked for by itself, with more detail than a string has. */
const maxFactorScans = 4;
/** Shorter strings are met too often. */
const minLength = 3;
/** A choice between more strings is met too often. */
const maxStrings = 8;

export function createLinePrefilter(regexes: readonly Pick<CompiledRegex, 'pattern'>[]): LinePrefilter {
  const { scans, unfiltered } = planScans(regexes);
  const single = regexes.map((_, regex) => [regex]);
  const marks = new Marks();
  return {
    begin: (block) => {
      if (scans.length === 0) return;
      marks.begin(block.count);
      for (const { scan } of scans) scan(block, marks.add);
    },
    next: (line) => (unfiltered.length > 0 ? line : marks.next(line)),
    candidates: (line) => {
      if (scans.length === 0) return unfiltered;
      const only = marks.only(line);
      if (only !== undefined && unfiltered.length === 0) return single[only]!;
      const marked = marks.of(line);
      if (marked.length === 0) return unfiltered;
      if (unfiltered.length === 0 && marked.length === 1) return single[marked[0]!]!;
      return [...unfiltered, ...marked].sort((a, b) => a - b);
    },
  };
}

/** `unfiltered`: regexes that must be searched everywhere. */
function planScans(regexes: readonly Pick<CompiledRegex, 'pattern'>[]): {
  scans: readonly BlockScan[];
  unfiltered: readonly number[];
} {
  const needs: Need[] = [];
  const scans: BlockScan[] = [];
  const unfiltered: number[] = [];
  for (const [regex, { pattern }] of regexes.entries()) {
    const strings = regexes.length > maxFactorScans ? tellingChoice(requiredLiterals(pattern)) : undefined;
    const factor = strings || scans.length === maxFactorScans ? undefined : requiredFactor(pattern);
    if (strings) needs.push({ regex, strings });
    else if (factor) scans.push(createFactorScan(factor, regex));
    else unfiltered.push(regex);
  }
  return { scans: needs.length > 0 ? [createStringScan(needs), ...scans] : scans, unfiltered };
}

/** Without strings that hold a line end: the block's text has CRs that a regex does not see. */
function tellingChoice(choices: readonly LiteralChoice[]): LiteralChoice | undefined {
  return bestChoice(
    choices.filter(
      (choice) =>
        choice.length <= maxStrings &&
        shortest(choice) >= minLength &&
        choice.every(({ text }) => !/[\r\n]/.test(text)),
    ),
  );
}

/** Which regexes are marked in each line of a block: for each line a chain through flat arrays. */
class Marks {
  private newest = new Int32Array(0);
  private regexes = new Int32Array(1024);
  private older = new Int32Array(1024);
  private count = 0;
  private lines = 0;

  begin(lines: number): void {
    if (this.newest.length < lines) this.newest = new Int32Array(2 * lines);
    this.newest.fill(-1, 0, lines);
    this.lines = lines;
    this.count = 0;
  }

  readonly add = (line: number, regex: number): void => {
    if (this.count === this.regexes.length) this.grow();
    this.regexes[this.count] = regex;
    this.older[this.count] = this.newest[line]!;
    this.newest[line] = this.count++;
  };

  next(line: number): number {
    const { newest, lines } = this;
    let at = line;
    while (at < lines && newest[at] === -1) at++;
    return at;
  }

  /** The regex, where there is one mark. */
  only(line: number): number | undefined {
    const at = this.newest[line]!;
    return at !== -1 && this.older[at] === -1 ? this.regexes[at] : undefined;
  }

  /** Each regex once, in no order. */
  of(line: number): readonly number[] {
    const at = this.newest[line]!;
    if (at === -1) return none;
    const found: number[] = [];
    for (let mark = at; mark !== -1; mark = this.older[mark]!)
      if (!found.includes(this.regexes[mark]!)) found.push(this.regexes[mark]!);
    return found;
  }

  private grow(): void {
    const [regexes, older] = [this.regexes, this.older];
    this.regexes = new Int32Array(2 * regexes.length);
    this.older = new Int32Array(2 * older.length);
    this.regexes.set(regexes);
    this.older.set(older);
  }
}

const none: readonly number[] = [];
