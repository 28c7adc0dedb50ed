import { spawn } from 'node:child_process';
import { createRandom } from '../conformance/random.ts';
import type { Attack } from './attack.ts';
import { commandLineAttacks } from './command-line.ts';
import { protocolAttacks } from './protocol.ts';

/**
 * `npm run fuzz [-- --seconds N --seed N --together ATTACK…]`: attacks on the built program, each for its share of the time; all of them where none
 * is named. `--together`: those on the command line in one process, those on the protocol in another, side by side, each with all of the time.
 * Prints what was tried, and what did not hold with the way to see it again; exits with 1 where something did not. The last line is
 * `N passed, N failed`, attacks counted.
 */
const groups: readonly (readonly Attack[])[] = [commandLineAttacks, protocolAttacks];
const attacks = groups.flat();

const words = process.argv.slice(2);
const option = (name: string): string | undefined => {
  const at = words.indexOf(`--${name}`);
  return at === -1 ? undefined : words.splice(at, 2)[1];
};
const flag = (name: string): boolean => {
  const at = words.indexOf(`--${name}`);
  return at !== -1 && words.splice(at, 1).length > 0;
};
const seconds = Number(option('seconds') ?? 120);
const seed = Number(option('seed') ?? Date.now() % 1_000_000);
const isTogether = flag('together');
const unknown = words.filter((word) => !attacks.some(({ name }) => name === word));
if (unknown.length > 0) {
  console.error(`no such attack: ${unknown.join(', ')}; there are ${attacks.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const isChosen = ({ name }: Attack): boolean => words.length === 0 || words.includes(name);
const ends = await (isTogether ? makeTogether() : makeInTurn(attacks.filter(isChosen)));
console.log(`${ends.passed} passed, ${ends.failed} failed`);
process.exit(ends.failed > 0 ? 1 : 0);

interface Ends {
  readonly passed: number;
  readonly failed: number;
}

async function makeInTurn(chosen: readonly Attack[]): Promise<Ends> {
  const share = seconds / chosen.length;
  let failed = 0;
  for (const { name, run } of chosen) {
    const end = performance.now() + 1000 * share;
    const said = new Set<string>();
    const find = (what: string): void => {
      if (said.has(what)) return;
      said.add(what);
      console.log(`FOUND by ${name}: ${what}`);
    };
    const tried = await run({
      random: createRandom(seed),
      hasTime: () => performance.now() < end && said.size < 20,
      find,
    }).catch((error: unknown) => {
      find(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return 'ended by a failure';
    });
    const held = said.size === 0 ? 'all held' : `${said.size} did not hold`;
    console.log(`${name}, seed ${seed}, ${share.toFixed(0)} s: ${tried}; ${held}`);
    if (said.size === 0) continue;
    failed++;
    console.log(`  again: npm run fuzz -- --seed ${seed} --seconds ${Math.ceil(share)} ${name}`);
  }
  return { passed: chosen.length - failed, failed };
}

/** Each group in a process of its own: attacks on the command line keep theirs busy, and would hold up the client of the others. */
async function makeTogether(): Promise<Ends> {
  const ends = await Promise.all(groups.map((group) => group.filter(isChosen)).map(makeApart));
  return {
    passed: ends.reduce((sum, { passed }) => sum + passed, 0),
    failed: ends.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function makeApart(chosen: readonly Attack[]): Promise<Ends> {
  if (chosen.length === 0) return Promise.resolve({ passed: 0, failed: 0 });
  const args = ['--seconds', `${seconds}`, '--seed', `${seed}`, ...chosen.map(({ name }) => name)];
  const child = spawn(process.execPath, ['scripts/run-ts.mjs', 'scripts/fuzz/run.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return new Promise((done) =>
    child.once('close', () => {
      const closing = /^(\d+) passed, (\d+) failed\n$/m.exec(out);
      process.stdout.write(closing ? out.slice(0, closing.index) : out);
      // One that was ended before its last line has failed.
      done(closing ? { passed: Number(closing[1]), failed: Number(closing[2]) } : { passed: 0, failed: chosen.length });
    }),
  );
}
