const indexes = new WeakMap<readonly object[], ReadonlyMap<string, object>>();

/** The things of a list by their names; the first of a name counts. Made when it is first asked for, once for each list: lists that nobody changes. */
export function byName<T extends { readonly name: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  const known = indexes.get(list);
  if (known) return known as ReadonlyMap<string, T>;
  const index = new Map<string, T>();
  for (const one of list) if (!index.has(one.name)) index.set(one.name, one);
  indexes.set(list, index);
  return index;
}
