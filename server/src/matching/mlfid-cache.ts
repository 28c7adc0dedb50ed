import { ownCopy } from '../text/own-copy.ts';
import {
  addLines,
  groupText,
  isTrue,
  linesUnder,
  UncaughtInFail2ban,
  type LineParts,
  type TicketData,
  type TupleValue,
} from './ticket-data.ts';

/** What is known of the lines that share an `<F-MLFID>`, while more of them may come. */
export interface ConnectionCache<Connection> {
  get(id: string): Connection | undefined;
  set(id: string, connection: Connection): void;
  delete(id: string): void;
  /** The oldest first; `until`: when it dies, as `now` tells time. */
  all(): readonly (readonly [id: string, connection: Connection, until: number])[];
  /** Remembers which ids are asked for from now on, until the cache is full of later ones: then it no longer matters what it held now. */
  watch(): void;
  /** Undefined where these became too many. */
  readonly asked: ReadonlySet<string> | undefined;
}

interface Entry<Connection> {
  readonly connection: Connection;
  readonly until: number;
  /** Set since `watch`. */
  readonly isLater: boolean;
}

const maxEntries = 100;
const maxAgeSeconds = 300;
const maxAsked = 50_000;

/** Mirrors `Utils.Cache(maxCount=100, maxTime=300)`: the oldest goes first, and every entry dies 300 seconds after it was set. */
export function createConnectionCache<Connection>(now: () => number): ConnectionCache<Connection> {
  const entries = new Map<string, Entry<Connection>>();
  let isWatching = false;
  let asked: Set<string> | undefined;
  const note = (id: string): void => {
    if (asked!.size === maxAsked) asked = undefined;
    const [oldest] = entries.values();
    isWatching = asked !== undefined && !(entries.size >= maxEntries && oldest!.isLater);
    if (isWatching) asked!.add(ownCopy(id));
  };
  const makeRoom = (time: number): void => {
    for (const [id, { until }] of entries) {
      entries.delete(id);
      if (until > time && entries.size < maxEntries) return;
    }
  };
  return {
    get: (id) => {
      const entry = entries.get(id);
      if (isWatching) note(id);
      if (entry === undefined) return undefined;
      if (entry.until > now()) return entry.connection;
      entries.delete(id);
      return undefined;
    },
    set: (id, connection) => {
      const time = now();
      if (entries.size >= maxEntries) makeRoom(time);
      entries.set(ownCopy(id), { connection, until: time + maxAgeSeconds, isLater: isWatching });
    },
    delete: (id) => void entries.delete(id),
    all: () => [...entries].map(([id, { connection, until }]) => [id, connection, until] as const),
    watch: () => {
      asked = new Set();
      isWatching = true;
    },
    get asked() {
      return asked;
    },
  };
}

/**
 * Joins a match to what is known of its connection; gives the data to go on with (the connection's own where it is known,
 * which later lines then see). Mirrors `Filter._mergeFailure`:
 * - `nofail` or `mlfgained` (a line that is no failure by itself), `mlfforget` (the connection's end);
 * - a connection whose failure is pending, or that tries a second user, fails even on a line that is no failure.
 */
export function mergeByConnection(
  cache: ConnectionCache<TicketData>,
  fail: TicketData,
  matched: readonly LineParts[],
): TicketData {
  const id = groupText(fail.get('mlfid') as string | TupleValue);
  const isGain = isTrue(fail.get('mlfgained'));
  let isNoFail = isGain || isTrue(fail.get('nofail'));
  if (isGain && !isTrue(fail.get('nofail'))) fail.set('nofail', fail.get('mlfgained')!);
  const isForget = isTrue(fail.get('mlfforget'));
  fail.delete('mlfforget');

  const known = cache.get(id);
  let data = fail;
  let users = 0;
  if (known) {
    users = addUser(known, fail);
    const wasNoFail = [known.get('nofail'), known.get('mlfgained')].some(isTrue);
    known.delete('nofail');
    known.delete('mlfgained');
    if (isGain) known.delete('mlfpending');
    // What was found so far is reported already.
    if (!wasNoFail && !isTrue(known.get('mlfpending'))) known.delete('matches');
    for (const [key, value] of fail) if (value !== null) known.set(key, value);
    data = known;
    if (isForget) cache.delete(id);
  } else if (!isForget) {
    users = addUser(fail, fail);
    cache.set(id, fail);
  }

  const isPending = isTrue(data.get('mlfpending'));
  data.delete('mlfpending');
  if (isPending || users > 1) {
    data.delete('nofail');
    data.delete('mlfgained');
    isNoFail = false;
  }
  if (!isNoFail) {
    const waiting = linesUnder(data, 'nofail-matches');
    data.delete('nofail-matches');
    addLines(data, waiting, linesUnder(data, 'matches'));
    addLines(data, linesUnder(data, 'matches'), matched);
  } else if (!isForget) data.set('nofail-matches', [...linesUnder(data, 'nofail-matches'), ...matched]);
  return data;
}

/** Adds the match's user, where it names one, to those of the connection; gives how many there are. */
function addUser(connection: TicketData, fail: TicketData): number {
  const users = connection.get('users');
  const user = fail.get('user') as string | TupleValue | null | undefined;
  if (!isTrue(user)) return users instanceof Set ? users.size : isTrue(users) ? [...(users as string)].length : 0;
  if (isTrue(users) && !(users instanceof Set))
    throw new UncaughtInFail2ban(
      "AttributeError: the group 'users' is reserved: fail2ban keeps the set of a connection's users under this name",
    );
  const name = groupText(user as string | TupleValue);
  if (users instanceof Set && users.has(name)) return users.size;
  // A new set: findings that were told before keep theirs.
  const all = new Set(users instanceof Set ? users : []).add(name);
  connection.set('users', all);
  return all.size;
}
