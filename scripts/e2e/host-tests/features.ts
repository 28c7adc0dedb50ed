import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../eventually.ts';
import { test } from './harness.ts';
import { placeOf } from './live-text.ts';
import { closeAll, openText } from './workspace.ts';

const common = '[DEFAULT]\n_names = a|b\n';
const text =
  '[INCLUDES]\nbefore = shared.conf\n\n[Definition]\nfailregex = ^client <HOST>: (?:%(_names)s)$\n            ^other <F-USER>x</F-USER> <HOST>$\nmaxlines = 1\n';

/** Opens the filter that every test of this file asks about. */
async function openFilter(): Promise<vscode.TextDocument> {
  await closeAll();
  await openText('filter.d/shared.conf', common);
  return (await openText('filter.d/asked.conf', text)).document;
}

function ask<T>(command: string, ...args: readonly unknown[]): Promise<T> {
  return eventually(async () => {
    const answer = await vscode.commands.executeCommand<T | undefined>(command, ...args);
    return Array.isArray(answer) && answer.length === 0 ? undefined : (answer ?? undefined);
  }, command);
}

test('should complete an option, with its documentation', async () => {
  const document = await openFilter();
  const { items } = await ask<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    placeOf(document, 'maxlines', 3),
    undefined,
    100,
  );
  const item = items.find(({ label }) => (typeof label === 'string' ? label : label.label) === 'maxlines');
  assert.ok(item?.documentation, 'maxlines, with documentation');
});

test('should tell on hover what an option means', async () => {
  const document = await openFilter();
  const hovers = await ask<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    placeOf(document, 'maxlines', 2),
  );
  assert.match(
    hovers.flatMap(({ contents }) => contents.map((part) => (typeof part === 'string' ? part : part.value))).join('\n'),
    /lines/,
  );
});
test('should go through an include to where a variable is defined', async () => {
  const document = await openFilter();
  const [found] = await ask<(vscode.Location | vscode.LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    placeOf(document, '%(_names)s', 4),
  );
  assert.match(('targetUri' in found! ? found.targetUri : found!.uri).path, /shared\.conf$/);
});

test('should rename a variable in every file', async () => {
  const document = await openFilter();
  const edit = await ask<vscode.WorkspaceEdit>(
    'vscode.executeDocumentRenameProvider',
    document.uri,
    placeOf(document, '%(_names)s', 4),
    '_words',
  );
  assert.deepEqual(
    edit
      .entries()
      .map(([uri]) => uri.path.split('/').at(-1))
      .sort(),
    ['asked.conf', 'shared.conf'],
  );
});

test('should offer to mend <host>', async () => {
  await closeAll();
  const { document } = await openText('filter.d/misspelt.conf', '[Definition]\nfailregex = ^client <host>$\n');
  const place = placeOf(document, '<host>', 2);
  const actions = await ask<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(place, place),
  );
  const edits = actions.flatMap(({ edit }) => edit?.get(document.uri) ?? []);
  assert.ok(
    edits.some(({ newText }) => newText.includes('HOST')),
    actions.map(({ title }) => title).join(', '),
  );
});

test("should put a value's lines below each other", async () => {
  await closeAll();
  const { document } = await openText('filter.d/ragged.conf', '[Definition]\nfailregex = ^a <HOST>$\n  ^b <HOST>$\n');
  const edits = await ask<vscode.TextEdit[]>('vscode.executeFormatDocumentProvider', document.uri, {
    tabSize: 4,
    insertSpaces: true,
  });
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, edits);
  await vscode.workspace.applyEdit(edit);
  assert.equal(document.lineAt(2).text, '            ^b <HOST>$');
});

test('should colour a filter by what its words mean', async () => {
  const document = await openFilter();
  const tokens = await ask<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri);
  assert.ok(tokens.data.length >= 5);
});
