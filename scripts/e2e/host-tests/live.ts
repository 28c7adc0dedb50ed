import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { eventually } from '../eventually.ts';
import { test } from './harness.ts';
import { filterFor, lenses, logLine, replaceText, waitForLens } from './live-text.ts';
import { fileUri, openFile, openText } from './workspace.ts';

test('should count the tour', async () => {
  const { document } = await openFile('filter.d/named-flood.conf');
  await waitForLens(document, '8 matches in named.log');
  await waitForLens(document, '9 lines: 8 matched, 0 ignored, 1 missed · dates 9/9');
});

test('should count a compressed log', async () => {
  await vscode.workspace.fs.writeFile(
    fileUri('logs/old.log.gz'),
    gzipSync(logLine(1, 'a') + logLine(2, 'b') + logLine(3, 'a')),
  );
  const { document } = await openText('filter.d/packed.conf', filterFor('old.log.gz', 'a'));
  await waitForLens(document, '2 matches in old.log.gz');
});

test('should follow an included file while it is edited', async () => {
  await openText('logs/include.log', logLine(1, 'a') + logLine(2, 'b') + logLine(3, 'a'));
  const common = await openText('filter.d/names.conf', '[DEFAULT]\n_names = a\n');
  const { document } = await openText(
    'filter.d/including.conf',
    filterFor('include.log', '%(_names)s').replace('[Definition]', '[INCLUDES]\nbefore = names.conf\n[Definition]'),
  );
  await waitForLens(document, '2 matches');
  const shown = await vscode.window.showTextDocument(common.document, { viewColumn: vscode.ViewColumn.Two });
  await replaceText(shown, '= a', '= a|b');
  await waitForLens(document, '3 matches');
  await shown.document.save();
});

test('should notice a .local that appears on disk', async () => {
  await openText('logs/local.log', logLine(1, 'a') + logLine(2, 'b'));
  const { document } = await openText('filter.d/overlaid.conf', filterFor('local.log', 'a'));
  await waitForLens(document, '1 match');
  await vscode.workspace.fs.writeFile(
    fileUri('filter.d/overlaid.local'),
    Buffer.from('[Definition]\nfailregex = client <HOST>\n'),
  );
  await eventually(
    async () => (await lenses(document)).some((title) => title.includes('2 matched')) || undefined,
    'the counts of the .local',
  );
});

test('should tell a mistake at its place and take it back when it is mended', async () => {
  const editor = await openText('filter.d/mistake.conf', filterFor('named.log', 'a('));
  const found = await eventually(
    () =>
      vscode.languages
        .getDiagnostics(editor.document.uri)
        .find(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
    'an error',
  );
  assert.match(found.message, /unterminated subpattern/);
  assert.equal(found.range.start.line, 2);
  await replaceText(editor, 'a(', 'a');
  await eventually(
    () =>
      vscode.languages
        .getDiagnostics(editor.document.uri)
        .every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error) || undefined,
    'no error',
  );
});

test('should count a 10,000-line log anew soon after a keystroke', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `n${index}x`);
  await openText(
    'logs/long.log',
    Array.from({ length: 10_000 }, (_, index) => logLine(index, names[index % 20]!)).join(''),
  );
  const editor = await openText('filter.d/long.conf', filterFor('long.log', 'none'));
  await waitForLens(editor.document, '0 matches');
  const times: number[] = [];
  for (const [index, name] of names.entries()) {
    const begun = performance.now();
    await replaceText(editor, '(?:none', `(?:none|${name}`);
    await waitForLens(editor.document, `${(index + 1) * 500} matches`);
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  const median = times[10]!;
  assert.ok(median < 2000, `${median} ms`);
  return `keystroke to new lens, 10,000 lines, ${times.length} edits: median ${median.toFixed(0)} ms, slowest ${times.at(-1)!.toFixed(0)} ms`;
});
