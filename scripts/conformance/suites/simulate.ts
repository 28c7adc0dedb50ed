import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../server/src/cli/main.ts';
import { nodeFileSystem } from '../../../server/src/host/node-file-system.ts';
import type { SimulationReport } from '../../../server/src/simulate/report.ts';
import { askOracle } from '../oracle.ts';
import { chosenSeed } from '../random.ts';
import type { RealFail2ban } from '../real-fail2ban.ts';
import { caseFolder, generatedCases, stockCases, type SimulateCase } from '../simulate-cases.ts';
import type { Difference, Suite } from '../suite.ts';

/** `JAIL ID`, when it was banned and until when, and the figures that go with it. */
type Ban = readonly [
  jail: string,
  id: string,
  time: number,
  until: number | null,
  attempts: number,
  bancount: number,
  dropped: number,
  restored: readonly number[],
];

/** Bans of a running server: its real classes, without their threads, live through the same lines. */
export const simulateSuite: Suite = {
  name: 'simulate',
  asks: 'fail2ban',
  isGenerated: true,
  known: [],
  run: async (real) => {
    const seed = chosenSeed();
    const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
    try {
      const generated = generatedCases(real, seed);
      const stock = await stockCases(real, seed);
      const cases = [...generated, ...stock].map((test, i) => ({ ...test, dir: join(folder, String(i)) }));
      for (const test of cases) write(test, real);
      const asked = cases.map(({ dir, jails, firewall, restarts = [], ownLog = [], wide = [], lines }) => ({
        dir,
        jails,
        firewall,
        restarts,
        ownLog,
        wide,
        lines,
      }));
      const [answers, ours] = await Promise.all([
        askOracle<{ bans?: Ban[]; error?: string }[]>('simulate.py', { cases: asked }, { real }),
        inTurn(cases, (test) => askUs(test, real)),
      ]);
      const differences = cases.flatMap((test, i) => compare(test.id, answers[i]!, ours[i]!));
      const total = answers.reduce((sum, { bans }) => sum + (bans?.length ?? 0), 0);
      const lines = cases.reduce((sum, test) => sum + test.lines.length, 0);
      return {
        total,
        differences,
        note: `bans of ${cases.length} cases (${stock.length} of stock filters), ${lines} lines, seed ${seed}`,
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

function write({ dir, config, lines }: SimulateCase & { readonly dir: string }, real: RealFail2ban): void {
  mkdirSync(dir);
  for (const [name, text] of Object.entries(config)) {
    const path = join(dir, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text.replaceAll(caseFolder, dir));
  }
  if (!('filter.d/flood.conf' in config)) symlinkSync(join(real.config, 'filter.d'), join(dir, 'filter.d'));
  writeFileSync(join(dir, 'log'), lines.map(([, line]) => `${line}\n`).join(''));
}

async function askUs(
  { dir, jails, firewall, restarts = [] }: SimulateCase & { readonly dir: string },
  real: RealFail2ban,
): Promise<{ bans?: Ban[]; error?: string }> {
  let out = '';
  let err = '';
  const argv = ['simulate', join(dir, 'log'), '-c', dir, '--fail2ban', real.fail2ban, '--format', 'json'];
  const code = await main(
    [
      ...argv,
      ...jails.flatMap((jail) => ['--jail', jail]),
      ...(firewall ? [] : ['--still-logged']),
      ...restarts.flatMap((time) => ['--restart-at', new Date(time * 1000).toISOString()]),
    ],
    {
      files: nodeFileSystem,
      cwd: dir,
      env: { TZ: 'UTC' },
      now: () => Date.now(),
      stdin: () => process.stdin,
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      outIsTerminal: false,
      errIsTerminal: false,
    },
  );
  if (code !== 0) return { error: err };
  const { bans } = JSON.parse(out) as SimulationReport;
  return {
    bans: bans.map(({ jail, id, time, until, attempts, bancount, dropped, restored = [] }) => [
      jail,
      id,
      time,
      until,
      attempts,
      bancount,
      dropped,
      restored,
    ]),
  };
}

/** A difference for each ban that only one of them has, or has otherwise. */
function compare(
  id: string,
  real: { readonly bans?: readonly Ban[]; readonly error?: string },
  ours: { readonly bans?: readonly Ban[]; readonly error?: string },
): Difference[] {
  if (!real.bans || !ours.bans) return [{ id, expected: real.error ?? 'bans', actual: ours.error ?? 'bans' }];
  const keyed = (bans: readonly Ban[]) => new Map(bans.map((ban) => [`${ban[0]} ${ban[1]} ${ban[2]}`, ban]));
  const [expected, actual] = [keyed(real.bans), keyed(ours.bans)];
  return [...new Set([...expected.keys(), ...actual.keys()])].flatMap((key) =>
    JSON.stringify(expected.get(key)) === JSON.stringify(actual.get(key))
      ? []
      : [{ id: `${id}: ${key}`, expected: expected.get(key) ?? null, actual: actual.get(key) ?? null }],
  );
}
