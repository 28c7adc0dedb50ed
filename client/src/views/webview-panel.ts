import { Uri, ViewColumn, window, type WebviewPanel } from 'vscode';
import type { Lens } from '../lens.ts';
import { webviewPage } from './webview-page.ts';

/** `body`: what the page is made of; its script and style are called `name`. */
export interface PanelOptions {
  readonly name: 'diagram' | 'simulation';
  readonly title: string;
  readonly body: string;
}

/** Opens a panel beside the file. Its page tells when it is ready: later than what is done at once with the panel. */
export function openPanel({ context: { extensionUri } }: Lens, { name, title, body }: PanelOptions): WebviewPanel {
  const panel = window.createWebviewPanel(
    `fail2banLens.${name}`,
    title,
    { viewColumn: ViewColumn.Beside, preserveFocus: true },
    {
      enableScripts: true,
      localResourceRoots: ['dist', 'media'].map((folder) => Uri.joinPath(extensionUri, folder)),
      retainContextWhenHidden: true,
    },
  );
  const { webview } = panel;
  const address = (...path: string[]) => webview.asWebviewUri(Uri.joinPath(extensionUri, ...path)).toString();
  webview.html = webviewPage(title, body, {
    source: webview.cspSource,
    script: address('dist', `${name}.js`),
    styles: ['page.css', `${name}.css`].map((file) => address('media', file)),
  });
  return panel;
}
