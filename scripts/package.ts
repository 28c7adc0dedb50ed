// npm run package [-- FILE]  builds minified programs and packs the extension. The last line names the file and its size.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string; version: string };
const file = process.argv[2] ?? `${name}-${version}.vsix`;

mkdirSync(dirname(file), { recursive: true });
execFileSync(process.execPath, ['scripts/build.mjs', '--minify'], { stdio: 'inherit' });
// everything is bundled: the package needs no node_modules; README's images travel with it
execFileSync(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository', '--out', file], {
  stdio: ['ignore', 'inherit', 'inherit'], timeout: 120_000,
});
console.log(`${file}: ${Math.round(statSync(file).size / 1024)} KB`);
