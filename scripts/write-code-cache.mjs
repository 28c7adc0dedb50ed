// node scripts/write-code-cache.mjs FOLDER COMMAND  writes V8's code cache of the program for a command, built into FOLDER. V8 compiles a function when it is first
// called, so the tour is counted (or checked and explained) first: then the cache holds what most starts need.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const tour = 'test-fixtures/tour';
const [log, filter] = [`${tour}/logs/named.log`, `${tour}/filter.d/named-flood.conf`];
const usual = {
  test: [
    ['test', log, filter],
    ['test', '--format', 'json', log, filter],
    ['simulate', log, '-c', tour, '--jail', 'named-flood'],
  ],
  check: [
    ['check', '--no-cache', '-c', tour, filter],
    ['explain', log, filter],
  ],
};

const [folder, command] = process.argv.slice(2);
const { loadProgram } = createRequire(import.meta.url)(resolve(folder, 'cli.js'));
const { script, cache, run } = loadProgram(command);
for (const args of usual[command]) {
  process.argv.splice(2, Infinity, ...args);
  await run();
}
writeFileSync(cache, script.createCachedData());
