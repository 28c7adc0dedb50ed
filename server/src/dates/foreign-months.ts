import { once } from '../text/once.ts';

/** Languages in which programs write dates, so far as the engine knows their months. */
const languages = ['de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'ru', 'sv', 'da', 'nb', 'fi', 'cs', 'tr', 'hu', 'ro'];
/** As they are abbreviated in other ways than the engine does. */
const otherForms = ['mär', 'mrz', 'jän', 'jänner', 'febr', 'fév', 'juil', 'août', 'set'];

let known: { readonly english: ReadonlySet<string>; readonly all: ReadonlySet<string> } | undefined;

/** Is the word the name of a month in another language than English, and in English none? */
export function isForeignMonth(word: string): boolean {
  known ??= {
    english: new Set(namesIn('en')),
    all: new Set([...otherForms, ...languages.flatMap(namesIn)].map(plain)),
  };
  return !known.english.has(word.toLowerCase()) && known.all.has(plain(word));
}

/** A day with such a month right before a time, at the end of `text`. */
export interface ForeignDay {
  /** Where it begins, UTF-16. */
  readonly start: number;
  readonly month: string;
  /** What it is made of, in order. */
  readonly pieces: readonly string[];
}

const day = String.raw`[0-3]?\d`;
const word = String.raw`\p{L}{3,12}`;
const dayBeforeTime = once(
  () =>
    new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:${day}(?:\. ?|[-/ ])(?:de )?(?<second>${word})\.?|(?<first>${word})\.?[-/ ]{1,2}${day})(?:(?:[-/., ]{1,2}| de )(?<year>(?:19|20)\d\d))?[T@|,;:\- \t]{1,4}$`,
      'u',
    ),
);

/** `10. Okt 2023 ` before a time. */
export function foreignDayBefore(text: string): ForeignDay | undefined {
  const match = dayBeforeTime().exec(text);
  const { first, second, year } = match?.groups ?? {};
  const month = first ?? second;
  if (!match || month === undefined || !isForeignMonth(month)) return undefined;
  const name = 'month name that is not English';
  const pieces = first === undefined ? ['day', name] : [name, 'day'];
  return { start: match.index, month, pieces: year === undefined ? pieces : [...pieces, 'year'] };
}

function namesIn(language: string): string[] {
  return (['short', 'long'] as const).flatMap((month) => {
    const format = new Intl.DateTimeFormat(language, { month, day: 'numeric', timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_, at) => {
      const parts = format.formatToParts(new Date(Date.UTC(2023, at, 5)));
      return (parts.find(({ type }) => type === 'month')?.value ?? '').toLowerCase().replace(/\.$/, '');
    }).filter((name) => /^\p{L}{3,}$/u.test(name));
  });
}

/** In small letters, without accents. */
function plain(name: string): string {
  return name.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}
