/** The first line of a value, for a message: at most 40 characters. */
export function shorten(text: string): string {
  const [line = '', ...others] = text.trim().split('\n');
  return others.length > 0 || line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
