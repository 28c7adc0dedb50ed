import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationFiles, Workspace } from '../../../server/src/analysis/workspace.ts';
import type { Fail2banVersion } from '../../../server/src/config/fail2ban-version.ts';
import { readerTemplate } from '../../../server/src/config/vocabulary.ts';
import { createMemoryFileSystem } from '../../../server/src/host/memory-file-system.ts';
import { inOrder, lintFile } from '../../../server/src/lint/run.ts';
import { askOracle } from '../oracle.ts';
import { chosenSeed, createRandom } from '../random.ts';
import type { Difference, Suite } from '../suite.ts';

/** What the real program says: each null where it takes the folder. */
interface Verdict {
  /** `fail2ban-client -t`. */
  readonly test: string | null;
  /** The server, given the commands that come of the folder; asked only where `test` is null. */
  readonly start: string | null;
}

interface Case {
  readonly id: string;
  readonly dir: string;
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Whole configuration folders with one broken value: `check` reports an error exactly where `fail2ban-client -t` refuses the folder,
 * or the server does not take what comes of it. Each option of a jail that is switched on and of one that is off, of `[DEFAULT]`, of a
 * filter and an action that are used by a jail that is on, by one that is off, and by none, and of fail2ban.conf.
 */
export const verdicts: Suite = {
  name: 'verdicts',
  asks: 'fail2ban',
  isGenerated: true,
  known: [
    {
      id: /: bantime\.(?:factor|formula) is /,
      reason: 'Python expressions, which the server evaluates when it gets them: not read here',
    },
    {
      id: /^a jail that is on: logpath is /,
      reason: 'no log file lies there: a configuration is often checked on another machine than the one it is for',
    },
    {
      id: /: (?:enabled|ignoreself|bantime\.increment|bantime\.overalljails|norestored|actionrepair_on_unban|actionstart_on_demand) is /,
      reason: 'a word that fail2ban takes for false in silence: an error of ours, for nobody means that',
    },
    {
      id: /: (?:usedns|allowipv6) is /,
      reason: 'a word that fail2ban takes for another in silence: an error of ours, for nobody means that',
    },
    {
      id: /: datepattern is (?:a regex|brackets) that/,
      reason: 'the server takes it, and then fails at every log line',
    },
    {
      id: /^(?:a filter|an action) of a jail that is off: |^(?:filter|action)\.d.*enabled = false: /,
      reason: 'fail2ban does not read the file yet, and refuses it as soon as a jail that is on uses it',
    },
    {
      id: 'a filter in use: mode is itself as a tag',
      reason: "the jail sets mode in brackets; by itself the filter's own goes in a circle",
    },
  ],
  async run(real) {
    const root = join(tmpdir(), `lens-verdicts-${process.pid}-${real.line}`);
    try {
      const random = createRandom(chosenSeed());
      const cases = allCases(real.fail2ban, root).filter(() => random.chance(100 * real.share));
      const answers = await askOracle<Verdict[]>('verdicts.py', cases, { real });
      const differences = cases.flatMap(({ id, dir, files }, i): Difference[] => {
        const errors = ownErrors(real.fail2ban, dir, files);
        const { test, start } = answers[i]!;
        return errors.length > 0 === (test !== null || start !== null)
          ? []
          : [{ id, expected: answers[i], actual: errors }];
      });
      const refused = answers.filter(({ test }) => test !== null).length;
      const notTaken = answers.filter(({ start }) => start !== null).length;
      return {
        total: cases.length,
        differences,
        note: `${refused} refused by -t, ${notTaken} more by the server`,
      };
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
};

/** Values that somebody may write, each wrong for some option. `self` is the option that gets it. */
const brokenValues: readonly (readonly [kind: string, value: (self: string) => string])[] = [
  ['an unknown variable', () => '%(nowhere)s'],
  ['itself', (self) => `%(${self})s`],
  ['itself as a tag', (self) => `<${self}>`],
  ['an unknown option of the filter', () => '%(known/nowhere)s'],
  ['an unknown section', () => '%(nowhere/x)s'],
  ['half a variable', () => '%(nowhere'],
  ['a variable without s', () => '%(nowhere)'],
  ['a single percent', () => '50%'],
  ['nothing', () => ''],
  ['a word', () => 'nonesuch'],
  ['a negative number', () => '-1'],
  ['a time in words', () => '7 bears'],
  ['a regex that is not closed', () => '^bad (<HOST>$'],
  ['a regex without a host', () => '^bad$'],
  ['brackets that are not closed', () => 'nonesuch[x=1'],
  ['a quote that is not closed', () => '"nonesuch'],
  ['two words', () => 'nonesuch tail-of-it'],
];

/** Enough where the same readers are asked of another place. */
const fewKinds = new Set(['an unknown variable', 'itself', 'half a variable', 'a single percent', 'nothing', 'a word']);

type Values = Readonly<Record<string, string>>;

const mainConf: Values = {
  loglevel: 'INFO',
  logtarget: 'STDERR',
  syslogsocket: 'auto',
  socket: '/nonexistent/fail2ban.sock',
  pidfile: '/nonexistent/fail2ban.pid',
  allowipv6: 'auto',
  dbfile: ':memory:',
  dbpurgeage: '1d',
};
const filterConf: Values = { failregex: '^bad <HOST>$', x: 'y' };
const actionConf: Values = { actionban: 'echo <ip>', x: 'y' };

interface Parts {
  readonly main?: Values;
  readonly defaults?: Values;
  /** The jail that is tried; a sound one stands beside it. */
  readonly jail: Values;
  readonly filter?: Values;
  readonly filterInit?: Values;
  readonly action?: Values;
}

function folder(
  root: string,
  id: string,
  { main = {}, defaults, jail, filter = {}, filterInit, action = {} }: Parts,
  i: number,
): Case {
  const dir = `${root}/${i}`;
  const sound = { enabled: 'true', backend: 'polling', filter: 'sound', logpath: `${dir}/sound.log`, action: 'sound' };
  const tried = {
    backend: 'polling',
    filter: 'tried[mode=%(mode)s]',
    mode: 'normal',
    logpath: `${dir}/sound.log`,
    action: 'tried',
  };
  return {
    id,
    dir,
    files: {
      'sound.log': '',
      'fail2ban.conf': section('Definition', { ...mainConf, ...main }),
      'jail.conf':
        (defaults ? section('DEFAULT', defaults) : '') +
        section('sound', sound) +
        section('tried', { ...tried, ...jail }),
      'filter.d/sound.conf': section('Definition', filterConf),
      'filter.d/tried.conf':
        section('Definition', { ...filterConf, ...filter }) + (filterInit ? section('Init', filterInit) : ''),
      'action.d/sound.conf': section('Definition', actionConf),
      'action.d/tried.conf': section('Definition', { ...actionConf, ...action }),
    },
  };
}

function section(name: string, values: Values): string {
  const lines = Object.entries(values).map(([option, value]) => `${option} = ${value}\n`);
  return `[${name}]\n${lines.join('')}`;
}

function allCases(fail2ban: Fail2banVersion, root: string): Case[] {
  const jailOptions = [...readerTemplate('jail', '*', fail2ban).map(({ name }) => name), 'mode', 'port', 'unused'];
  const filterOptions = [...readerTemplate('filter', 'Definition', fail2ban).map(({ name }) => name), 'mode', 'unused'];
  const actionOptions = [...readerTemplate('action', 'Definition', fail2ban).map(({ name }) => name), 'unused'];
  const mainOptions = [...readerTemplate('fail2ban', 'Definition', fail2ban).map(({ name }) => name), 'unused'];
  type Place = readonly [where: string, options: readonly string[], parts: (broken: Values) => Parts];
  const closely: Place[] = [
    ['a jail that is on', jailOptions, (broken) => ({ jail: { enabled: 'true', ...broken } })],
    ['a jail that is off', jailOptions, (broken) => ({ jail: { enabled: 'false', ...broken } })],
    ['a filter in use', filterOptions, (filter) => ({ filter, jail: { enabled: 'true' } })],
    ['fail2ban.conf', mainOptions, (main) => ({ main, jail: { enabled: 'true' } })],
  ];
  const briefly: Place[] = [
    ['[DEFAULT], a jail that is on', jailOptions, (broken) => ({ defaults: broken, jail: { enabled: 'true' } })],
    ['[DEFAULT], a jail that is off', jailOptions, (broken) => ({ defaults: broken, jail: { enabled: 'false' } })],
    ['a filter of a jail that is off', filterOptions, (filter) => ({ filter, jail: { enabled: 'false' } })],
    ['[Init] of a filter in use', filterOptions, (filterInit) => ({ filterInit, jail: { enabled: 'true' } })],
    ['an action in use', actionOptions, (action) => ({ action, jail: { enabled: 'true' } })],
    ['an action of a jail that is off', actionOptions, (action) => ({ action, jail: { enabled: 'false' } })],
  ];
  const values = [
    ...closely.map((place) => ({ place, kinds: brokenValues })),
    ...briefly.map((place) => ({ place, kinds: brokenValues.filter(([kind]) => fewKinds.has(kind)) })),
  ];
  let i = 0;
  const ofValues = values.flatMap(({ place: [where, options, make], kinds }) =>
    options.flatMap((option) =>
      kinds.map(([kind, value]) =>
        folder(root, `${where}: ${option} is ${kind}`, make({ [option]: value(option) }), i++),
      ),
    ),
  );
  const ofFiles = brokenFiles.flatMap((name) =>
    ['true', 'false'].flatMap((enabled) =>
      brokenTexts.map(([kind, text]): Case => {
        const whole = folder(root, `${name}, a jail with enabled = ${enabled}: ${kind}`, { jail: { enabled } }, i++);
        const { [name]: before = '' } = whole.files;
        return { ...whole, files: { ...whole.files, [name]: `${text}${before}` } };
      }),
    ),
  );
  return [...ofValues, ...ofFiles];
}

const brokenFiles = [
  'jail.conf',
  'jail.local',
  'jail.d/mine.conf',
  'filter.d/tried.conf',
  'filter.d/tried.local',
  'action.d/tried.local',
  'fail2ban.local',
];

/** What stands before the rest of a file, and ends the reading of it. */
const brokenTexts: readonly (readonly [kind: string, text: string])[] = [
  ['no header', 'x = 1\n'],
  ['a section twice', '[own]\nx = 1\n[own]\n'],
  ['an option twice', '[own]\nx = 1\nx = 2\n'],
  ['a line that is nothing', '[own]\nx\n'],
  ['a byte order mark', '\ufeff[own]\n'],
];

function ownErrors(fail2ban: Fail2banVersion, dir: string, files: Readonly<Record<string, string>>): string[] {
  const fileSystem = createMemoryFileSystem(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text])),
  );
  const workspace = new Workspace(fileSystem, { fail2ban, python: '3.11' });
  const findings = configurationFiles(fileSystem, dir).flatMap((path) =>
    lintFile(workspace.analyse(path)!, { treeOf: (file) => workspace.source(file)?.tree }),
  );
  return inOrder(findings).flatMap(({ rule, severity, message }) =>
    severity === 'error' ? [`${rule}: ${message}`] : [],
  );
}
