import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { eventually } from '../eventually.ts';
import { test } from './harness.ts';
import { fileUri, openFile, openText } from './workspace.ts';

const line = (client: number, name: string) => `Jul 11 05:40:22 server named[1301]: client ${client % 250}.1.1.1#1: query: ${name} IN ANY +E ([ip of server])\n`;
const filterOf = (log: string, names: string) => `# fail2ban-lens: log=../logs/${log}\n[Definition]\nfailregex = .* named\\[.*\\]: client <HOST>\\#.*: query: (?:${names}) (?:IN|ANY)\n`;

/** The titles of a document's code lenses, as the editor asks for them; `1,500` is read as `1500`. */
async function lenses(document: vscode.TextDocument): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
  return found.map(({ command }) => command?.title.replace(/(\d),(?=\d{3})/g, '$1') ?? '');
}

function waitForLens(document: vscode.TextDocument, words: string): Promise<true> {
  return eventually(async () => (await lenses(document)).some((title) => title.includes(words)) || undefined, `a lens with "${words}"`, 10_000, 5);
}

function replaceText(editor: vscode.TextEditor, text: string, replacement: string): Thenable<boolean> {
  const at = editor.document.getText().indexOf(text);
  assert.ok(at >= 0, `"${text}" stands in the document`);
  const range = new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + text.length));
  return editor.edit((edit) => edit.replace(range, replacement));
}

test('should count the tour', async () => {
  const { document } = await openFile('filter.d/named-flood.conf');
  await waitForLens(document, '8 matches in named.log');
  await waitForLens(document, '9 lines: 8 matched, 0 ignored, 1 missed · dates 9/9');
});

test('should count a compressed log', async () => {
  await vscode.workspace.fs.writeFile(fileUri('logs/old.log.gz'), gzipSync(line(1, 'a') + line(2, 'b') + line(3, 'a')));
  const { document } = await openText('filter.d/packed.conf', filterOf('old.log.gz', 'a'));
  await waitForLens(document, '2 matches in old.log.gz');
});

test('should follow an included file while it is edited', async () => {
  await openText('logs/include.log', line(1, 'a') + line(2, 'b') + line(3, 'a'));
  const common = await openText('filter.d/names.conf', '[DEFAULT]\n_names = a\n');
  const { document } = await openText('filter.d/including.conf', filterOf('include.log', '%(_names)s').replace('[Definition]', '[INCLUDES]\nbefore = names.conf\n[Definition]'));
  await waitForLens(document, '2 matches');
  const shown = await vscode.window.showTextDocument(common.document, { viewColumn: vscode.ViewColumn.Two });
  await replaceText(shown, '= a', '= a|b');
  await waitForLens(document, '3 matches');
  await shown.document.save();
});

test('should notice a .local that appears on disk', async () => {
  await openText('logs/local.log', line(1, 'a') + line(2, 'b'));
  const { document } = await openText('filter.d/overlaid.conf', filterOf('local.log', 'a'));
  await waitForLens(document, '1 match');
  await vscode.workspace.fs.writeFile(fileUri('filter.d/overlaid.local'), Buffer.from('[Definition]\nfailregex = client <HOST>\n'));
  await eventually(async () => (await lenses(document)).some((title) => title.includes('2 matched')) || undefined, 'the counts of the .local');
});

test('should tell a mistake at its place and take it back when it is mended', async () => {
  const editor = await openText('filter.d/mistake.conf', filterOf('named.log', 'a('));
  const found = await eventually(() => vscode.languages.getDiagnostics(editor.document.uri).find(({ severity }) => severity === vscode.DiagnosticSeverity.Error), 'an error');
  assert.match(found.message, /unterminated subpattern/);
  assert.equal(found.range.start.line, 2);
  await replaceText(editor, 'a(', 'a');
  await eventually(() => vscode.languages.getDiagnostics(editor.document.uri).every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error) || undefined, 'no error');
});

test('should count a 10,000-line log anew soon after a keystroke', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `n${index}x`);
  await openText('logs/long.log', Array.from({ length: 10_000 }, (_, index) => line(index, names[index % 20]!)).join(''));
  const editor = await openText('filter.d/long.conf', filterOf('long.log', 'none'));
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
