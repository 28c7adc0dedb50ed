import { createBanGrowth, type BanGrowth } from '../src/simulate/ban-growth.ts';
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

/** `bantime.increment = true` and nothing else. */
export const plainGrowth = createBanGrowth({
  factor: undefined,
  formula: undefined,
  multipliers: undefined,
  maxtime: undefined,
  rndtime: undefined,
  overallJails: false,
}) as BanGrowth;
