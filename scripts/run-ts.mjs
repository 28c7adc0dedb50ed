// node scripts/run-ts.mjs FILE.ts [ARG …]  bundles one TypeScript script into .cache/ and runs it.
import { build } from 'esbuild';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const [file, ...rest] = process.argv.slice(2);
const outfile = resolve('.cache', basename(file).replace(/\.ts$/, `.${process.pid}.mjs`));
await build({
  entryPoints: [file],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
process.argv = [process.argv[0], file, ...rest];
const { rmSync } = await import('node:fs');
process.on('exit', () => rmSync(outfile, { force: true }));
await import(pathToFileURL(outfile).href);
