import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export interface ServedVsCode {
  readonly port: number;
  /** `127.0.0.1:PORT` */
  readonly authority: string;
  /** A copy of the folder that was asked for, of the same name: tests may write into it. */
  readonly workspace: string;
  /** What the window opens: the folder, or a `.code-workspace` of it and a second one. */
  readonly opened: string;
  /** Where the test entry in the extension host writes its results. */
  readonly results: string;
  /** What the server has printed so far. */
  log(): string;
  /** The end of our extension's own log. */
  extensionLog(): string;
  /** Ends the server with all that it started, and removes its data. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** Holds `out/server-main.js`. */
  readonly server: string;
  /** Copied; nothing is written into the original. */
  readonly folder: string;
  readonly extensionsDir: string;
  /** The name of a second, empty folder that the window opens. */
  readonly secondFolder?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

const startLimit = 30_000;

/** Without these a first start asks, welcomes, updates and saves by itself. */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'files.autoSave': 'off',
  'workbench.startupEditor': 'none',
  'security.workspace.trust.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'git.enabled': false,
  'git.autofetch': false,
  'window.commandCenter': false,
  'chat.commandCenter.enabled': false,
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'window.autoDetectColorScheme': true,
  'window.title': '${activeEditorShort}${separator}${rootName}',
};

/** Starts a VS Code server on a free port of 127.0.0.1, with throw-away data folders. */
export async function serveVsCode({
  server,
  folder,
  extensionsDir,
  secondFolder,
  settings,
  env,
}: ServeOptions): Promise<ServedVsCode> {
  const data = mkdtempSync(join(tmpdir(), 'fail2ban-lens-e2e-'));
  // the folder's parent is the home folder, so that the window shows its files as `~/tour/…` wherever they are
  const workspace = join(data, basename(folder));
  cpSync(folder, workspace, { recursive: true });
  const user = join(data, 'user', 'User');
  mkdirSync(user, { recursive: true });
  const opened = secondFolder ? writeWorkspace(data, [basename(folder), secondFolder]) : workspace;
  writeFileSync(join(user, 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }, null, 1));
  const results = join(data, 'results.json');

  const child = spawnGuarded(
    [
      join(server, 'out/server-main.js'),
      '--host',
      '127.0.0.1',
      '--port',
      '0',
      '--without-connection-token',
      '--accept-server-license-terms',
      '--disable-workspace-trust',
      '--disable-telemetry',
      '--telemetry-level',
      'off',
      '--disable-update-check',
      '--disable-getting-started-override',
      '--server-data-dir',
      join(data, 'server'),
      '--user-data-dir',
      join(data, 'user'),
      '--extensions-dir',
      extensionsDir,
    ],
    { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}', E2E_RESULTS: results, HOME: data, ...env },
  );
  const reap = () => {
    killGroup(child, 'SIGKILL');
    rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  process.once('exit', reap);

  let log = '';
  const port = await new Promise<number>((found, failed) => {
    const timer = setTimeout(() => failed(new Error(`the VS Code server did not start:\n${log}`)), startLimit);
    const take = (chunk: Buffer) => {
      log += chunk.toString();
      const listening = /Extension host agent listening on (\d+)/.exec(log);
      if (!listening) return;
      clearTimeout(timer);
      found(Number(listening[1]));
    };
    child.stdout!.on('data', take);
    child.stderr!.on('data', take);
    child.on('exit', (code) => {
      clearTimeout(timer);
      failed(new Error(`the VS Code server ended with ${code}:\n${log}`));
    });
  });

  return {
    port,
    workspace,
    opened,
    results,
    authority: `127.0.0.1:${port}`,
    log: () => log,
    extensionLog: () => endOfLog(data, 'Fail2ban Lens.log'),
    async stop() {
      const gone = new Promise((ended) => child.once('exit', ended));
      if (child.exitCode === null && child.signalCode === null) {
        killGroup(child, 'SIGTERM');
        await Promise.race([gone, new Promise((later) => setTimeout(later, 3000))]);
      }
      process.off('exit', reap);
      reap();
    },
  };
}

/** A `.code-workspace` of these folders, which are made where they are not there. */
function writeWorkspace(data: string, folders: readonly string[]): string {
  for (const folder of folders) mkdirSync(join(data, folder), { recursive: true });
  const file = join(data, 'two.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: folders.map((path) => ({ path })) }));
  return file;
}

/** The last lines of the files of this name below a folder. */
function endOfLog(folder: string, name: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => basename(file) === name);
  return files
    .map((file) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n').slice(-30).join('\n'))
    .join('\n');
}

/** Runs Node in a process group of its own; where `setpriv` is there, the kernel ends it when we die, even by SIGKILL. */
function spawnGuarded(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const guard = existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'KILL'] : [];
  const [program, ...rest] = [...guard, process.execPath, ...args];
  return spawn(program!, rest, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env });
}

/** The server's whole group: extension host, pty host, language server. */
function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // it has ended already
  }
}

/** The workbench's address; `payload` is what VS Code's web embedder would pass. */
export function workbenchUrl(
  { authority, opened }: ServedVsCode,
  payload: Readonly<Record<string, string>> = {},
): string {
  const url = new URL(`http://${authority}/`);
  url.searchParams.set(opened.endsWith('.code-workspace') ? 'workspace' : 'folder', opened);
  url.searchParams.set(
    'payload',
    JSON.stringify(Object.entries({ skipWelcome: 'true', skipReleaseNotes: 'true', ...payload })),
  );
  return url.href;
}

/** A path of this machine as the workbench in the browser names it. */
export function remotePath({ authority }: ServedVsCode, path: string): string {
  return `vscode-remote://${authority}${path}`;
}
