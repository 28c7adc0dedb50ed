// node scripts/build.mjs [--minify] [--sourcemap] [--outdir=FOLDER]
// Builds dist/: the pages of the rules, the command line, the language server with its matching thread, the extension, and the tables of rare encodings. `re2` stays outside: it is a native addon, loaded
// only where it is installed. The command line is a program that starts one of two others, and V8's code cache of each beside them (server/src/cli-start.ts).
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const isMinified = process.argv.includes('--minify');
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: process.argv.includes('--sourcemap') ? 'linked' : false,
  minify: isMinified,
  external: ['vscode', 're2'],
  logLevel: 'warning',
};

/** A program that is handed to V8 as a text: a function of what Node gives a module. `import()` needs a loader, which such a text has not; `require` is given to it. */
const startedByAnother = {
  supported: { 'dynamic-import': false },
  banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
  footer: { js: '})' },
};

/**
 * The tables of rare encodings are a program of their own, which is loaded where a log asks for them: neither start nor size of the others
 * pays for them.
 */
const encodings = 'server/src/host/encodings/create-codec.ts';
const encodingsApart = {
  name: 'encodings-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/create-codec\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './encodings.js', external: true },
    ),
};

/** Parts of Node that take long to load are loaded where one of their functions is first used. */
const builtinsLate = {
  name: 'builtins-late',
  setup({ onResolve, onLoad }) {
    onResolve(
      { filter: /^node:(?:child_process|crypto|module|os|timers\/promises|util|v8|worker_threads|zlib)$/ },
      ({ path, namespace }) => (namespace === 'late' ? { path, external: true } : { path, namespace: 'late' }),
    );
    // What is imported is looked up in the prototype, which esbuild keeps as it is.
    onLoad({ filter: /^/, namespace: 'late' }, ({ path }) => ({
      contents: `module.exports = Object.create(
        new Proxy({}, { get: (_, name) => require('${path}')[name] }),
        { __esModule: { value: false } },
      );`,
    }));
  },
};

const outdir = process.argv.find((arg) => arg.startsWith('--outdir='))?.slice('--outdir='.length) ?? 'dist';
const commandLine = {
  'command-line': 'server/src/cli-main.ts',
  'log-commands': 'server/src/cli-log-main.ts',
};
const entries = {
  ...commandLine,
  server: 'server/src/lsp-main.ts',
  worker: 'server/src/worker-main.ts',
  extension: 'client/src/extension.ts',
  encodings,
};

if (existsSync(outdir)) for (const name of readdirSync(outdir)) if (name.endsWith('.cache')) rmSync(join(outdir, name));

// The page of each rule, for readers: its examples without what only the tests need.
rmSync(`${outdir}/rules`, { recursive: true, force: true });
mkdirSync(`${outdir}/rules`, { recursive: true });
for (const rule of readdirSync('server/src/lint/rules')) {
  const page = readFileSync(`server/src/lint/rules/${rule}/doc.md`, 'utf8')
    .replace(/^```ini (bad|good) (\S+).*$/gm, (_, verdict, path) =>
      [verdict === 'bad' ? `Found in \`${path}\`:` : `Nothing is found in \`${path}\`:`, '', '```ini'].join('\n'),
    )
    .replace(/[⟦⟧]/g, '');
  writeFileSync(`${outdir}/rules/${rule}.md`, page);
}

// The pages of the diagram and of the simulation run in a browser's frame.
await Promise.all(
  ['diagram', 'simulation'].map((name) =>
    build({
      ...common,
      platform: 'browser',
      target: 'chrome120',
      format: 'iife',
      entryPoints: [`client/webview/${name}.ts`],
      outfile: `${outdir}/${name}.js`,
    }),
  ),
);

await Promise.all(
  Object.entries(entries)
    .filter(([, entry]) => existsSync(entry))
    .map(([name, entry]) =>
      build({
        ...common,
        ...(name in commandLine ? startedByAnother : {}),
        plugins: [encodingsApart, ...(name in commandLine ? [builtinsLate] : [])],
        entryPoints: [entry],
        outfile: `${outdir}/${name}.js`,
      }),
    ),
);

const idOf = (name) =>
  createHash('sha256')
    .update(readFileSync(`${outdir}/${name}.js`))
    .digest('hex')
    .slice(0, 12);
const programIds = Object.fromEntries(Object.keys(commandLine).map((name) => [name, idOf(name)]));
await build({
  ...common,
  entryPoints: { cli: 'server/src/cli-start.ts', 'cli-thread': 'server/src/cli-thread.ts' },
  outdir,
  define: { programIds: JSON.stringify(programIds) },
});

// What is minified is packed, for machines with another Node.
if (!isMinified) {
  for (const command of ['test', 'check']) {
    const { status } = spawnSync(process.execPath, ['scripts/write-code-cache.mjs', outdir, command], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) process.exitCode = 1;
  }
}
