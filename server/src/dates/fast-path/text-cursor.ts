/** The next place of something in a text, remembered: asking line after line costs one walk through the text in all. */
export interface Cursor {
  /** The first place at or behind `from`; the text's length where there is none. */
  next(text: string, from: number): number;
}

/** For one text at a time; another text than before starts anew. */
export function createCursor(find: (text: string, from: number) => number): Cursor {
  let known = '';
  let searchedFrom = 0;
  let found = -1;
  return {
    next(text, from) {
      if (from < searchedFrom || from > found || text !== known) {
        known = text;
        searchedFrom = from;
        found = find(text, from);
        if (found === -1) found = text.length;
      }
      return found;
    },
  };
}

export function createCharCursor(char: string): Cursor {
  return createCursor((text, from) => text.indexOf(char, from));
}

/** Finds what is not ASCII. */
export function createNonAsciiCursor(): Cursor {
  const nonAscii = /[^\0-\x7f]/g;
  return createCursor((text, from) => {
    nonAscii.lastIndex = from;
    return nonAscii.exec(text)?.index ?? -1;
  });
}
