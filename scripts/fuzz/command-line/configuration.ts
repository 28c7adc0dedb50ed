import { generateFolder } from '../../conformance/generate-configuration.ts';
import { mutate } from '../../conformance/regex-generator.ts';
import type { Random } from '../../conformance/random.ts';
import type { Chances } from '../attack.ts';
import { ask, brokenPromises, hostileText, makeTries, type Question } from '../ask-command-line.ts';

/** Configuration folders with hostile text in them, checked and resolved in every format. */
export function attackWithConfigurations(chances: Chances): Promise<string> {
  return makeTries(chances, () => {
    const question = createQuestion(chances.random);
    return { input: question, hold: async () => brokenPromises(question, await ask(question)) };
  });
}

function createQuestion(random: Random): Question {
  const folder = generateFolder(random, 40);
  const files = Object.fromEntries(
    Object.entries(folder).map(([path, text]) => [`/work/c/${path}`, random.chance(50) ? spoil(random, text) : text]),
  );
  if (random.chance(20))
    files[`/work/c/filter.d/${hostileText(random, 2).replaceAll(/[/\0]/g, '')}.conf`] =
      '[Definition]\nfailregex = (<HOST>\nignore::regexp = x\n';
  const name = random.pick(Object.keys(folder).flatMap((path) => /^filter\.d\/([^/]+)\.conf$/.exec(path)?.[1] ?? []));
  if (name !== undefined) files[`/work/c/samples/${name}`] = sampleText(random);
  const limits = ['--regex-timeout', '0.05', '--overrun-budget', '0.3'];
  const args = random.pick([
    ['verify', 'c', '--format', 'text', '--coverage', ...limits],
    ['verify', 'c', '--format', 'json', ...limits],
    ['verify', 'c', '--format', 'junit', ...limits],
    ['verify', 'c', '--format', 'tap', ...limits],
    ['check', 'c', '--format', 'text'],
    ['check', 'c', '--format', 'json'],
    ['check', 'c', '--format', 'sarif'],
    ['check', 'c', '--format', 'github'],
    ['check', 'c', '--fix'],
    ['resolve', '-c', 'c', '--origins'],
    ['resolve', '-c', 'c', '--format', 'json', '--expanded', '--origins'],
  ]);
  return { args, files, stdin: '', isTerminal: random.chance(50) };
}

/** A sample with expectations, right, wrong and broken. */
function sampleText(random: Random): string {
  const value = (): unknown =>
    random.pick<unknown>([true, false, null, 1, '', '192.0.2.1', hostileText(random), [], {}, ['x']]);
  const object = (): string =>
    JSON.stringify(
      Object.fromEntries(
        Array.from({ length: random.int(4) }, () => [
          random.pick([
            'match',
            'host',
            'time',
            'constraint',
            'test.condition',
            'mode',
            'logtype',
            hostileText(random),
          ]),
          value(),
        ]),
      ),
    );
  const line = random.pick([
    () => `# failJSON: ${object()}`,
    () =>
      `# ${random.pick(['filterOptions', 'fileOptions'])}: ${random.chance(50) ? object() : `[${object()},${object()}]`}`,
    () => `# addFILE: ${JSON.stringify(hostileText(random))}`,
    () => `Nov 28 10:00:00 x from 192.0.2.1 ${hostileText(random)}`,
    () => spoil(random, `# failJSON: ${object()}`),
  ]);
  return `# failJSON: {"match": true}\n${Array.from({ length: random.int(20) }, () => `${line()}\n`).join('')}`;
}

/** Some hostile words where they hurt most: anywhere. */
function spoil(random: Random, text: string): string {
  let spoilt = random.chance(30) ? mutate(random, text) : text;
  for (let i = random.int(4); i > 0; i--) {
    const at = random.int(spoilt.length + 1);
    spoilt = spoilt.slice(0, at) + hostileText(random) + spoilt.slice(at + random.int(5));
  }
  return spoilt;
}
