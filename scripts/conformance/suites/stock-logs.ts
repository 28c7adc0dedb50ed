import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compareReports, installedLogs, joinRuns, type TestCase } from '../real-test.ts';
import type { Suite } from '../suite.ts';
import { optionSets, stockFilters } from './resolve.ts';

const zones = ['UTC', 'Europe/Berlin'];

/** Every stock filter over its own test log, plain and with each set of options that the log names. */
export const stockLogs: Suite = {
  name: 'stock-logs',
  known: [],
  run: async () => {
    const cases = stockFilters()
      .filter((name) => existsSync(join(installedLogs, name)))
      .flatMap(casesOf);
    const runs = [];
    for (const zone of zones) runs.push(await compareReports(cases, zone));
    return { total: cases.length * zones.length, ...joinRuns(runs, zones.join(' and ')) };
  },
};

function casesOf(name: string): TestCase[] {
  return optionSets(name).flatMap((options) => {
    const brackets = Object.entries(options)
      .map(([key, value]) => `${key}="${value}"`)
      .join(',');
    const filter = brackets === '' ? name : `${name}[${brackets}]`;
    const plain = { id: filter, log: join(installedLogs, name), filter };
    return [plain, { ...plain, id: `${filter} --no-check-all`, options: ['--no-check-all'] }];
  });
}
