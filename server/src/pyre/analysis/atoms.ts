import type { CodePointSet } from '../../text/code-point-set.ts';

/** The sets as bits, one for each class of code points that no set tells apart: two sets meet where their bits do. */
export function createAtoms(sets: readonly CodePointSet[]): Uint32Array[] {
  const distinct = [...new Map(sets.map((set) => [set.join(), set])).values()];
  const bounds = [...new Set(distinct.flat())].sort((a, b) => a - b);
  const indexOf = new Map(bounds.map((bound, i) => [bound, i]));
  const signatures: string[][] = bounds.map(() => []);
  for (const [number, set] of distinct.entries())
    for (let i = 0; i < set.length; i += 2)
      for (let at = indexOf.get(set[i]!)!; at < indexOf.get(set[i + 1]!)!; at++)
        signatures[at]!.push(String.fromCharCode(number));
  const atomOf = new Map<string, number>();
  for (const signature of signatures) {
    const key = signature.join('');
    if (key !== '' && !atomOf.has(key)) atomOf.set(key, atomOf.size);
  }
  const bits = distinct.map(() => new Uint32Array(Math.ceil(atomOf.size / 32)));
  for (const [key, atom] of atomOf)
    for (const char of key.split('')) bits[char.charCodeAt(0)]![atom >> 5]! |= 1 << (atom & 31);
  const numberOf = new Map(distinct.map((set, number) => [set.join(), number]));
  return sets.map((set) => bits[numberOf.get(set.join())!]!);
}

export function doMeet(a: Uint32Array, b: Uint32Array): boolean {
  for (let i = 0; i < a.length; i++) if ((a[i]! & b[i]!) !== 0) return true;
  return false;
}

export function uniteBits(all: readonly Uint32Array[]): Uint32Array {
  const out = new Uint32Array(all[0]?.length ?? 0);
  for (const bits of all) for (let i = 0; i < out.length; i++) out[i]! |= bits[i]!;
  return out;
}

export function intersectBits(a: Uint32Array, b: Uint32Array): Uint32Array {
  return a.map((word, i) => word & b[i]!);
}
