import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finishAction, openAction, readAction, type ResolvedAction } from '../../../server/src/config/action.ts';
import { isUnreadable, resolveMainConfig } from '../../../server/src/config/fail2ban-conf.ts';
import { isBroken, isRead, type BrokenJail, type DisabledJail, type Jail } from '../../../server/src/config/jail.ts';
import type { Fail2banVersion } from '../../../server/src/config/fail2ban-version.ts';
import { resolveJails } from '../../../server/src/config/jails.ts';
import {
  attempt,
  createReadContext,
  createSources,
  isFailure,
  isTyped,
  type ConfigProblem,
  type OptionValue,
} from '../../../server/src/config/resolve.ts';
import type { FileSystem } from '../../../server/src/host/file-system.ts';
import { createMemoryFileSystem } from '../../../server/src/host/memory-file-system.ts';
import { nodeFileSystem } from '../../../server/src/host/node-file-system.ts';
import { MappedText } from '../../../server/src/text/mapped-text.ts';
import { generateJails } from '../jail-generator.ts';
import { askOracle } from '../oracle.ts';
import { chosenSeed, createRandom } from '../random.ts';
import { shareOf, type RealFail2ban } from '../real-fail2ban.ts';
import type { Difference, Suite } from '../suite.ts';

interface Case {
  readonly id: string;
  readonly dir: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly jails?: boolean;
  readonly main?: boolean;
  readonly action?: readonly [
    name: string,
    jail: string,
    options: Readonly<Record<string, string>>,
    jailOptions: Readonly<Record<string, string>>,
  ];
}

/**
 * Jails (typed options, the whole stream of commands, what is logged and raised), actions and fail2ban.conf against the real
 * readers: the stock ones with the backends `auto` and `systemd`, and generated ones.
 */
export const jails: Suite = {
  name: 'jails',
  asks: 'fail2ban',
  isGenerated: true,
  known: [],
  async run(real) {
    const seed = chosenSeed();
    const systemd = mkdtempSync(join(tmpdir(), 'lens-jails-'));
    try {
      cpSync(real.config, systemd, { recursive: true });
      writeFileSync(join(systemd, 'jail.local'), systemdOverlay(real));
      return await compare(real, [...stockCases(real.config, systemd), ...generatedCases(real, seed)], `seed ${seed}`);
    } finally {
      rmSync(systemd, { recursive: true, force: true });
    }
  },
};

function stockCases(stock: string, systemd: string): Case[] {
  const actions = readdirSync(join(stock, 'action.d')).flatMap((file) =>
    file.endsWith('.conf') ? [file.slice(0, -'.conf'.length)] : [],
  );
  return [
    { id: 'stock', dir: stock, jails: true, main: true },
    { id: 'stock, systemd', dir: systemd, jails: true },
    ...actions.flatMap((action): Case[] => [
      { id: `action ${action}`, dir: stock, action: [action, 'jail', {}, {}] },
      {
        id: `action ${action}, with options`,
        dir: stock,
        action: [
          action,
          'jail',
          { name: 'jail-two', port: 'ssh,22', family: 'inet6', 'known/x': '1' },
          { bantime: '10m', ignoreip: '::1' },
        ],
      },
    ]),
  ];
}

/** Every stock jail, told to read the journal. */
function systemdOverlay({ config, fail2ban }: RealFail2ban): string {
  const layers = resolveJails({ sources: createSources(nodeFileSystem), configDir: config, fail2ban });
  if (isFailure(layers)) throw new Error(layers.error);
  return [...layers.layers.sections.keys()]
    .filter((name) => !/^KNOWN\/|^INCLUDES$/.test(name))
    .map((name) => `[${name}]\nbackend = systemd\n`)
    .join('');
}

function generatedCases(real: RealFail2ban, seed: number): Case[] {
  const random = createRandom(seed);
  const base = join(tmpdir(), `lens-jails-${process.pid}-${real.line}`);
  return Array.from({ length: shareOf(real, 700) }, (_, i) => ({
    id: `generated ${i}`,
    dir: `${base}/${i}`,
    files: generateJails(random),
    jails: true,
    main: true,
  }));
}

async function compare(
  real: RealFail2ban,
  cases: readonly Case[],
  note: string,
): Promise<{ total: number; differences: Difference[]; note: string }> {
  const answers = await askOracle<Record<string, unknown>[]>('jails.py', cases, { real });
  const differences: Difference[] = [];
  let total = 0;
  cases.forEach((one, i) => {
    const expected = flatten(one.id, answers[i]!);
    const actual = flatten(one.id, answer(real.fail2ban, one));
    for (const id of new Set([...expected.keys(), ...actual.keys()])) {
      total++;
      const [theirs, ours] = [expected.get(id), actual.get(id)];
      if (canonical(theirs) !== canonical(ours))
        differences.push({ id: one.files ? `${id} ${JSON.stringify(one.files)}` : id, expected: theirs, actual: ours });
    }
  });
  return { total, differences, note };
}

/** One entry a jail, so that the figures count jails. */
function flatten(id: string, found: Record<string, unknown>): Map<string, unknown> {
  const out = new Map<string, unknown>();
  for (const [kind, value] of Object.entries(found)) {
    const { jails: each, ...rest } = value as { jails?: Record<string, unknown> };
    out.set(`${id} ${kind}`, rest);
    for (const [name, jail] of Object.entries(each ?? {})) out.set(`${id} [${name}]`, jail);
  }
  return out;
}

/** Order of keys does not count in options, it does in streams (which are lists). */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function answer(
  fail2ban: Fail2banVersion,
  { dir, files, jails: wantsJails, main, action }: Case,
): Record<string, unknown> {
  const fileSystem = files ? memoryFiles(dir, files) : nodeFileSystem;
  return {
    ...(wantsJails ? { jails: jailsAnswer(fail2ban, fileSystem, dir) } : {}),
    ...(main ? { main: mainAnswer(fail2ban, fileSystem, dir) } : {}),
    ...(action ? { action: actionAnswer(fail2ban, fileSystem, dir, action) } : {}),
  };
}

function memoryFiles(dir: string, files: Readonly<Record<string, string>>): FileSystem {
  return createMemoryFileSystem(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text])),
  );
}

function jailsAnswer(fail2ban: Fail2banVersion, files: FileSystem, configDir: string): unknown {
  const read = resolveJails({ sources: createSources(files), configDir, fail2ban, force: true });
  if (isFailure(read))
    return read.name === 'Missing'
      ? { missing: true, said: [['ERROR', read.error]] }
      : { error: read.error, name: read.name, said: [] };
  return {
    jails: Object.fromEntries(
      read.jails.map((jail) => [isRead(jail) ? jail.name : jail.jail, jailAnswer(jail, configDir)]),
    ),
    said: said(read.problems),
  };
}

function jailAnswer(jail: Jail | BrokenJail | DisabledJail, configDir: string): unknown {
  if (isRead(jail))
    return { options: plainOptions(jail.options), stream: streamOf(jail, configDir), said: said(jail.problems) };
  if (!isBroken(jail)) throw new Error('a disabled jail was not read');
  if (jail.skipped)
    return {
      skipped: jail.error,
      said: said([...jail.problems, { code: '', severity: 'error', message: jail.error }]),
    };
  return { error: jail.error, name: jail.name, said: said(jail.problems) };
}

function mainAnswer(fail2ban: Fail2banVersion, files: FileSystem, configDir: string): unknown {
  const config = resolveMainConfig(createSources(files), configDir, fail2ban);
  if (isUnreadable(config)) return { error: config.error, name: config.name, said: said(config.problems) };
  const order = [
    'thread',
    'syslogsocket',
    'loglevel',
    'logtarget',
    'allowipv6',
    'dbfile',
    'dbmaxmatches',
    'dbpurgeage',
  ];
  const options = new Map<string, unknown>([...config.options].map(([name, value]) => [name, plain(value)]));
  if (config.thread) options.set('thread', plainOptions(config.thread));
  return {
    stream: order.filter((name) => options.has(name)).map((name) => ['set', name, options.get(name)]),
    said: said(config.problems),
  };
}

function actionAnswer(
  fail2ban: Fail2banVersion,
  files: FileSystem,
  configDir: string,
  [name, jail, options, jailOptions]: NonNullable<Case['action']>,
): unknown {
  const texts = (from: Readonly<Record<string, string>>) =>
    new Map(Object.entries(from).map(([key, value]) => [key, MappedText.builtin(value, 'test')]));
  const action = attempt(() => {
    const reader = openAction(
      createReadContext(createSources(files), fail2ban),
      configDir,
      { name: MappedText.builtin(name, 'test'), options: texts(options), names: new Map() },
      jail,
    );
    readAction(reader, texts(jailOptions));
    return finishAction(reader);
  });
  if (isFailure(action)) return { error: action.error, name: action.name, said: [] };
  return { stream: actionStream(jail, action), said: said(action.problems) };
}

/** As `JailReader.convert` puts it together. */
function streamOf(jail: Jail, configDir: string): unknown[] {
  const { name } = jail;
  return [
    ['add', name, plain(jail.options.get('backend') ?? null)],
    ...jail.filterCommands.map(({ kind, name: command, values }) =>
      kind === 'multi-set' ? [kind, name, command, values.map(plain)] : [kind, name, command, ...values.map(plain)],
    ),
    ...jail.commands.map(({ name: command, values }) => ['set', name, command, ...values.map(plain)]),
    ...jail.logpaths.map(({ path, mode }) => ['set', name, 'addlogpath', path.text, mode.text]),
    ...jail.actions.flatMap((action) =>
      action.python ? [pythonActionCommand(jail, action, configDir)] : actionStream(name, action),
    ),
  ];
}

function pythonActionCommand(jail: Jail, { name, file, options }: ResolvedAction, configDir: string): unknown[] {
  const json = [...options]
    .map(([option, value]) => `${JSON.stringify(option)}: ${JSON.stringify(plain(value))}`)
    .join(', ');
  return ['set', jail.name, 'addaction', name.text, `${configDir}/action.d/${file.text}`, `{${json}}`];
}

function actionStream(jail: string, { name, options }: ResolvedAction): unknown[] {
  const list = [...options].map(([option, value]) => [option, plain(value)]);
  const head = ['set', jail, 'addaction', name.text];
  if (list.length > 1) return [head, ['multi-set', jail, 'action', name.text, list]];
  return list.length === 1 ? [head, ['set', jail, 'action', name.text, ...list[0]!]] : [head];
}

function plainOptions(options: ReadonlyMap<string, OptionValue>): Record<string, unknown> {
  return Object.fromEntries([...options].map(([name, value]) => [name, plain(value)]));
}

function plain(value: OptionValue): unknown {
  if (value === null) return null;
  return isTyped(value) ? value.value : value.text;
}

/** What we report beyond the real program's own words. */
const ours = new Set(['include-not-found']);

function said(problems: readonly ConfigProblem[]): string[][] {
  const lines = problems
    .filter(({ code }) => !ours.has(code))
    .map(({ severity, message }) => [severity.toUpperCase(), message]);
  return [...new Map(lines.map((line) => [JSON.stringify(line), line])).values()].sort((a, b) =>
    a.join('\0') < b.join('\0') ? -1 : 1,
  );
}
