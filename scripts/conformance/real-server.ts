import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { python, type RealFail2ban } from './real-fail2ban.ts';

/** Longest wait for the server to start, to notice a log or to end, in milliseconds. */
const patience = 60_000;

/** The real fail2ban-server, in the foreground, with all that it writes inside of one scratch folder. */
export interface RealServer {
  /** The jails that run. */
  jails(): string[];
  /** Adds lines to logs, and waits until all running jails that watch them have read them. */
  write(lines: ReadonlyMap<string, readonly string[]>): Promise<void>;
  /** What each running jail counts as banned. */
  banned(): Map<string, string[]>;
  stop(): Promise<void>;
}

/** What fail2ban.conf has to say so that the server leaves the rest of the machine alone. */
export function scratchSettings(dir: string): string {
  return [
    '[Definition]',
    // Tells when a log is read.
    'loglevel = DEBUG',
    `logtarget = ${join(dir, 'server.log')}`,
    'syslogsocket = auto',
    `socket = ${join(dir, 'socket')}`,
    `pidfile = ${join(dir, 'pid')}`,
    'dbfile = None',
    'dbpurgeage = 1d',
    'allowipv6 = auto',
    '',
  ].join('\n');
}

/** Writes the folder anew: file names under `dir`, with their texts. */
export function writeFolder(dir: string, files: Readonly<Record<string, string>>): void {
  rmSync(dir, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    const path = join(dir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Starts the server on a folder whose fail2ban.conf is `scratchSettings`. A string: it does not start, and what it says. */
export async function startServer(real: RealFail2ban, dir: string): Promise<RealServer | string> {
  const child = spawn(python, [join(real.programs, 'fail2ban-server'), '-f', '-c', dir, 'start'], {
    cwd: dir,
    env: environmentOf(real),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()));
  await until(() => hasEnded(child) || isReady(readLog(dir)), 'the server to start');
  if (hasEnded(child)) return said + readLog(dir);
  return serverOf(real, dir, child);
}

function serverOf(real: RealFail2ban, dir: string, child: ChildProcess): RealServer {
  const banned = (): Map<string, string[]> => {
    const answer = spawnSync(python, [join(real.programs, 'fail2ban-client'), '-s', join(dir, 'socket'), 'banned'], {
      encoding: 'utf8',
      env: environmentOf(real),
    });
    // Python's own way to print a list of dicts of lists of strings.
    const parsed = JSON.parse(answer.stdout.replaceAll("'", '"')) as Record<string, string[]>[];
    return new Map(parsed.flatMap((jail) => Object.entries(jail)));
  };
  return {
    jails: () => [...banned().keys()],
    banned,
    async write(lines) {
      const watched = [...lines.keys()]
        .map((name) => join(dir, name))
        .filter((path) => readLog(dir).includes(`Added logfile: '${path}'`));
      // A jail that notices a change a second time has done what came of the first.
      for (const round of [lines, new Map([...lines.keys()].map((name) => [name, ['']]))]) {
        const from = readLog(dir).length;
        for (const [name, texts] of round) appendFileSync(join(dir, name), texts.map((text) => `${text}\n`).join(''));
        const missing = () => {
          const log = readLog(dir);
          return watched.filter((path) => log.indexOf(`${path} has been modified`, from) === -1);
        };
        await until(
          () => missing().length === 0,
          () => `these logs to be read: ${missing().join(' ')}`,
        );
      }
    },
    async stop() {
      child.kill('SIGTERM');
      await until(() => hasEnded(child), 'the server to end').catch(() => child.kill('SIGKILL'));
    },
  };
}

function environmentOf({ packages }: RealFail2ban): NodeJS.ProcessEnv {
  return { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8', PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' };
}

function readLog(dir: string): string {
  const path = join(dir, 'server.log');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** The server answers for its status also where it could not take what it was sent: then it ends. */
function isReady(log: string): boolean {
  return log.includes('Status: ready') && !log.includes("Command ['server-stream'");
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Waits for a condition; throws with its name where it does not come true in time. */
export async function until(
  isTrue: () => boolean,
  what: string | (() => string),
  milliseconds = patience,
): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error(`waited too long for ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
