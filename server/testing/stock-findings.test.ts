import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configurationFiles, Workspace } from '../src/analysis/workspace.ts';
import { findDangers } from '../src/danger/find-dangers.ts';
import { nodeFileSystem } from '../src/host/node-file-system.ts';
import { dangerSubjectsIn, placeDangers } from '../src/lint/dangers.ts';
import { inOrder, lintFile } from '../src/lint/run.ts';

const configDir = '/etc/fail2ban';
const version = '/usr/lib/python3/dist-packages/fail2ban/version.py';
const isInstalled = existsSync(version) && readFileSync(version, 'utf8').includes('"1.0.2"');
if (!isInstalled) console.warn('SKIPPED: fail2ban 1.0.2 is not installed, so its files are not checked');

it.skipIf(!isInstalled)(
  'should find in the stock configuration what docs/stock-findings.md tells',
  { timeout: 120_000 },
  () => {
    const workspace = new Workspace(nodeFileSystem, { fail2ban: '1.0', python: '3.11' });
    const treeOf = (file: string) => workspace.source(file)?.tree;
    const findings = inOrder(
      configurationFiles(nodeFileSystem, configDir).flatMap((path) => {
        const file = workspace.analyse(path)!;
        const dangers = dangerSubjectsIn(file).flatMap((subject) =>
          placeDangers(file, subject, findDangers(subject.texts, { guard: (work) => (work(), true) })),
        );
        return lintFile(file, { treeOf, dangers });
      }),
    );
    const counts = new Map<string, number>();
    for (const { rule, place } of findings) {
      const key = `${rule} ${place.file.slice(configDir.length + 1)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const table = readFileSync('docs/stock-findings.md', 'utf8').matchAll(/^\| ([\w-]+) \| (\S+) \| (\d+) \|/gm);
    const told = [...table].map(([, rule, file, count]) => [`${rule} ${file}`, Number(count)] as const);
    expect([...counts].sort()).toEqual(told.sort());
  },
);
