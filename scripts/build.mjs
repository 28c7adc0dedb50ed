// node scripts/build.mjs [--minify] [--outdir=FOLDER]
// Builds dist/: the command line, the language server with its matching thread, and the extension. `re2` stays outside: it is a native addon, loaded
// only where it is installed.
import { build } from 'esbuild';
import { existsSync } from 'node:fs';

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: false,
  minify: process.argv.includes('--minify'),
  external: ['vscode', 're2'],
  logLevel: 'warning',
};

const outdir = process.argv.find((arg) => arg.startsWith('--outdir='))?.slice('--outdir='.length) ?? 'dist';
const entries = { cli: 'server/src/cli-main.ts', server: 'server/src/lsp-main.ts', worker: 'server/src/worker-main.ts', extension: 'client/src/extension.ts' };

await Promise.all(
  Object.entries(entries)
    .filter(([, entry]) => existsSync(entry))
    .map(([name, entry]) => build({ ...common, entryPoints: [entry], outfile: `${outdir}/${name}.js` })),
);
