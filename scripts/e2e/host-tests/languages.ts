import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './harness.ts';
import { openFile, openText } from './workspace.ts';

const byPath: readonly [string, string][] = [
  ['filter.d/a.conf', 'fail2ban-filter'],
  ['filter.d/a.local', 'fail2ban-filter'],
  ['filter.d/a.d/more.conf', 'fail2ban-filter'],
  ['jail.local', 'fail2ban-jail'],
  ['jail.d/a.conf', 'fail2ban-jail'],
  ['fail2ban/paths-debian.conf', 'fail2ban-jail'],
  ['action.d/a.conf', 'fail2ban-action'],
  ['fail2ban.conf', 'fail2ban-conf'],
  ['fail2ban.d/a.conf', 'fail2ban-conf'],
  ['filter.d/samples/a', 'fail2ban-sample'],
  ['fail2ban/tests/files/logs/a', 'fail2ban-sample'],
];

for (const [path, language] of byPath) {
  test(`should take ${path} for ${language}`, async () => {
    const { document } = await openText(path, '[Definition]\n');
    assert.equal(document.languageId, language);
  });
}

test('should know a filter elsewhere by its first line', async () => {
  const { document } = await openText('elsewhere/mine', '# fail2ban-lens: log=a.log\n[Definition]\n');
  assert.equal(document.languageId, 'fail2ban-filter');
});

test('should leave a plain .conf alone', async () => {
  const { document } = await openText('elsewhere/other.conf', 'a = b\n');
  assert.doesNotMatch(document.languageId, /^fail2ban-/);
});

test("should begin the line after Enter in the value's column", async () => {
  const editor = await openText('filter.d/enter.conf', '[Definition]\nfailregex = ^(?:a <HOST>\n');
  const end = editor.document.lineAt(1).range.end;
  editor.selection = new vscode.Selection(end, end);
  await vscode.commands.executeCommand('type', { text: '\n' });
  await vscode.commands.executeCommand('type', { text: '^b' });
  assert.equal(editor.document.lineAt(2).text, '            ^b');
  await vscode.commands.executeCommand('type', { text: '\n' });
  await vscode.commands.executeCommand('type', { text: '^c' });
  assert.equal(editor.document.lineAt(3).text, '            ^c');
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
});

test('should comment lines out with #', async () => {
  const editor = await openFile('filter.d/named-flood.conf');
  const line = [...Array(editor.document.lineCount).keys()].find((n) =>
    editor.document.lineAt(n).text.startsWith('failregex'),
  )!;
  editor.selection = new vscode.Selection(line, 0, line, 0);
  await vscode.commands.executeCommand('editor.action.commentLine');
  assert.match(editor.document.lineAt(line).text, /^# failregex/);
  await vscode.commands.executeCommand('undo');
  assert.match(editor.document.lineAt(line).text, /^failregex/);
  await vscode.commands.executeCommand('workbench.action.files.revert');
});
