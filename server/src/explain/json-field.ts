/** One more `"name":value` of JSON, or several. */
export function isField(text: string): boolean {
  return (
    /^(?:,\s*"[^"]+":\s*(?:"[^"]*"|[\w.+-]+))+$/.test(text) || /^(?:"[^"]+":\s*(?:"[^"]*"|[\w.+-]+),\s*)+$/.test(text)
  );
}
