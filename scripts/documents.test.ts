import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Every file of the tree but what is built or fetched; without git, which a downloaded copy has not. */
const files = readdirSync('.', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !/^(?:node_modules|dist|coverage|\.(?:git|cache|vscode-test))(?:\/|$)/.test(file));
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
    files.some((file) => file.endsWith(`/${path}`) || file.includes(`/${path.replace(/\/?$/, '/')}`))
  );
}

const documents = files.filter((file) => /^(?:[A-Z]+|docs\/[\w-]+)\.md$/.test(file));

it.each(documents)('should name only paths that exist: %s', (document) => {
  const missing = pathsIn(readFileSync(document, 'utf8')).filter((path) => !exists(path));
  expect(missing).toEqual([]);
});
