/** Remembers what `work` gave for each key; when there are `limit` answers, they are all forgotten. For answers that nobody changes. */
export function memoize<Args extends readonly unknown[], T>(
  keyOf: (...args: Args) => string | number,
  work: (...args: Args) => T,
  limit = 1000,
): (...args: Args) => T {
  const known = new Map<string | number, T>();
  return (...args) => {
    const key = keyOf(...args);
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = work(...args);
    if (known.size >= limit) known.clear();
    known.set(key, found);
    return found;
  };
}
