import { type Range, type TextDocumentShowOptions, Uri, ViewColumn, window } from 'vscode';

/** Shows a place of a document where the document stands already, else in the first column. */
export async function showPlace(
  address: string,
  selection: Range,
  options: Pick<TextDocumentShowOptions, 'preserveFocus'> = {},
): Promise<void> {
  const uri = Uri.parse(address);
  const shown = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  await window.showTextDocument(uri, { ...options, selection, viewColumn: shown?.viewColumn ?? ViewColumn.One });
}
