import { PackageManager, listFiles } from '@vscode/vsce';
import { readdirSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';

/** All that may be packed; `*` is one name. A file that is not meant to ship does not get in by standing around. */
const allowed = [
  'package.json',
  'package.nls.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'dist/*.js',
  'dist/rules/*.md',
  'syntaxes/*.tmLanguage.json',
  'syntaxes/language-configuration.json',
  'syntaxes/filter-language-configuration.json',
  'syntaxes/sample-language-configuration.json',
  'media/icon.png',
  'media/activity.svg',
  'media/gutter-*.svg',
  'media/*.css',
  'media/walkthrough-*.svg',
  'test-fixtures/tour/jail.conf',
  'test-fixtures/tour/action.d/note-address.conf',
  'test-fixtures/tour/filter.d/named-flood.conf',
  'test-fixtures/tour/logs/named.log',
  'docs/images/*.png',
].map((glob) => new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`));

it('should pack what the extension needs, and nothing else', async () => {
  const files = await listFiles({ cwd: process.cwd(), packageManager: PackageManager.None });
  expect(files.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([]);
  const grammars = readdirSync('syntaxes')
    .filter((file) => file.endsWith('.tmLanguage.json'))
    .map((file) => `syntaxes/${file}`);
  expect(files).toEqual(
    expect.arrayContaining([
      'package.json',
      'package.nls.json',
      'LICENSE',
      'media/icon.png',
      'media/page.css',
      'media/diagram.css',
      'media/simulation.css',
      'test-fixtures/tour/logs/named.log',
      ...grammars,
    ]),
  );
});

it('should need no large picture', () => {
  for (const file of readdirSync('media')) expect(statSync(`media/${file}`).size, file).toBeLessThan(60_000);
});
