import type { CompiledRegex } from './compile-filter.ts';
import type { DatedBlock } from './date-stage.ts';

const kept = new WeakMap<DatedBlock, { readonly key: string; readonly codes: Uint16Array }>();

const missed = 1;
/** Where the text begins comes on top. */
const first = 2;
const largest = 0xffff;

/**
 * What prefregex came to in the lines of a block that is kept and searched again, in two bytes a line: an edit of a failregex leaves it as it is. Of a line of
 * which the failregexes saw something else than its end nothing is known.
 */
export class KnownPrefixes {
  private constructor(private readonly codes: Uint16Array) {}

  /** `key`: all that prefregex is compiled of. What was known under another one is forgotten. */
  static of(block: DatedBlock, key: string): KnownPrefixes {
    let known = kept.get(block);
    if (known?.key !== key) kept.set(block, (known = { key, codes: new Uint16Array(block.count) }));
    return new KnownPrefixes(known.codes);
  }

  isMissed(line: number): boolean {
    return this.codes[line] === missed;
  }

  /** What the failregexes see of a line; undefined where it is not known. */
  subject(line: number, whole: string): string | undefined {
    const code = this.codes[line]!;
    if (code < first) return undefined;
    return code === first ? whole : whole.slice(code - first);
  }

  /** `subject` undefined: prefregex did not match. */
  add(line: number, whole: string, subject: string | undefined): void {
    if (subject === undefined) this.codes[line] = missed;
    else if (whole.length <= largest - first && whole.endsWith(subject))
      this.codes[line] = first + whole.length - subject.length;
  }
}

/** True where a match of prefregex says nothing but what the failregexes see. */
export function givesOnlyContent({ pattern, alternatives, tuples }: CompiledRegex): boolean {
  return (
    [...pattern.groupNames.keys()].every((name) => name === 'content') && alternatives.length + tuples.length === 0
  );
}
