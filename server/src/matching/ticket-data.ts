import { pythonRepr } from '../text/python-string.ts';
import type { GroupTexts } from '../translate/searcher.ts';
import type { MergedGroup } from './failregex-tags.ts';

/** A log line as fail2ban holds it: before the date, the date, behind it. A regex sees the first and the last joined. */
export interface LineParts {
  readonly before: string;
  readonly date: string;
  readonly after: string;
}

/** A group that `tuple_…` groups were joined to; Python holds a tuple. */
export type TupleValue = readonly (string | null | TupleValue)[];

/** An address that fail2ban adds by itself; no group took part. */
export interface AddedAddress {
  readonly address: string;
}

export type DataValue = string | null | number | TupleValue | readonly LineParts[] | ReadonlySet<string> | AddedAddress;

/** What fail2ban knows of one failure: the named groups (null where one took no part), and what its own steps add. */
export type TicketData = Map<string, DataValue>;

/**
 * What fail2ban does not survive: an exception that nothing in it catches. fail2ban-regex ends with a traceback, the server
 * logs an error and loses the line. Thrown while the failures of one line are found and caught there.
 */
export class UncaughtInFail2ban extends Error {}

/** What `readGroups` needs to know of a regex. */
export interface GroupReader {
  readonly namedGroups: readonly (readonly [name: string, group: number])[];
  readonly alternatives: readonly MergedGroup[];
  readonly tuples: readonly MergedGroup[];
}

/** As `match.groupdict()` with `alt_` and `tuple_` groups merged (`Regex._getGroupsWithAlt`). */
export function readGroups(texts: GroupTexts, { namedGroups, alternatives, tuples }: GroupReader): TicketData {
  const data: TicketData = new Map();
  for (const [name, group] of namedGroups) data.set(name, texts[group] ?? null);
  for (const { group, target } of alternatives) {
    const value = data.get(group);
    if (isTrue(value) && !isTrue(data.get(target))) data.set(target, value!);
  }
  for (const { group, target } of tuples) {
    const value = data.get(group) as string | null;
    const known = (data.get(target) ?? null) as string | null | TupleValue;
    data.set(target, Array.isArray(known) ? [...known, value] : [known as string | null, value]);
  }
  return data;
}

/** Python's truth of a value. */
export function isTrue(value: DataValue | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === 0) return false;
  if (Array.isArray(value)) return value.length > 0;
  return value instanceof Set ? value.size > 0 : true;
}

/** As `str(value)` of a group's value. E.g. `('a', None)` for a tuple. */
export function groupText(value: string | TupleValue): string {
  return typeof value === 'string'
    ? value
    : `(${value.map((part) => (part === null ? 'None' : typeof part === 'string' ? pythonRepr(part) : groupText(part))).join(', ')})`;
}

/** The lines that `data` holds under `key`. A capture group of that name is no list: adding lines to it is a TypeError. */
export function linesUnder(data: TicketData, key: 'matches' | 'nofail-matches'): readonly LineParts[] {
  const value = data.get(key);
  if (value === undefined) return [];
  if (!Array.isArray(value))
    throw new UncaughtInFail2ban(
      `TypeError: the group '${key}' is reserved: fail2ban keeps a list of lines under this name`,
    );
  return value as readonly LineParts[];
}

/** Puts both lists under `matches`. */
export function addLines(data: TicketData, known: readonly LineParts[], more: readonly LineParts[]): void {
  data.set('matches', more.length === 0 ? known : known.length === 0 ? more : [...known, ...more]);
}
