import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stockFilterNames } from '../../../server/src/config/stock-filters.ts';
import { createSources } from '../../../server/src/config/resolve.ts';
import { nodeFileSystem } from '../../../server/src/host/node-file-system.ts';
import { askOracle } from '../oracle.ts';
import { ourAnswer, type ResolveAnswer, type ResolveCase } from '../resolve-answer.ts';
import type { RealFail2ban } from '../real-fail2ban.ts';
import type { Suite } from '../suite.ts';

/** That each stock filter's name is known; and every one of them, plain and with each set of options that its own test log names, as fail2ban-regex and as a jail load it. */
export const resolve: Suite = {
  name: 'resolve',
  asks: 'fail2ban',
  known: [],
  run: async (real) => {
    const names = stockFilters(real);
    const cases = names.flatMap((name) => optionSets(real, name).flatMap((options) => waysToLoad(real, name, options)));
    const answers = await askOracle<ResolveAnswer[]>('resolve-filter.py', { cases }, { real });
    const sources = createSources(nodeFileSystem);
    const differences = cases.flatMap((test, i) => {
      const actual = ourAnswer(sources, real.fail2ban, test);
      const expected = answers[i]!;
      return JSON.stringify(actual) === JSON.stringify(expected) ? [] : [{ id: idOf(test), expected, actual }];
    });
    const unknown = names.filter((name) => !stockFilterNames.has(name));
    return {
      total: cases.length + names.length,
      differences: [
        ...differences,
        ...unknown.map((name) => ({ id: name, expected: 'a name of a stock filter', actual: 'unknown' })),
      ],
      note: `${names.length} stock filters`,
    };
  },
};

/** The stock filters; files that only others include have no `[Definition]`. */
export function stockFilters({ config }: RealFail2ban): string[] {
  const folder = join(config, 'filter.d');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.conf') && /^\[Definition\]/m.test(readFileSync(join(folder, file), 'utf8')))
    .map((file) => file.slice(0, -'.conf'.length))
    .sort();
}

/** The stock filters that have a test log of their own. */
export function filtersWithLog(real: RealFail2ban): string[] {
  return stockFilters(real).filter((name) => existsSync(join(real.logs, name)));
}

/** No options, and the sets that the test log names in its `# filterOptions:` lines, joined with its `# fileOptions:`. */
export function optionSets({ logs }: RealFail2ban, name: string): Record<string, string>[] {
  const sets = new Map<string, Record<string, string>>([['{}', {}]]);
  const files = [name];
  for (const file of files) {
    const path = join(logs, file);
    if (!existsSync(path)) continue;
    let common: Record<string, string> = {};
    for (const [, kind, json] of readFileSync(path, 'utf8').matchAll(
      /^#+ ?(fileOptions|filterOptions|addFILE):(.+)$/gm,
    )) {
      const value = JSON.parse(json!) as unknown;
      if (kind === 'addFILE') files.push(value as string);
      else if (kind === 'fileOptions') common = value as Record<string, string>;
      else for (const own of [value].flat()) addSet(sets, { ...common, ...(own as Record<string, string>) });
    }
  }
  return [...sets.values()];
}

function addSet(sets: Map<string, Record<string, string>>, options: Record<string, string>): void {
  const own = Object.fromEntries(Object.entries(options).filter(([key]) => !key.startsWith('test.')));
  sets.set(JSON.stringify(own), own);
}

function waysToLoad({ config }: RealFail2ban, name: string, options: Record<string, string>): ResolveCase[] {
  const base = { name, configDir: config, options };
  return [
    { ...base, via: 'fail2ban-regex' },
    { ...base, via: 'fail2ban-regex', backend: 'systemd' },
    { ...base, via: 'jail', jailOptions: { enabled: 'True', backend: 'auto', filter: name } },
    { name: undefined, path: join(config, 'filter.d', `${name}.conf`), options, via: 'fail2ban-regex' },
  ];
}

function idOf({ name, path, options, via, backend }: ResolveCase): string {
  return `${name ?? path} ${JSON.stringify(options)} as ${via}${backend ? `, backend ${backend}` : ''}`;
}
