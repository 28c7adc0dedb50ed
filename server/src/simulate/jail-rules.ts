import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { asBool } from '../config/read-config.ts';
import { timeInSeconds } from '../config/time-value.ts';
import type { UseDns } from '../matching/failregex-tags.ts';
import { createNetTest, readNet, type Net } from '../matching/ip-address.ts';
import { canShrink, createBanGrowth, type BanGrowth } from './ban-growth.ts';
import type { JailSettings } from './jail-settings.ts';

/** What of a jail decides who is banned, when and for how long. Times in seconds. */
export interface JailRules {
  readonly name: string;
  readonly maxretry: number;
  readonly findtime: number;
  /** -1: for ever. */
  readonly bantime: number;
  /** Bans grow: `bantime.increment`, with a database. */
  readonly growth: BanGrowth | undefined;
  readonly useDns: UseDns;
  /** Its bans are bans from all ports: what the address does to other jails is dropped, too. */
  readonly allPorts: boolean;
  /** Never banned: `ignoreip`, `ignoreself`. */
  isIgnored(id: string): boolean;
  /** What of the jail could not be taken into account; whole sentences. */
  readonly notes: readonly string[];
}

export interface JailRulesOptions {
  readonly fail2ban: Fail2banVersion;
  /** fail2ban remembers bans: `dbfile` is not None. */
  readonly hasDatabase: boolean;
  /** The server's own addresses, as far as they are known. */
  readonly ownAddresses: readonly string[];
}

/** Every fail2ban server has these. */
const loopback = ['127.0.0.1', '::1'];

/** An option that cannot be used, as `name = value`. */
export class UnusableOption extends Error {}

/** Throws UnusableOption where the server would refuse an option, or where it is beyond what is read here. */
export function rulesOf(jail: JailSettings, options: JailRulesOptions): JailRules {
  const notes: string[] = [];
  const text = (name: string): string | undefined => jail.options[name];
  const seconds = (name: string, fallback?: number): number | undefined => {
    const written = text(name);
    if (written === undefined || (written === '' && fallback === undefined)) return fallback;
    const value = timeInSeconds(written);
    if (value === undefined) throw new UnusableOption(`${name} = ${written}`);
    return value;
  };
  const isOn = (name: string, fallback: boolean): boolean => asBool(text(name) ?? String(fallback));
  const useDns = (text('usedns') ?? 'warn').toLowerCase();
  const growth = growthOf(text, seconds, isOn, options.hasDatabase, notes);
  if (text('ignorecommand')) notes.push(`ignorecommand is never run here: it may spare more addresses (${jail.name}).`);
  return {
    name: jail.name,
    maxretry: Number(text('maxretry') ?? 5),
    findtime: seconds('findtime', 600)!,
    bantime: Math.trunc(seconds('bantime', 600)!),
    growth,
    allPorts: jail.allPorts,
    useDns: (['yes', 'warn', 'raw'] as const).find((known) => known === useDns) ?? 'no',
    isIgnored: ignoreTest(jail, options, isOn('ignoreself', true), notes),
    notes,
  };
}

function growthOf(
  text: (name: string) => string | undefined,
  seconds: (name: string) => number | undefined,
  isOn: (name: string, fallback: boolean) => boolean,
  hasDatabase: boolean,
  notes: string[],
): BanGrowth | undefined {
  if (!isOn('bantime.increment', false)) return undefined;
  if (!hasDatabase) {
    notes.push('bantime.increment has no effect: fail2ban.conf sets dbfile = None, so no ban is remembered.');
    return undefined;
  }
  const orUnset = (name: string): string | undefined => text(name) || undefined;
  const growth = createBanGrowth({
    factor: orUnset('bantime.factor'),
    formula: orUnset('bantime.formula'),
    multipliers: orUnset('bantime.multipliers'),
    maxtime: seconds('bantime.maxtime'),
    rndtime: seconds('bantime.rndtime'),
    overallJails: isOn('bantime.overalljails', false),
  });
  if ('unread' in growth) throw new UnusableOption(growth.unread);
  const bantime = seconds('bantime') ?? 600;
  if (bantime > 0 && canShrink(growth, bantime))
    notes.push(
      'bantime.* makes some bans shorter than bantime: fail2ban notices the end of such a ban only when it looks for the end of another one, or when bantime is over.',
    );
  if (growth.randomSeconds > 0)
    notes.push(
      `bantime.rndtime: bans that grow last up to ${growth.randomSeconds} s longer than told here, by chance.`,
    );
  return growth;
}

function ignoreTest(
  jail: JailSettings,
  { fail2ban, ownAddresses }: JailRulesOptions,
  ignoresSelf: boolean,
  notes: string[],
): (id: string) => boolean {
  const nets: Net[] = [];
  const names: string[] = [];
  for (const word of [...jail.ignoreip, ...(ignoresSelf ? [...loopback, ...ownAddresses] : [])]) {
    const net = readNet(word, fail2ban);
    if (net && 'error' in net) throw new UnusableOption(`ignoreip = ${word} (${net.error})`);
    if (net) nets.push(net);
    else names.push(word);
  }
  if (names.length > 0)
    notes.push(
      `ignoreip names ${names.join(', ')} (${jail.name}): names are not looked up here, so nobody is spared for ${names.length === 1 ? 'it' : 'them'}.`,
    );
  if (ignoresSelf && ownAddresses.length === 0)
    notes.push(
      `ignoreself: of the server's own addresses only 127.0.0.1 and ::1 are known here; --self ADDRESS adds to them.`,
    );
  const netOf = createNetTest(nets, fail2ban);
  return (id) => netOf(id) !== -1;
}
