import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationFiles, Workspace } from '../../../server/src/analysis/workspace.ts';
import { createMemoryFileSystem } from '../../../server/src/host/memory-file-system.ts';
import type { Fail2banVersion } from '../../../server/src/config/fail2ban-version.ts';
import { inOrder, lintFile, withoutEchoes } from '../../../server/src/lint/run.ts';
import type { RealFail2ban } from '../real-fail2ban.ts';
import { scratchSettings, startServer, until, writeFolder } from '../real-server.ts';
import { jailCases, refusedCases, type JailCase, type RefusedCase } from '../server-cases.ts';
import type { Difference, Suite } from '../suite.ts';

/**
 * What rules say of jails against what the real fail2ban-server does with them: one server runs many jails, gets lines in their logs,
 * and each jail bans whom it must if what we say is true; folders of which we say that the server does not start end it.
 */
export const server: Suite = {
  name: 'server',
  asks: 'fail2ban',
  known: [],
  async run(real) {
    const root = join(tmpdir(), `lens-server-${process.pid}-${real.line}`);
    const saidOf = (one: JailCase | RefusedCase) => saidOfCase(real.fail2ban, one);
    try {
      const ran = await runJails(real, join(root, 'jails'));
      const refused = await refusals(real, root);
      return {
        total: 2 * (jailCases.length + refusedCases.length),
        differences: [...jailCases.flatMap(saidOf), ...ran, ...refusedCases.flatMap(saidOf), ...refused],
        note: `${jailCases.length} jails in one server, ${refusedCases.length} servers that do not start`,
      };
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
};

const logOf = (name: string): string => `${name}.log`;

function filesOf(
  dir: string,
  { name, jail, files = {}, isOff = false }: JailCase & RefusedCase,
): Record<string, string> {
  const own = jail.replaceAll('LOG', join(dir, logOf(name)));
  const common = [
    ['enabled', String(!isOff)],
    ['logpath', join(dir, logOf(name))],
    ['action', 'note'],
  ].flatMap(([option, value]) => (new RegExp(`^${option} *=`, 'm').test(own) ? [] : [`${option} = ${value}`]));
  return {
    [`jail.d/${name}.conf`]: [`[${name}]`, ...common, own, ''].join('\n'),
    [logOf(name)]: '',
    ...files,
  };
}

function commonFiles(dir: string): Record<string, string> {
  return {
    'fail2ban.conf': scratchSettings(dir),
    'jail.conf': '[DEFAULT]\nbackend = polling\nmaxretry = 1\nfindtime = 1h\nusedns = raw\nignoreself = false\n',
    'action.d/note.conf': `[Definition]\nactionban = echo '<name> <ip>' >> ${join(dir, 'bans')}\nactionunban =\n`,
  };
}

/** Whether we say what the case has us say, and nothing else. */
function saidOfCase(fail2ban: Fail2banVersion, one: JailCase | RefusedCase): Difference[] {
  const dir = '/etc/fail2ban';
  const files = { ...commonFiles(dir), ...filesOf(dir, one as JailCase & RefusedCase) };
  const fileSystem = createMemoryFileSystem(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text])),
  );
  const workspace = new Workspace(fileSystem, { fail2ban, python: '3.11' });
  const found = inOrder(
    configurationFiles(fileSystem, dir).flatMap((path) =>
      lintFile(workspace.analyse(path)!, { treeOf: (file) => workspace.source(file)?.tree }),
    ),
  );
  const actual = withoutEchoes(found).map(({ rule, message }) => `${rule}: ${message}`);
  const isSaid = ([rule, words]: readonly [string, string]): boolean =>
    actual.some((text) => text.startsWith(`${rule}: `) && text.includes(words));
  return actual.length === one.says.length && one.says.every(isSaid)
    ? []
    : [{ id: `${one.name}: what we say`, expected: one.says, actual }];
}

async function runJails(real: RealFail2ban, dir: string): Promise<Difference[]> {
  writeFolder(
    dir,
    Object.assign(commonFiles(dir), ...jailCases.map((one) => filesOf(dir, one))) as Record<string, string>,
  );
  const running = await startServer(real, dir);
  if (typeof running === 'string') return [{ id: 'the server', expected: running, actual: 'starts' }];
  try {
    const date = new Date().toISOString().slice(0, 19).replace('T', ' ');
    await running.write(
      new Map(jailCases.map(({ name, lines }) => [logOf(name), lines.map((line) => `${date} ${line}`)])),
    );
    const isDone = () => differencesOf(dir, running.banned()).length === 0;
    // Bans come a moment after the failures. What is not banned by then is held for the same moment again.
    await until(isDone, 'the bans', 10_000).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    return differencesOf(dir, running.banned());
  } finally {
    await running.stop();
  }
}

function differencesOf(dir: string, banned: ReadonlyMap<string, readonly string[]>): Difference[] {
  const bansFile = join(dir, 'bans');
  const acted = existsSync(bansFile) ? readFileSync(bansFile, 'utf8').trim().split('\n') : [];
  return jailCases.flatMap(({ name, bans, withoutAction }): Difference[] => {
    const of = (list: readonly string[] | undefined) => (list ? [...list].sort() : 'none');
    const real = {
      bans: of(banned.get(name)),
      acted: of(acted.flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []))),
    };
    const ours = { bans: bans === 'none' ? bans : of(bans), acted: bans === 'none' || withoutAction ? [] : of(bans) };
    return JSON.stringify(real) === JSON.stringify(ours)
      ? []
      : [{ id: `${name}: what the jail does`, expected: real, actual: ours }];
  });
}

async function refusals(real: RealFail2ban, root: string): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const one of refusedCases) {
    const dir = join(root, one.name);
    const sound = { ...jailCases[0]!, name: 'beside' };
    writeFolder(dir, {
      ...commonFiles(dir),
      ...filesOf(dir, sound),
      ...filesOf(dir, one as JailCase & RefusedCase),
    });
    const running = await startServer(real, dir);
    if (typeof running === 'string') continue;
    differences.push({
      id: `${one.name}: whether the server starts`,
      expected: running.jails(),
      actual: 'does not start',
    });
    await running.stop();
  }
  return differences;
}
