import * as data from './unicode-names-data.ts';

const hangulFirst = 0xac00;
const leads = ['G', 'GG', 'N', 'D', 'DD', 'R', 'M', 'B', 'BB', 'S', 'SS', '', 'J', 'JJ', 'C', 'K', 'T', 'P', 'H'];
const vowels = [
  'A',
  'AE',
  'YA',
  'YAE',
  'EO',
  'E',
  'YEO',
  'YE',
  'O',
  'WA',
  'WAE',
  'OE',
  'YO',
  'U',
  'WEO',
  'WE',
  'WI',
  'YU',
  'EU',
  'YI',
  'I',
];
const tails = [
  '',
  'G',
  'GG',
  'GS',
  'N',
  'NJ',
  'NH',
  'D',
  'L',
  'LG',
  'LM',
  'LB',
  'LS',
  'LT',
  'LP',
  'LH',
  'M',
  'B',
  'BS',
  'S',
  'SS',
  'NG',
  'J',
  'C',
  'K',
  'T',
  'P',
  'H',
];

/**
 * The code point of a Unicode 14 name or alias, as `unicodedata.lookup` finds it, or undefined. The case of letters does not
 * count, but in the computed names (`HANGUL SYLLABLE …`, `CJK UNIFIED IDEOGRAPH-…`) it does. A named sequence has no code point.
 * Reads through the packed names each time (some milliseconds): names are rare in a pattern.
 */
export function codePointOfName(name: string): number | undefined {
  if (name.startsWith('HANGUL SYLLABLE ')) return hangulSyllable(name.slice(16));
  const han = /^CJK UNIFIED IDEOGRAPH-(.*)$/s.exec(name);
  if (han)
    return /^[0-9A-F]{4,5}$/.test(han[1]!) ? numbered('CJK UNIFIED IDEOGRAPH-', parseInt(han[1]!, 16)) : undefined;
  if (!/^[A-Za-z0-9 -]+$/.test(name)) return undefined;
  const upper = name.toUpperCase();
  const [, prefix, digits] = /^(.*-)([0-9A-F]{4,5})$/.exec(upper) ?? [];
  const computed =
    prefix === undefined || prefix === 'CJK UNIFIED IDEOGRAPH-'
      ? undefined
      : numbered(prefix, parseInt(digits!, 16), digits!.length);
  return computed ?? findPacked(upper);
}

function hangulSyllable(letters: string): number | undefined {
  for (const [l, lead] of leads.entries())
    for (const [v, vowel] of vowels.entries()) {
      if (!letters.startsWith(lead + vowel)) continue;
      const t = tails.indexOf(letters.slice(lead.length + vowel.length));
      if (t !== -1) return hangulFirst + (l * vowels.length + v) * tails.length + t;
    }
  return undefined;
}

/** The code point itself where `prefix` names it by number. */
function numbered(prefix: string, codePoint: number, digits?: number): number | undefined {
  if (digits !== undefined && codePoint.toString(16).padStart(4, '0').length !== digits) return undefined;
  for (const kind of data.numbered().split('|')) {
    if (!kind.startsWith(prefix)) continue;
    const ranges = kind
      .slice(prefix.length)
      .split(' ')
      .map((range) => range.split(',').map((end) => parseInt(end, 16)));
    if (ranges.some(([start, end]) => start! <= codePoint && codePoint < end!)) return codePoint;
  }
  return undefined;
}

function findPacked(wanted: string): number | undefined {
  for (const [codePoint, name] of packedNames()) if (name === wanted) return codePoint;
  return undefined;
}

/** Every name that is kept as text, with its code point: first the names in their order, then the aliases. */
export function* packedNames(): Generator<[codePoint: number, name: string]> {
  const lexicon = data.words().split(' ');
  let codePoint = -1;
  let words: string[] = [];
  for (const line of data.names().split('|')) {
    const plus = line.indexOf('+');
    codePoint += plus === -1 ? 1 : parseInt(line.slice(0, plus), 36);
    const shared = line.charCodeAt(plus + 1) - 0x30;
    words = words.slice(0, shared);
    for (const [token] of line.slice(plus + 2).matchAll(/[a-z]{2}|[^a-z ]+/g)) words.push(fromLexicon(lexicon, token));
    yield [codePoint, words.join(' ')];
  }
}

function fromLexicon(lexicon: readonly string[], token: string): string {
  const first = token.charCodeAt(0) - 0x61;
  return first < 0 ? token : lexicon[first * 26 + token.charCodeAt(1) - 0x61]!;
}
