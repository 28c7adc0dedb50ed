/** Characters of other scripts and typography that look like ASCII: what people paste from documents and web pages. */
const pairs: Readonly<Record<string, string>> = {
  // Cyrillic
  ...zip(
    '\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0405',
    'aeopcyxisjABEKMHOPCTXIS',
  ),
  // Greek
  ...zip(
    '\u03bf\u03bd\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7',
    'ovABEZHIKMNOPTYX',
  ),
  // Quotes, dashes, marks
  ...zip(
    '\u2018\u2019\u201a\u2032\u201c\u201d\u201e\u2033\u00ab\u00bb\u2010\u2011\u2012\u2013\u2014\u2212\u2215\u2236\u00d7',
    '\'\'\'\'""""""------/:x',
  ),
};

function zip(from: string, to: string): Record<string, string> {
  return Object.fromEntries(Array.from(from, (char, i) => [char, to[i]!]));
}

/** What tells `found` from `wanted`, where it only looks like it: `"\u043e" is U+043E`. Undefined where it does not. */
export function lookAlikes(found: string, wanted: string): string | undefined {
  if (!/[^\0-\x7f]/.test(found)) return undefined;
  const bare = (text: string): string =>
    Array.from(text.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, ''), (char) => pairs[char] ?? char)
      .join('')
      .normalize('NFKD')
      .replace(/\p{M}/gu, '');
  if (bare(found) !== bare(wanted)) return undefined;
  const others = [...new Set(Array.from(found).filter((char) => char > '\x7f' && !wanted.includes(char)))].slice(0, 3);
  if (others.length === 0) return undefined;
  const names = others.map((char) => `${/[\p{Cf}\p{M}]/u.test(char) ? 'it holds' : `"${char}" is`} ${codePoint(char)}`);
  return names.join(', ');
}

const blankNames: Readonly<Record<string, string>> = {
  '\u00a0': 'a no-break space',
  '\u202f': 'a narrow no-break space',
  '\u3000': 'an ideographic space',
};

/** One blank that is not ASCII, by its name. */
export function nameBlanks(text: string): string | undefined {
  const odd = Array.from(text).find((char) => char > '\x7f');
  return odd && `${blankNames[odd] ?? 'a special space'} (${codePoint(odd)})`;
}

export function codePoint(char: string): string {
  return `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The ASCII that a character only looks like; undefined where it looks like none. */
export function asciiOf(char: string): string | undefined {
  return pairs[char] ?? (char in blankNames ? ' ' : undefined);
}
