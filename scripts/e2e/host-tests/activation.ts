import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../eventually.ts';
import { test } from './harness.ts';
import { extension, openFile } from './workspace.ts';

test('should activate when a filter is opened', async () => {
  const ours = await extension();
  await openFile('filter.d/named-flood.conf');
  await eventually(() => ours.isActive || undefined, 'activation');
  assert.ok(ours.exports.serverProcessId(), 'the language server runs');
});

test('should register every command that it contributes', async () => {
  const { packageJSON } = await extension();
  const registered = new Set(await vscode.commands.getCommands(true));
  const missing = packageJSON.contributes.commands.map(({ command }: { command: string }) => command).filter((command: string) => !registered.has(command));
  assert.deepEqual(missing, []);
});

test('should put another language server in the place of the old one', async () => {
  const ours = await extension();
  const before = ours.exports.serverProcessId();
  await vscode.commands.executeCommand('fail2banLens.restartServer');
  const after = await eventually(() => ours.exports.serverProcessId(), 'a new server');
  assert.notEqual(after, before);
  assert.throws(() => process.kill(before!, 0), 'the old server has ended');
});

test('should start a crashed language server again', async () => {
  const ours = await extension();
  const before = ours.exports.serverProcessId();
  process.kill(before!, 'SIGKILL');
  await eventually(() => {
    const now = ours.exports.serverProcessId();
    return now !== undefined && now !== before ? now : undefined;
  }, 'a new server');
});
