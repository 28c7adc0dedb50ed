// npm run editor  opens a copy of the tour in the best VS Code that is here: the desktop one, else a served one whose address it prints.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { serveVsCode, workbenchUrl } from './served-vscode.ts';
import { cannotServe, installVsix, setUpServer } from './set-up.ts';

const tour = resolve('test-fixtures/tour');
const opened = ['filter.d/named-flood.conf', 'logs/named.log'];
const desktop = process.argv.includes('--served') ? undefined : findDesktop();
const obstacle = cannotServe();

if (desktop) {
  openDesktop(desktop);
} else if (obstacle) {
  console.error(`No VS Code: there is no \`code\` command on the PATH, and ${obstacle}.`);
  process.exitCode = 2;
} else {
  await openServed();
}

/** VS Code's own command line tool, where it has a screen to open a window on. */
function findDesktop(): string | undefined {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  const names = ['code', 'code-insiders', 'codium'].map((name) =>
    process.platform === 'win32' ? `${name}.cmd` : name,
  );
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
}

function openDesktop(code: string): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  const copy = resolve('.cache/tour');
  rmSync(copy, { recursive: true, force: true });
  cpSync(tour, copy, { recursive: true });
  console.log(`Opening ${copy} with ${code}`);
  const { status } = spawnSync(
    code,
    ['--new-window', `--extensionDevelopmentPath=${resolve('.')}`, copy, ...opened.map((file) => join(copy, file))],
    {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  );
  process.exitCode = status ?? 1;
}

async function openServed(): Promise<void> {
  const work = resolve('.cache/editor');
  mkdirSync(work, { recursive: true });
  execFileSync(process.execPath, ['scripts/run-ts.mjs', 'scripts/package.ts', join(work, 'fail2ban-lens.vsix')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const server = setUpServer();
  const extensionsDir = join(work, 'extensions');
  installVsix(server, join(work, 'fail2ban-lens.vsix'), extensionsDir);
  const served = await serveVsCode({ server, folder: tour, extensionsDir });
  console.log(
    `\nVS Code with the tour: ${workbenchUrl(served)}\nOpen ${opened[0]}. It is a copy: edit freely. Ctrl+C ends it.`,
  );
  const end = () => void served.stop().then(() => process.exit(0));
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}
