import type { Searcher } from '../translate/searcher.ts';

/** What the named groups took; null where the regex does not match. */
export type Found = ReadonlyMap<string, string> | null;

/** The texts of spans, by group. */
export function textsIn(text: string, spans: ArrayLike<number>): (string | undefined)[] {
  return Array.from({ length: spans.length / 2 }, (_, i) =>
    spans[2 * i]! < 0 ? undefined : text.slice(spans[2 * i], spans[2 * i + 1]),
  );
}

export function search(searcher: Searcher, text: string): Found {
  const spans = searcher.search(text);
  if (!spans) return null;
  const texts = textsIn(text, spans);
  return new Map([...searcher.groupNames].flatMap(([name, i]) => (texts[i] === undefined ? [] : [[name, texts[i]]])));
}

export function matchesOf(searcher: Searcher, texts: ReadonlySet<string>): ReadonlyMap<string, Found> {
  return new Map([...texts].map((text) => [text, search(searcher, text)]));
}

/** Whether one of the texts is matched otherwise than before. */
export function isNoticed(changed: Searcher, texts: ReadonlySet<string>, before: ReadonlyMap<string, Found>): boolean {
  for (const text of texts) {
    const [was, is] = [before.get(text)!, search(changed, text)];
    if (!isSame(was, is)) return true;
  }
  return false;
}

export function isSame(was: Found, is: Found): boolean {
  if (!was || !is) return was === is;
  return was.size === is.size && [...was].every(([name, value]) => is.get(name) === value);
}
