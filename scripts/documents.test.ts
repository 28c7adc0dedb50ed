import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter(Boolean);
const folders = ['', 'server/src/', 'client/src/', 'scripts/'];

/** Paths in backquotes that begin with a folder of ours or end like a file of ours; not what is built, nor what stands for a name to choose. */
function pathsIn(text: string): string[] {
  return [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+\/?|[\w-]+\.(?:ts|mjs|md))`/g)]
    .map(([, path]) => path!)
    .filter((path) => !/NAME|^dist\/|^\.cache\//.test(path))
    .filter((path) => !path.includes('/') || folders.some((folder) => existsSync(folder + path.split('/')[0]!)));
}

function exists(path: string): boolean {
  return (
    folders.some((folder) => existsSync(folder + path) || existsSync(`${folder}${path}.ts`)) ||
    tracked.some((file) => file.endsWith(`/${path}`) || file.includes(`/${path.replace(/\/?$/, '/')}`))
  );
}

const documents = tracked.filter((file) => /^(?:[A-Z]+|docs\/[\w-]+)\.md$/.test(file));

it.each(documents)('should name only paths that exist: %s', (document) => {
  const missing = pathsIn(readFileSync(document, 'utf8')).filter((path) => !exists(path));
  expect(missing).toEqual([]);
});
