/**
 * What searches of equal texts came to: in a flood the same message comes again and again, and once the date is cut out its
 * lines are equal. Gives itself up where a log does not repeat itself, so that it costs such a log nothing.
 */
export interface OutcomeMemo<T> {
  /** What `search` gave for an equal text before; else what it gives now, for a copy of the text that keeps no block alive. */
  of(text: string, search: (text: string) => T): T;
}

const maxEntries = 4096;
/** So many texts are looked up before it is decided whether that pays. */
const trial = 4096;

export function createOutcomeMemo<T>(): OutcomeMemo<T> {
  const known = new Map<string, T>();
  let lookups = 0;
  let finds = 0;
  let isGivenUp = false;

  /** At least every second text must be known, or looking it up costs more than it saves. */
  const decide = (): void => {
    isGivenUp = finds * 2 < lookups;
    if (isGivenUp) known.clear();
    lookups = 0;
    finds = 0;
  };

  return {
    of: (text, search) => {
      if (isGivenUp) return search(text);
      if (++lookups > trial) decide();
      const found = known.get(text);
      if (found !== undefined) {
        finds++;
        return found;
      }
      const copy = ownCopy(text);
      const result = search(copy);
      if (known.size >= maxEntries) known.clear();
      known.set(copy, result);
      return result;
    },
  };
}

/** A part of a text holds on to the whole in V8; this copy does not. */
function ownCopy(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
