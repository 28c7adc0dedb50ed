import { generateArgument } from '../../conformance/generate-configuration.ts';
import { randomPattern, randomSoup } from '../../conformance/regex-generator.ts';
import { commands } from '../../../server/src/cli/commands.ts';
import type { Random } from '../../conformance/random.ts';
import type { Chances } from '../attack.ts';
import { ask, brokenPromises, hostileText, makeTries, type Question } from '../ask-command-line.ts';

/** Commands with options and values that nobody would give. */
export function attackWithArguments(chances: Chances): Promise<string> {
  return makeTries(chances, () => {
    const question = createQuestion(chances.random);
    return { input: question, hold: async () => brokenPromises(question, await ask(question)) };
  });
}

function createQuestion(random: Random): Question {
  const command = random.pick(commands);
  const value = (): string =>
    random.pick<() => string>([
      () => hostileText(random),
      () => generateArgument(random),
      () => randomPattern(random),
      () => randomSoup(random),
      () =>
        random.pick([
          '-',
          '',
          '.',
          '/',
          'f.log',
          './f.conf',
          'filter.d',
          'json',
          'text',
          'sarif',
          '0',
          '-1',
          '1e9',
          'NaN',
          '3.11',
          '1.1',
        ]),
      () => `from <HOST>${hostileText(random)}`,
    ])();
  const options = Object.entries(command.options)
    .filter(() => random.chance(12))
    // A log may be long; how long one search takes is no find.
    .filter(([name]) => name !== 'regex-timeout')
    .flatMap(([name, { type }]) => (type === 'boolean' ? [`--${name}`] : [`--${name}=${value()}`]));
  const positionals = Array.from({ length: random.int(4) }, value).map((text) =>
    text.startsWith('-') && text !== '-' ? `./${text}` : text,
  );
  const timeout = 'regex-timeout' in command.options ? ['--regex-timeout=0.05'] : [];
  return {
    args: [random.chance(3) ? hostileText(random) : command.name, ...timeout, ...options, ...positionals],
    files: {
      '/work/f.log': 'Nov 28 10:00:00 from 1.2.3.4\nx\n',
      '/work/f.conf': '[Definition]\nfailregex = from <HOST>\n',
      '/work/filter.d/sshd.conf': '[Definition]\nfailregex = from <HOST>\n',
    },
    stdin: '{"pattern":"a","subjects":["b"]}\nfrom 1.2.3.4\n',
    isTerminal: random.chance(50),
  };
}
