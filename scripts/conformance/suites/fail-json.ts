import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFileSystem } from '../../../server/src/host/node-file-system.ts';
import { verifySample, type SampleTest } from '../../../server/src/samples/verify-sample.ts';
import type { RealFail2ban } from '../real-fail2ban.ts';
import type { Difference, Suite } from '../suite.ts';
import { stockFilters } from './resolve.ts';

/** What the package itself expects of each line: its `# failJSON:` comments. */
export const failJson: Suite = {
  name: 'fail-json',
  asks: 'fail2ban',
  known: [],
  run: async (real) => {
    const results = stockSamples(real).map((sample) => verifyStock(real, sample));
    return {
      total: results.reduce((sum, tests) => sum + tests.length, 0),
      differences: results.flatMap((tests) => tests.flatMap(differencesOf)),
      note: `${results.length} test logs`,
    };
  },
};

/** A filter, the folder of configuration that it stands in, and its test log. */
export interface StockSample {
  readonly name: string;
  readonly configDir: string;
  readonly log: string;
}

/** Every filter that fail2ban's own tests try with a log. */
export function stockSamples(real: RealFail2ban): StockSample[] {
  const packagedConfig = join(real.logs, '../../config');
  return [
    ...stockFilters(real).map((name) => ({ name, configDir: real.config })),
    ...packagedFilters(packagedConfig).map((name) => ({ name, configDir: packagedConfig })),
  ]
    .map((subject) => ({ ...subject, log: join(real.logs, subject.name) }))
    .filter(({ log }) => existsSync(log));
}

function verifyStock({ fail2ban }: RealFail2ban, { name, configDir, log }: StockSample): SampleTest[] {
  return verifySample({
    path: log,
    name,
    target: { kind: 'name', name, configDir },
    files: nodeFileSystem,
    fail2ban,
    python: '3.11',
    loadedAt: Date.now() / 1000,
  });
}

function differencesOf({ file, line, title, failures }: SampleTest): Difference[] {
  return failures.map(({ message, expected, got, options }) => ({
    id: `${file}:${line ?? title} ${JSON.stringify(options ?? {})}`,
    expected: expected ?? 'it holds',
    actual: got ? { message, ...got } : message,
  }));
}

/** The filters that the tests bring along, where what they include is there too: Debian keeps `../../../../config` elsewhere. */
function packagedFilters(packagedConfig: string): string[] {
  const folder = join(packagedConfig, 'filter.d');
  return readdirSync(folder)
    .filter((file) => /^zzz-.*\.conf$/.test(file))
    .filter((file) => {
      const before = /^before = (.*)$/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1];
      return before === undefined || existsSync(join(folder, before));
    })
    .map((file) => file.slice(0, -'.conf'.length));
}
