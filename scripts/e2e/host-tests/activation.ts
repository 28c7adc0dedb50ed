import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../eventually.ts';
import { test } from './harness.ts';
import { extension, openFile, serverProcess } from './workspace.ts';

test('should activate when a filter is opened', async () => {
  const ours = await extension();
  await openFile('filter.d/named-flood.conf');
  await eventually(() => ours.isActive || undefined, 'activation');
  await serverProcess();
});

test('should register every command that it contributes', async () => {
  const { packageJSON } = await extension();
  const registered = new Set(await vscode.commands.getCommands(true));
  const missing = packageJSON.contributes.commands
    .map(({ command }: { command: string }) => command)
    .filter((command: string) => !registered.has(command));
  assert.deepEqual(missing, []);
});

test('should put another language server in the place of the old one', async () => {
  const before = await serverProcess();
  await restart();
  await serverProcess(before);
  assert.throws(() => process.kill(before, 0), 'the old server has ended');
});

test('should start a crashed language server again', async () => {
  const before = await serverProcess();
  process.kill(before, 'SIGKILL');
  await serverProcess(before);
});

test('should start a language server again that crashes while it starts', async () => {
  const before = await serverProcess();
  const { exports } = await extension();
  const restarted = restart();
  const starting = await eventually(
    () => (exports.serverProcessId() === before ? undefined : exports.serverProcessId()),
    'a starting server',
    undefined,
    1,
  );
  process.kill(starting, 'SIGKILL');
  await restarted;
  await serverProcess(starting);
});

test('should have one language server after several restarts at once', async () => {
  await Promise.all([restart(), restart(), restart()]);
  await serverProcess();
  const { document } = await openFile('filter.d/named-flood.conf');
  const lenses = () =>
    vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
  await eventually(async () => (await lenses()).length === 2, 'the lenses of one server');
});

function restart(): Thenable<void> {
  return vscode.commands.executeCommand('fail2banLens.restartServer');
}
