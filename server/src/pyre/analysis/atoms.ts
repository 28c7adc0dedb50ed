import type { CodePointSet } from '../../text/code-point-set.ts';

/** The sets as bits, one for each class of code points that no set tells apart: two sets meet where their bits do. */
export function createAtoms(sets: readonly CodePointSet[]): Uint32Array[] {
  // Most are few objects, such as that of `\w`, again and again.
  const keys = new Map([...new Set(sets)].map((set) => [set, set.join()]));
  const distinct = [...new Map([...keys].map(([set, key]) => [key, set]))];
  const bounds = [...new Set(distinct.flatMap(([, set]) => set))].sort((a, b) => a - b);
  const indexOf = new Map(bounds.map((bound, i) => [bound, i]));
  const placesOf = distinct.map(([, set]) => {
    const places: number[] = [];
    for (let i = 0; i < set.length; i += 2)
      for (let at = indexOf.get(set[i]!)!; at < indexOf.get(set[i + 1]!)!; at++) places.push(at);
    return places;
  });
  // What is in a set parts from what was with it so far and is not; 0 is what no set holds.
  const classes = new Int32Array(bounds.length);
  let last = 0;
  for (const places of placesOf) {
    const parted = new Map<number, number>();
    for (const at of places) {
      const own = parted.get(classes[at]!) ?? ++last;
      parted.set(classes[at]!, own);
      classes[at] = own;
    }
  }
  const atomOf = new Map([...new Set(classes)].filter((one) => one > 0).map((one, atom) => [one, atom]));
  const bitsOf = new Map(
    distinct.map(([key], number) => {
      const bits = new Uint32Array(Math.ceil(atomOf.size / 32));
      for (const at of placesOf[number]!) {
        const atom = atomOf.get(classes[at]!)!;
        bits[atom >> 5]! |= 1 << (atom & 31);
      }
      return [key, bits] as const;
    }),
  );
  return sets.map((set) => bitsOf.get(keys.get(set)!)!);
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
