import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { eventually } from '../eventually.ts';
import { test } from './harness.ts';
import { filterFor, logLine, replaceText, waitForLens } from './live-text.ts';
import { closeAll, fileUri, openFile, openText } from './workspace.ts';

/** The virtual document that a command shows, when its text fits. */
function shownDocument(title: string, fits: RegExp): Promise<vscode.TextDocument> {
  return eventually(
    () =>
      vscode.window.visibleTextEditors
        .map(({ document }) => document)
        .find(
          (document) =>
            document.uri.scheme === 'fail2ban-lens' &&
            document.uri.path.includes(title) &&
            fits.test(document.getText()),
        ),
    `${title} with ${fits}`,
  );
}

function linksOf(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
  return eventually(async () => {
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
      100,
    );
    return links.length > 0 ? links : undefined;
  }, 'links');
}

test('should count above a jail what its filter does with its logpath', async () => {
  await closeAll();
  const { document } = await openText(
    'jail.d/live.conf',
    `[named-flood]\nfilter = named-flood\nlogpath = ${fileUri('logs/named.log').fsPath}\n`,
  );
  await waitForLens(document, '9 lines: 8 matched, 0 ignored, 1 missed');
});

test('should test the active filter against the clipboard', async () => {
  await closeAll();
  const { document } = await openText('filter.d/pasted.conf', filterFor('nothing.log', 'a'));
  await vscode.env.clipboard.writeText(logLine(1, 'a') + logLine(2, 'a') + logLine(3, 'b'));
  await vscode.commands.executeCommand('fail2banLens.testAgainstClipboard');
  await waitForLens(document, '3 lines: 2 matched, 0 ignored, 1 missed');
  const pasted = vscode.window.visibleTextEditors.find((editor) => editor.document.isUntitled);
  assert.ok(pasted, 'the pasted lines can be seen');
  await pasted.edit((edit) => edit.insert(new vscode.Position(0, 0), logLine(4, 'a')));
  await waitForLens(document, '4 lines: 3 matched, 0 ignored, 1 missed');
});

test('should list matched, ignored and missed lines, and follow the filter', async () => {
  await closeAll();
  await openText('logs/lists.log', logLine(1, 'a') + logLine(2, 'b') + logLine(3, 'c'));
  const editor = await openText('filter.d/lists.conf', `${filterFor('lists.log', 'a|b')}ignoreregex = client 2\n`);
  await waitForLens(editor.document, '3 lines: 1 matched, 1 ignored, 1 missed');
  await vscode.commands.executeCommand('fail2banLens.showMatched');
  await shownDocument('matched lines', /client 1\.1\.1\.1#1/);
  await vscode.commands.executeCommand('fail2banLens.showIgnored');
  await shownDocument('ignored lines', /client 2\.1\.1\.1#1/);
  await vscode.commands.executeCommand('fail2banLens.showMissed');
  const missed = await shownDocument('missed lines', /client 3\.1\.1\.1#1/);
  assert.match((await linksOf(missed))[0]!.target!.toString(), /lists\.log#L?3/);
  await replaceText(editor, 'a|b', 'c|b');
  await shownDocument('missed lines', /client 1\.1\.1\.1#1/);
});

test('should show the expanded regex with links to where it is written', async () => {
  await closeAll();
  const { document } = await openText(
    'filter.d/expanded.conf',
    filterFor('named.log', '%(_names)s').replace('[Definition]', '[DEFAULT]\n_names = a|b\n[Definition]'),
  );
  await waitForLens(document, '0 matches');
  await vscode.commands.executeCommand('fail2banLens.showExpandedRegex');
  const shown = await shownDocument('expanded', /^ {4}a\|b$/m);
  assert.match(shown.getText(), /\(\?P<ip4>/);
  assert.ok(
    (await linksOf(shown)).some(({ target }) => target?.path.endsWith('/filter.d/expanded.conf')),
    'a link to the filter',
  );
});

test('should show the effective configuration, refreshed after an edit', async () => {
  await closeAll();
  const editor = await openText('filter.d/effective.conf', filterFor('named.log', 'before'));
  await waitForLens(editor.document, '0 matches');
  await vscode.commands.executeCommand('fail2banLens.showEffectiveConfiguration');
  const shown = await shownDocument('effective', /query: \(\?:before\)/);
  assert.ok((await linksOf(shown)).length > 0);
  await replaceText(editor, 'before', 'after');
  await shownDocument('effective', /query: \(\?:after\)/);
});

test('should copy the run as a fail2ban-regex command', async () => {
  await closeAll();
  const { document } = await openFile('filter.d/named-flood.conf');
  await waitForLens(document, '8 matches');
  void vscode.commands.executeCommand('fail2banLens.copyRegexCommand');
  const command = await eventually(
    async () => /^fail2ban-regex .*/.exec(await vscode.env.clipboard.readText())?.[0],
    'the command in the clipboard',
  );
  assert.match(command, /logs\/named\.log .*filter\.d\/named-flood\.conf$/);
});

test('should show a compressed log as a document, and step through its matched lines', async () => {
  await closeAll();
  await vscode.workspace.fs.writeFile(
    fileUri('logs/steps.log.gz'),
    gzipSync(logLine(1, 'b') + logLine(2, 'a') + logLine(3, 'b') + logLine(4, 'a')),
  );
  const { document } = await openText('filter.d/steps.conf', filterFor('steps.log.gz', 'a'));
  await waitForLens(document, '2 matches in steps.log.gz');
  await vscode.commands.executeCommand('fail2banLens.nextMatch');
  const log = await eventually(
    () => vscode.window.visibleTextEditors.find((editor) => editor.document.uri.path.endsWith('steps.log.gz')),
    'the log',
  );
  assert.equal(log.document.uri.scheme, 'fail2ban-lens');
  assert.equal(log.document.lineAt(1).text, logLine(2, 'a').trimEnd());
  const atLine = (line: number) => eventually(() => log.selection.active.line === line, `the cursor in line ${line}`);
  await atLine(1);
  await vscode.window.showTextDocument(log.document, log.viewColumn);
  await vscode.commands.executeCommand('fail2banLens.nextMatch');
  await atLine(3);
  await vscode.commands.executeCommand('fail2banLens.nextMatch');
  await atLine(1);
  await vscode.commands.executeCommand('fail2banLens.previousMatch');
  await atLine(3);
});

test('should read the settings of each workspace folder', async () => {
  const second = vscode.workspace.workspaceFolders?.[1]?.uri;
  if (!second) return 'one folder only: nothing to tell apart';
  await closeAll();
  const write = (path: string, text: string) =>
    vscode.workspace.fs.writeFile(vscode.Uri.joinPath(second, path), Buffer.from(text));
  await write('.vscode/settings.json', '{ "fail2banLens.samples": { "twin": "own/twin.log" } }');
  await write('own/twin.log', logLine(1, 'a') + logLine(2, 'a'));
  await write('filter.d/twin.conf', filterFor('x', 'a').replace(/^#.*\n/, ''));
  const { document } = await vscode.window.showTextDocument(vscode.Uri.joinPath(second, 'filter.d/twin.conf'));
  await waitForLens(document, '2 matches in twin.log');
  return undefined;
});
