import { sightDate } from './date-advice.ts';
import { quoted } from './in-words.ts';

/** A whole date in what the regex does not take: fail2ban has cut out another one. */
export function secondDate(text: string | undefined): string | undefined {
  const date = text === undefined ? undefined : sightDate(text, 1);
  return date && date.pieces.length > 2
    ? `A second date stands there, ${quoted(date.text)}: fail2ban cuts out one, and this one stays`
    : undefined;
}
