/** Something that can be picked, what it covers and what it costs. */
export interface Candidate<T> {
  readonly item: T;
  readonly features: readonly string[];
  /** Above 0. */
  readonly cost: number;
}

/**
 * Greedy cover: again and again what covers most that is new for what it costs, the first of equals, until nothing covers anything new. What another
 * pick made needless is taken out at the end.
 */
export function pickCover<T>(candidates: readonly Candidate<T>[], covered: Iterable<string> = []): T[] {
  const known = new Set(covered);
  const done = new Set(known);
  const left = new Set(candidates);
  const picked: Candidate<T>[] = [];
  for (;;) {
    let best: Candidate<T> | undefined;
    let bestWorth = 0;
    for (const candidate of left) {
      const fresh = candidate.features.reduce((count, feature) => count + (done.has(feature) ? 0 : 1), 0);
      // What is all known covers nothing new later either.
      if (fresh === 0) left.delete(candidate);
      const worth = fresh / candidate.cost;
      if (worth > bestWorth) [best, bestWorth] = [candidate, worth];
    }
    if (!best) break;
    picked.push(best);
    left.delete(best);
    best.features.forEach((feature) => done.add(feature));
  }
  const needed = new Set(picked);
  for (const candidate of picked) {
    const others = new Set([...known, ...[...needed].flatMap((one) => (one === candidate ? [] : one.features))]);
    if (candidate.features.every((feature) => others.has(feature))) needed.delete(candidate);
  }
  return [...needed].map(({ item }) => item);
}
