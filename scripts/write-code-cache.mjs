// node scripts/write-code-cache.mjs FOLDER  writes V8's code cache of the command line, built into FOLDER. V8 compiles a function when it is first called, so
// the tour is counted first: then the cache holds what most starts need.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const tour = ['test-fixtures/tour/logs/named.log', 'test-fixtures/tour/filter.d/named-flood.conf'];
const usual = [
  ['test', ...tour],
  ['test', '--format', 'json', ...tour],
];

const folder = process.argv[2];
const { loadProgram, cache } = createRequire(import.meta.url)(resolve(folder, 'cli.js'));
const { script, run } = loadProgram();
for (const args of usual) {
  process.argv.splice(2, Infinity, ...args);
  await run().ended;
}
writeFileSync(cache, script.createCachedData());
