/** One more `"name":value` of JSON, or several. */
export function isField(text: string): boolean {
  return (
    /^(?:,\s*"[^"]+":\s*(?:"[^"]*"|[\w.+-]+))+$/.test(text) || /^(?:"[^"]+":\s*(?:"[^"]*"|[\w.+-]+),\s*)+$/.test(text)
  );
}

/** `user":"bob","` behind the quote of the next field: the same as `"user":"bob",` before it. */
export function fieldBeforeQuote(text: string, before: string | undefined): string | undefined {
  const field = before === '"' && text.endsWith('"') ? `"${text.slice(0, -1)}` : undefined;
  return field !== undefined && isField(field) ? field : undefined;
}
