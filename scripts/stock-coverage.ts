import { existsSync, readFileSync } from 'node:fs';
import { nodeFileSystem } from '../server/src/host/node-file-system.ts';
import { countCoverage, type CoverageCounts, type FilterCoverage } from '../server/src/samples/coverage.ts';
import { filterOfFile, samplesOfFilter } from '../server/src/samples/find-samples.ts';
import { verifyFilter } from '../server/src/samples/verify-filter.ts';

const configDir = '/etc/fail2ban';
const python = '/usr/lib/python3/dist-packages/fail2ban';

/** Whether the release whose figures the page gives is installed here, with its test logs. */
export function hasStock(): boolean {
  const version = `${python}/version.py`;
  return (
    existsSync(version) &&
    readFileSync(version, 'utf8').includes('"1.0.2"') &&
    existsSync(`${python}/tests/files/logs/sshd`) &&
    existsSync(`${configDir}/filter.d/sshd.conf`)
  );
}

/** The page docs/stock-coverage.md: what fail2ban 1.0.2's own test logs go through of each stock filter. Names and figures only. */
export function stockCoveragePage(): string {
  const filters = nodeFileSystem
    .readDirectory(`${configDir}/filter.d`)
    .filter((name) => name.endsWith('.conf') && !name.endsWith('common.conf'))
    .sort()
    .flatMap((name): { name: string; coverage: FilterCoverage }[] => {
      const filter = filterOfFile(nodeFileSystem, `${configDir}/filter.d/${name}`);
      const samples = samplesOfFilter(nodeFileSystem, filter, `${python}/tests/files/logs`).map(({ path }) => path);
      if (samples.length === 0) return [];
      const { coverage } = verifyFilter({
        filter,
        samples,
        files: nodeFileSystem,
        fail2ban: '1.0',
        python: '3.11',
        loadedAt: Date.now() / 1000,
      });
      return [{ name: filter.name, coverage }];
    });
  const rows = filters.map(({ name, coverage }) => rowOf(name, countCoverage([coverage])));
  return `# Coverage of the stock filters by their own logs

What the test logs of fail2ban 1.0.2 go through of its filters (docs/ci.md tells how it is counted): regexes and branches of \`|\`, each as covered of all. Written by
\`node scripts/run-ts.mjs scripts/write-stock-coverage.ts\` from the installed package; a test keeps it true where that is at hand.

| filter | percent | regexes | branches |
| --- | ---: | ---: | ---: |
${rows.join('\n')}
${rowOf('all', countCoverage(filters.map(({ coverage }) => coverage)))}
`;
}

function rowOf(name: string, { percent, regexes, branches }: CoverageCounts): string {
  const of = (counts: CoverageCounts['regexes']): string =>
    counts.total === 0 ? '–' : `${counts.covered}/${counts.total}`;
  return `| ${name} | ${percent ?? '–'} | ${of(regexes)} | ${of(branches)} |`;
}
