/**
 * A set of code points: sorted, disjoint, non-touching half-open ranges, flat as `[start0, end0, start1, end1, …]`.
 */
export type CodePointSet = readonly number[];

export const codePointLimit = 0x110000;
export const emptySet: CodePointSet = [];
export const everything: CodePointSet = [0, codePointLimit];

export function setHas(set: CodePointSet, codePoint: number): boolean {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (set[middle]! <= codePoint) low = middle + 1;
    else high = middle;
  }
  return (low & 1) === 1;
}

/** The union of the half-open ranges `[start, end]`, in any order. */
export function setOf(ranges: Iterable<readonly [number, number]>): CodePointSet {
  const sorted = [...ranges].filter(([start, end]) => start < end).sort((a, b) => a[0] - b[0]);
  const out: number[] = [];
  for (const [start, end] of sorted) {
    const last = out.length - 1;
    if (last > 0 && start <= out[last]!) out[last] = Math.max(out[last]!, end);
    else out.push(start, end);
  }
  return out;
}

export function setOfCodePoints(codePoints: Iterable<number>): CodePointSet {
  return setOf(Array.from(codePoints, (c) => [c, c + 1] as const));
}

export function rangesOf(set: CodePointSet): [number, number][] {
  return Array.from({ length: set.length / 2 }, (_, i) => [set[2 * i]!, set[2 * i + 1]!]);
}

export function* codePointsOf(set: CodePointSet): Generator<number> {
  for (let i = 0; i < set.length; i += 2) for (let c = set[i]!; c < set[i + 1]!; c++) yield c;
}

export function unite(...sets: readonly CodePointSet[]): CodePointSet {
  return sets.length === 0 ? emptySet : sets.reduce(uniteTwo);
}

function uniteTwo(a: CodePointSet, b: CodePointSet): CodePointSet {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const out: number[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const takesA = j >= b.length || (i < a.length && a[i]! <= b[j]!);
    const start = takesA ? a[i]! : b[j]!;
    const end = takesA ? a[i + 1]! : b[j + 1]!;
    if (takesA) i += 2;
    else j += 2;
    const last = out.length - 1;
    if (last > 0 && start <= out[last]!) out[last] = Math.max(out[last]!, end);
    else out.push(start, end);
  }
  return out;
}

export function complement(set: CodePointSet): CodePointSet {
  const inner = set[0] === 0 ? set.slice(1) : [0, ...set];
  return inner.at(-1) === codePointLimit ? inner.slice(0, -1) : [...inner, codePointLimit];
}

export function intersect(a: CodePointSet, b: CodePointSet): CodePointSet {
  const out: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const start = Math.max(a[i]!, b[j]!);
    const end = Math.min(a[i + 1]!, b[j + 1]!);
    if (start < end) out.push(start, end);
    if (a[i + 1]! < b[j + 1]!) i += 2;
    else j += 2;
  }
  return out;
}

export function difference(a: CodePointSet, b: CodePointSet): CodePointSet {
  return intersect(a, complement(b));
}

/** True where no code point is in both. */
export function areDisjoint(a: CodePointSet, b: CodePointSet): boolean {
  return intersect(a, b).length === 0;
}

export function setSize(set: CodePointSet): number {
  return rangesOf(set).reduce((size, [start, end]) => size + end - start, 0);
}
