import { codePointLimit, type CodePointSet, rangesOf, setHas } from '../text/code-point-set.ts';

/**
 * Code points in classes that no set of a question tells apart: an automaton reads a class in place of each of its characters. Every code point is
 * in one class, the line feed in one of its own.
 */
export interface Alphabet {
  readonly size: number;
  /** A member of each class to show: the first printable one of ASCII where there is one. Lower classes are the better ones to show. */
  readonly shown: readonly number[];
  readonly lineFeed: number;
  classOf(codePoint: number): number;
  /** Whether it was made for the set. */
  knows(set: CodePointSet): boolean;
  /** Which classes make up one of the sets that it was made for: 1 for a member. Throws for any other set. */
  classesOf(set: CodePointSet): Uint8Array;
}

const lineFeedSet: CodePointSet = [0x0a, 0x0b];

export function createAlphabet(sets: Iterable<CodePointSet>): Alphabet {
  const distinct = new Map<string, CodePointSet>([[lineFeedSet.join(), lineFeedSet]]);
  for (const set of new Set(sets)) distinct.set(set.join(), set);
  const starts = [...new Set([0, ...[...distinct.values()].flat()])]
    .filter((start) => start < codePointLimit)
    .sort((a, b) => a - b);
  const { classes, shown } = nameClasses(starts, [...distinct.values()]);
  const classOf = (codePoint: number): number => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= codePoint) low = middle;
      else high = middle;
    }
    return classes[low]!;
  };
  const byText = new Map<string, Uint8Array>();
  // Most often the same characters come as the same object; to spell them out costs more than all the rest.
  const byObject = new Map<CodePointSet, Uint8Array | undefined>();
  const membersOf = (set: CodePointSet): Uint8Array | undefined => {
    if (byObject.has(set)) return byObject.get(set);
    const key = set.join();
    let known = byText.get(key);
    if (!known && distinct.has(key))
      byText.set(key, (known = Uint8Array.from(shown, (codePoint) => (setHas(set, codePoint) ? 1 : 0))));
    byObject.set(set, known);
    return known;
  };
  return {
    size: shown.length,
    shown,
    lineFeed: classOf(0x0a),
    classOf,
    knows: (set) => membersOf(set) !== undefined,
    classesOf(set) {
      const members = membersOf(set);
      if (!members) throw new Error('a set that the alphabet was not made for');
      return members;
    },
  };
}

/** The class of each range, numbered by how good their members are to show. */
function nameClasses(starts: readonly number[], sets: readonly CodePointSet[]): { classes: number[]; shown: number[] } {
  const signatures: string[][] = starts.map(() => []);
  const indexOf = new Map(starts.map((start, i) => [start, i]));
  sets.forEach((set, number) => {
    for (const [start, end] of rangesOf(set)) {
      const last = indexOf.get(end) ?? starts.length;
      for (let i = indexOf.get(start)!; i < last; i++) signatures[i]!.push(String.fromCharCode(number));
    }
  });
  const rangesByClass = new Map<string, number[]>();
  signatures.forEach((signature, i) => {
    const key = signature.join('');
    const ranges = rangesByClass.get(key);
    if (ranges) ranges.push(i);
    else rangesByClass.set(key, [i]);
  });
  const found = [...rangesByClass.values()].map((ranges) => ({
    ranges,
    best: ranges
      .map((i) => bestOf(starts[i]!, (starts[i + 1] ?? codePointLimit) - 1))
      .reduce((a, b) => (rank(b) < rank(a) ? b : a)),
  }));
  found.sort((a, b) => rank(a.best) - rank(b.best));
  const classes: number[] = [];
  found.forEach(({ ranges }, number) => ranges.forEach((i) => (classes[i] = number)));
  return { classes, shown: found.map(({ best }) => best) };
}

/** Characters that read well stand first. */
const preferred = Array.from('xabcdefghijklmnopqrstuvwyzXABCDEFGHIJKLMNOPQRSTUVWYZ1234567890', (char) =>
  char.charCodeAt(0),
);

function bestOf(first: number, last: number): number {
  const good = preferred.find((codePoint) => first <= codePoint && codePoint <= last);
  if (good !== undefined) return good;
  return first <= 0x7e && last >= 0x20 ? Math.max(first, 0x20) : first;
}

function rank(codePoint: number): number {
  const index = preferred.indexOf(codePoint);
  if (index >= 0) return index;
  if (codePoint >= 0x20 && codePoint <= 0x7e) return 0x100 + codePoint;
  return 0x1000 + codePoint;
}
