import { once } from '../text/once.ts';
import { pythonRepr } from '../text/python-string.ts';
import { digitValue } from '../text/unicode.ts';
import { crash, unparsable, type DateFailure } from './date-value.ts';
import { minutesOfAbbreviation } from './zone-abbreviations.ts';

/** An abbreviation, an offset, or the two together: `CET`, `+02`, `-0400`, `UTC+01:30`. The last digits may be of any script. */
const zonePattern = once(() => /^([A-Z](?:[A-Z]{2,4})?)?([+-][01]\p{Nd}(?::?\p{Nd}{2})?)?\n?$/u);

/**
 * Minutes east of UTC (`validateTimeZone`, `zone2offset` of strptime.py). `europe/paris` or `cet` is a ValueError; `ABC` has the
 * right shape and is looked up without a safety net: a KeyError. Minutes are not held to 0..59: `+0560` is six hours.
 */
export function offsetOfZone(zone: string): number | DateFailure {
  const found = zonePattern().exec(zone);
  if (!found) return unparsable('ValueError', `Unknown or unsupported time zone: ${pythonRepr(zone)}`);
  const [, name, offset] = found;
  const minutes = name === undefined ? 0 : minutesOfAbbreviation(name);
  if (minutes === undefined) return crash('KeyError', pythonRepr(name!));
  return offset === undefined ? minutes : minutes + minutesOfOffset(offset);
}

function minutesOfOffset(offset: string): number {
  const digits = Array.from(offset.slice(1).replace(':', ''), (char) => digitValue(char.codePointAt(0)!)!);
  const [h1 = 0, h2 = 0, m1 = 0, m2 = 0] = digits;
  return (offset[0] === '-' ? -1 : 1) * ((h1 * 10 + h2) * 60 + m1 * 10 + m2);
}
