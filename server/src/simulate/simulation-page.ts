import type { SimulationPage, WhatIfPage, WhatIfValue } from '../protocol.ts';
import { chartsOf } from './charts.ts';
import type { JailRules } from './jail-rules.ts';
import { settingText, triedSettings, valuesAround, type TriedSetting } from './setting-steps.ts';
import type { SimulatedLogs } from './simulated-logs.ts';
import { createMoments } from './words.ts';
import { summaryOf, tablesOf } from './writers/simulation-tables.ts';

/** Rows of a list that a page can hold and sort. */
const mostRows = 200;
const mostBans = 1000;

/** All that a page shows of a simulation. `timeZone`: in which moments are told, by its tz database name. */
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
    restartHint: report.span ? createMoments(timeZone)((report.span.start + report.span.end) / 2) : null,
    whatIf: report.totals.attempts > 0 ? whatIfPage(logs, rules, 0, null) : null,
    tables: tablesOf(report, timeZone, mostBans),
    notes: report.notes,
  };
}

/** Other values of maxretry and findtime of one jail, by its number, with one of bantime (null: its own); other jails stay as they are. */
export function whatIfPage(
  logs: SimulatedLogs,
  rules: readonly JailRules[],
  tried: number,
  bantime: number | null,
): WhatIfPage {
  const jail = rules[tried]!;
  const { maxretry, findtime, bantime: ownBantime } = jail;
  const chosenBantime = bantime ?? ownBantime;
  const [retries, within, lengths] = triedSettings.map((setting) => valuesAround(setting, jail[setting])) as [
    number[],
    number[],
    number[],
  ];
  const { cells } = logs.whatIf({ maxretry: retries, findtime: within, bantime: [chosenBantime] }, tried);
  const written = (setting: TriedSetting, values: readonly number[]): WhatIfValue[] =>
    values.map((value) => ({ value, text: settingText(setting, value) }));
  return {
    jails: rules.map(({ name }) => name),
    tried,
    maxretry: written('maxretry', retries),
    findtime: written('findtime', within),
    bantime: written('bantime', lengths),
    own: { maxretry, findtime, bantime: ownBantime },
    chosenBantime,
    attempts: logs.simulation.stories.sum(logs.simulation.stories.attempts),
    cells: retries.map((_, i) =>
      within.map((_, j) => {
        const { banned, bans, dropped, mistakes } = cells[i * within.length + j]!;
        return { banned, bans, dropped, mistakes };
      }),
    ),
  };
}
