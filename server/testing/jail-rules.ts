import type { JailRules } from '../src/simulate/jail-rules.ts';

/** A jail that bans for a minute after three attempts within 100 seconds. */
export function jailRules(settings: Partial<JailRules> = {}): JailRules {
  return {
    name: 'jail',
    maxretry: 3,
    findtime: 100,
    bantime: 60,
    growth: undefined,
    useDns: 'warn',
    allPorts: false,
    isIgnored: () => false,
    notes: [],
    ...settings,
  };
}
