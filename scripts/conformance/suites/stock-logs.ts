import { join } from 'node:path';
import { compareReports, joinRuns, type TestCase } from '../real-test.ts';
import type { RealFail2ban } from '../real-fail2ban.ts';
import type { Suite } from '../suite.ts';
import { filtersWithLog, optionSets } from './resolve.ts';

const zones = ['UTC', 'Europe/Berlin'];

/** Every stock filter over its own test log, plain and with each set of options that the log names. */
export const stockLogs: Suite = {
  name: 'stock-logs',
  asks: 'fail2ban',
  known: [],
  run: async (real) => {
    const cases = filtersWithLog(real).flatMap((name) => casesOf(real, name));
    const runs = [];
    for (const zone of zones) runs.push(await compareReports(real, cases, zone));
    return { total: cases.length * zones.length, ...joinRuns(runs, zones.join(' and ')) };
  },
};

function casesOf(real: RealFail2ban, name: string): TestCase[] {
  return optionSets(real, name).flatMap((options) => {
    const brackets = Object.entries(options)
      .map(([key, value]) => `${key}="${value}"`)
      .join(',');
    // By its name alone fail2ban 1.1 takes the jail, where there is one of that name; with `.conf` it is the filter.
    const [byName, byFile] = [name, `${name}.conf`].map((word) => (brackets === '' ? word : `${word}[${brackets}]`));
    const common = { log: join(real.logs, name), configDir: real.config };
    return [
      { ...common, id: byName!, filter: byName! },
      { ...common, id: `${byFile} --no-check-all`, filter: byFile!, options: ['--no-check-all'] },
    ];
  });
}
