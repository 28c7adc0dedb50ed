/**
 * Which failregex of an old filter each one of a new filter is, from 0; undefined for one that is new. A regex is itself wherever
 * it stands, as long as its text is the same; of the others the first was edited into the first, and so on, where there are as many of them
 * on both sides.
 */
export function pairRegexes(old: readonly string[], edited: readonly string[]): (number | undefined)[] {
  const places = new Map<string, number[]>();
  for (let i = old.length - 1; i >= 0; i--) places.set(old[i]!, [...(places.get(old[i]!) ?? []), i]);
  const pairs = edited.map((text) => places.get(text)?.pop());
  const taken = new Set(pairs);
  const left = old.map((_, i) => i).filter((i) => !taken.has(i));
  if (left.length !== pairs.filter((pair) => pair === undefined).length) return pairs;
  return pairs.map((pair) => pair ?? left.shift());
}
