import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { eventually } from '../eventually.ts';
import { test } from './harness.ts';
import { filterFor, logLine, replaceText, waitForLens } from './live-text.ts';
import { closeAll, fileUri, openText } from './workspace.ts';

interface GitApi {
  openRepository(root: vscode.Uri): Promise<unknown>;
}

test('should say what an edit changes since the file was saved, and since HEAD in a git repository', async () => {
  await closeAll();
  await openText('edited/logs/edited.log', logLine(1, 'a') + logLine(2, 'b') + logLine(3, 'c'));
  const filter = await openText('edited/filter.d/edited.conf', filterFor('edited.log', 'a|b'));
  await waitForLens(filter.document, '3 lines: 2 matched');
  await replaceText(filter, 'a|b', 'a|c');
  await waitForLens(filter.document, '+1 −1 lines since the saved file');
  await vscode.commands.executeCommand('workbench.action.files.revert');

  const root = fileUri('edited');
  const git = (...args: string[]) => execFileSync('git', ['-C', root.fsPath, ...args]);
  git('init', '--quiet');
  git('add', '.');
  git('-c', 'user.name=tester', '-c', 'user.email=tester@example.com', 'commit', '--quiet', '--message', 'first');
  await vscode.workspace.getConfiguration('git').update('enabled', true, vscode.ConfigurationTarget.Global);
  try {
    const extension = vscode.extensions.getExtension<{ enabled: boolean; getAPI(version: 1): GitApi }>('vscode.git');
    const exports = await extension!.activate();
    await eventually(() => exports.enabled || undefined, 'git to be on');
    await exports.getAPI(1).openRepository(root);
    await replaceText(filter, 'a|b', 'a|b|c');
    await filter.document.save();
    await waitForLens(filter.document, '+1 −0 lines since HEAD');
    await vscode.commands.executeCommand('fail2banLens.nextChange');
    await eventually(
      () =>
        vscode.window.visibleTextEditors.find(
          ({ document, selection }) => document.uri.path.endsWith('edited.log') && selection.active.line === 2,
        ),
      'the cursor in the gained line',
    );
    git('branch', 'old');
    git(
      '-c',
      'user.name=tester',
      '-c',
      'user.email=tester@example.com',
      'commit',
      '--quiet',
      '--all',
      '--message',
      'second',
    );
    await vscode.commands.executeCommand('fail2banLens.compareWith', { kind: 'revision', revision: 'old' });
    await waitForLens(filter.document, '+1 −0 lines since old');
    await vscode.commands.executeCommand('fail2banLens.compareWith', { kind: 'packaged' });
    await waitForLens(filter.document, 'the same lines as the packaged version');
  } finally {
    await vscode.commands.executeCommand('fail2banLens.compareWith', null);
    await vscode.workspace.getConfiguration('git').update('enabled', undefined, vscode.ConfigurationTarget.Global);
  }
});
