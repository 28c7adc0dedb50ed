import { stepsAround, triedSettings, type TriedSetting } from './setting-steps.ts';
import type { JailRules } from './jail-rules.ts';
import type { SimulationReport } from './report.ts';
import type { SimulatedLogs } from './simulated-logs.ts';
import type { WhatIfCell } from './what-if.ts';

/** What the bans of one jail come to, and what they would with each setting a step lower or higher. */
export interface SimulationSummary {
  readonly totals: SimulationReport['totals'];
  /** Banned addresses that look like mistakes. */
  readonly mistakes: number;
  readonly steps: readonly SettingStep[];
  readonly notes: readonly string[];
}

/** One setting a step lower or higher; times in seconds. */
export interface SettingStep extends Pick<WhatIfCell, 'banned' | 'bans' | 'dropped' | 'mistakes'> {
  readonly setting: TriedSetting;
  /** As the jail has it. */
  readonly from: number;
  readonly to: number;
}

export function summarise(logs: SimulatedLogs, rules: JailRules): SimulationSummary {
  const { totals, mistakes, notes } = logs.report(0);
  const steps = triedSettings.flatMap((setting) =>
    stepsAround(setting, rules[setting]).map((to): SettingStep => {
      const grid = { maxretry: [], findtime: [], bantime: [], [setting]: [to] };
      const [{ banned, bans, dropped, mistakes }] = logs.whatIf(grid).cells as [WhatIfCell];
      return { setting, from: rules[setting], to, banned, bans, dropped, mistakes };
    }),
  );
  return { totals, mistakes: mistakes.length, steps, notes };
}
