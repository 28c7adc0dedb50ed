import { createRandom } from '../conformance/random.ts';
import { commandLineAttacks } from './command-line.ts';
import { protocolAttacks } from './protocol.ts';
import type { Attack } from './attack.ts';

/**
 * `npm run fuzz [-- --seconds N --seed N ATTACK…]`: attacks on the built program, each for its share of the time; all of them where none is named.
 * Prints what was tried and what did not hold; exits with 1 where something did not. The last line is `N passed, N failed`, attacks counted.
 */
const attacks: readonly Attack[] = [...commandLineAttacks, ...protocolAttacks];

const words = process.argv.slice(2);
const option = (name: string): string | undefined => {
  const at = words.indexOf(`--${name}`);
  return at === -1 ? undefined : words.splice(at, 2)[1];
};
const seconds = Number(option('seconds') ?? 120);
const seed = Number(option('seed') ?? Date.now() % 1_000_000);
const unknown = words.filter((word) => !attacks.some(({ name }) => name === word));
if (unknown.length > 0) {
  console.error(`no such attack: ${unknown.join(', ')}; there are ${attacks.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const chosen = attacks.filter(({ name }) => words.length === 0 || words.includes(name));
let broken = 0;
for (const { name, run } of chosen) {
  const end = performance.now() + (1000 * seconds) / chosen.length;
  const said = new Set<string>();
  const tried = await run({
    random: createRandom(seed),
    hasTime: () => performance.now() < end && said.size < 20,
    find(what) {
      if (said.has(what)) return;
      said.add(what);
      console.log(`FOUND by ${name}, seed ${seed}: ${what}`);
    },
  });
  console.log(`${name}: ${tried}; ${said.size === 0 ? 'all held' : `${said.size} did not hold`}`);
  if (said.size > 0) broken++;
}
console.log(`${chosen.length - broken} passed, ${broken} failed`);
process.exit(broken > 0 ? 1 : 0);
