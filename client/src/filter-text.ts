/** Whether a text reads as a filter: a `[Definition]` with a failregex, or what begins like one. */
export function looksLikeFilter(text: string): boolean {
  const start = text.slice(0, 50_000);
  return /^\[Definition\]/m.test(start) && /^(?:failregex|prefregex|ignoreregex)\s*[=:]/m.test(start);
}
