import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stubNativeModules } from './native-stubs.ts';

/** One npm package with the sha512 of its tarball, as a package-lock.json writes it. */
interface Tarball {
  readonly name: string;
  readonly version: string;
  readonly sha512: string;
}

/** Holds VS Code 1.100.3's server and web workbench under `lib/vscode`. */
const codeServer: Tarball = {
  name: 'code-server',
  version: '4.100.3',
  sha512: 'q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA==',
};
/** Quick open, search and `workspace.findFiles` need it; VS Code's own package would download it from elsewhere. */
const ripgrep: Tarball = {
  name: '@vscode/ripgrep-linux-x64',
  version: '1.18.0',
  sha512: 'mQ3bVrUpnD2vs7QT0vX90Lt0cnUq467uFtEktIdsJJmW296RoSULRGqWgzG1AKxyBpNDD6l4ZO4qKf6SgyC23Q==',
};

const limit = 300_000;

/** Why the served VS Code cannot be set up on this machine; undefined where it can. */
export function cannotServe(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `the served VS Code is set up for linux x64 only, this is ${process.platform} ${process.arch}`;
  return undefined;
}

/**
 * The folder of a VS Code server (`out/server-main.js` in it), made from npm packages alone: nothing is compiled, no install script runs. Kept in `.cache/` and
 * used again. A set-up that was interrupted is begun anew: the folder gets its name only at the end.
 */
export function setUpServer(cache = resolve('.cache')): string {
  const done = join(cache, `vscode-server-${codeServer.version}`);
  if (existsSync(join(done, 'out/server-main.js'))) return done;
  console.log(
    `Setting up VS Code from npm's ${codeServer.name} ${codeServer.version} (once, about 120 MB in .cache/) …`,
  );
  const work = `${done}.${process.pid}`;
  try {
    mkdirSync(work, { recursive: true });
    unpack(fetchTarball(codeServer, work), work, 3, ['package/lib/vscode', '--exclude=*.map']);
    run(
      'npm',
      ['ci', '--legacy-peer-deps', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
      work,
    );
    const bin = join(work, 'node_modules/@vscode/ripgrep/bin');
    mkdirSync(bin, { recursive: true });
    unpack(fetchTarball(ripgrep, work), bin, 2, ['package/bin/rg']);
    stubNativeModules(join(work, 'node_modules'));
    rmSync(done, { recursive: true, force: true });
    renameSync(work, done);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return done;
}

/** Downloads a package through npm into `folder`; throws where its checksum is not the pinned one. */
function fetchTarball({ name, version, sha512 }: Tarball, folder: string): string {
  const before = new Set(readdirSync(folder));
  run('npm', ['pack', '--silent', '--loglevel=error', `${name}@${version}`], folder);
  const file = readdirSync(folder).find((entry) => entry.endsWith('.tgz') && !before.has(entry));
  if (!file) throw new Error(`npm pack left no tarball of ${name}@${version}`);
  const path = join(folder, file);
  const found = createHash('sha512').update(readFileSync(path)).digest('base64');
  if (found !== sha512) throw new Error(`${name}@${version}: checksum ${found}, expected ${sha512}`);
  return path;
}

function unpack(tarball: string, folder: string, strip: number, rest: readonly string[]): void {
  const options = rest.filter((arg) => arg.startsWith('--'));
  const paths = rest.filter((arg) => !arg.startsWith('--'));
  run('tar', ['xzf', tarball, '-C', folder, `--strip-components=${strip}`, ...options, ...paths], folder);
  rmSync(tarball);
}

function run(program: string, args: readonly string[], cwd: string): void {
  execFileSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], timeout: limit });
}

/** Installs a VSIX into an extensions folder, with the server that is not running. */
export function installVsix(server: string, vsix: string, extensionsDir: string): void {
  rmSync(extensionsDir, { recursive: true, force: true });
  mkdirSync(extensionsDir, { recursive: true });
  const data = join(extensionsDir, '..', 'install-data');
  execFileSync(
    process.execPath,
    [
      join(server, 'out/server-main.js'),
      '--install-extension',
      resolve(vsix),
      '--extensions-dir',
      extensionsDir,
      '--server-data-dir',
      data,
      '--accept-server-license-terms',
    ],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 60_000,
      env: { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}' },
    },
  );
  rmSync(data, { recursive: true, force: true });
}

/** VS Code ignores a test entry without an extension under development: this one holds nothing. */
export function writeRunnerExtension(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'runner', publisher: 'e2e', version: '0.0.1', engines: { vscode: '^1.91.0' } }),
  );
  return folder;
}
