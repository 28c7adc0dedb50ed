/** Worked out when first asked for: tables and patterns that most runs never need would take longer to make than a small log to count. */
export function once<T extends object>(work: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= work());
}
