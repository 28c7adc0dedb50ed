// npm run package [-- FILE]  builds minified programs and packs the extension. The last line names the file and its size. dist/ is left as it is: what is packed
// is put together in a folder of its own.
import { PackageManager, listFiles } from '@vscode/vsce';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string; version: string };
const file = resolve(process.argv[2] ?? `${name}-${version}.vsix`);
const staging = resolve(`.cache/package-${process.pid}`);

try {
  for (const packed of await listFiles({ packageManager: PackageManager.None })) {
    if (!packed.startsWith('dist/')) cpSync(packed, join(staging, packed));
  }
  cpSync('.vscodeignore', join(staging, '.vscodeignore'));
  execFileSync(process.execPath, ['scripts/build.mjs', '--minify', `--outdir=${join(staging, 'dist')}`], {
    stdio: 'inherit',
  });
  mkdirSync(dirname(file), { recursive: true });
  // everything is bundled: the package needs no node_modules; README's images travel with it
  execFileSync(
    process.execPath,
    [
      resolve('node_modules/@vscode/vsce/vsce'),
      'package',
      '--no-dependencies',
      '--no-rewrite-relative-links',
      '--allow-missing-repository',
      '--out',
      file,
    ],
    {
      cwd: staging,
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: 120_000,
    },
  );
  console.log(`${file}: ${Math.round(statSync(file).size / 1024)} KB`);
} finally {
  rmSync(staging, { recursive: true, force: true });
}
