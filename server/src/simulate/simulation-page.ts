import type { SimulationPage, WhatIfPage, WhatIfValue } from '../protocol.ts';
import { chartsOf } from './charts.ts';
import type { JailRules } from './jail-rules.ts';
import { settingText, triedSettings, valuesAround, type TriedSetting } from './setting-steps.ts';
import type { SimulatedLogs } from './simulated-logs.ts';
import { summaryOf, tablesOf } from './writers/simulation-tables.ts';

/** Rows of a list that a page can hold and sort. */
const mostRows = 200;
const mostBans = 1000;

/** All that a page shows of a simulation. Other settings are tried where there is one jail. `timeZone`: in which moments are told, by its tz database name. */
export function simulationPage(
  logs: SimulatedLogs,
  rules: readonly JailRules[],
  timeZone: string,
): Omit<SimulationPage, 'logs'> {
  const report = logs.report(mostRows);
  return {
    title: `${rules.map(({ name }) => `[${name}]`).join(' and ')} over ${report.logs.length === 1 ? report.logs[0]! : `${report.logs.length} logs`}`,
    summary: summaryOf(report, timeZone),
    charts: chartsOf(report, timeZone),
    whatIf: report.totals.attempts > 0 && rules.length === 1 ? whatIfPage(logs, rules[0]!, rules[0]!.bantime) : null,
    tables: tablesOf(report, timeZone, mostBans),
    notes: report.notes,
  };
}

/** Other values of maxretry and findtime with one of bantime. */
export function whatIfPage(logs: SimulatedLogs, rules: JailRules, bantime: number): WhatIfPage {
  const { maxretry, findtime, bantime: ownBantime } = rules;
  const [retries, within, lengths] = triedSettings.map((setting) => valuesAround(setting, rules[setting])) as [
    number[],
    number[],
    number[],
  ];
  const { cells } = logs.whatIf({ maxretry: retries, findtime: within, bantime: [bantime] });
  const written = (setting: TriedSetting, values: readonly number[]): WhatIfValue[] =>
    values.map((value) => ({ value, text: settingText(setting, value) }));
  return {
    maxretry: written('maxretry', retries),
    findtime: written('findtime', within),
    bantime: written('bantime', lengths),
    own: { maxretry, findtime, bantime: ownBantime },
    chosenBantime: bantime,
    attempts: logs.simulation.stories.reduce((sum, { attempts }) => sum + attempts, 0),
    cells: retries.map((_, i) =>
      within.map((_, j) => {
        const { banned, bans, dropped, mistakes } = cells[i * within.length + j]!;
        return { banned, bans, dropped, mistakes };
      }),
    ),
  };
}
