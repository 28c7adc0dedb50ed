import { window, type WebviewPanel } from 'vscode';
import type { RegexDiagram, RegexDiagramParams } from '../../../server/src/protocol.ts';
import type { DiagramMessage, DiagramOptions, DiagramRequest } from '../diagram-messages.ts';
import type { Lens } from '../lens.ts';
import { followRegex } from '../regex-follower.ts';
import { saveAs } from '../save-as.ts';
import { showPlace } from '../show-place.ts';
import { diagramPage } from './diagram-page.ts';
import { openPanel } from './webview-panel.ts';
import { toRange } from '../to-range.ts';

let panel: WebviewPanel | undefined;

/** Opens the diagram of the regex at the cursor beside the file, or brings it back into view; it follows the cursor. */
export function showDiagram(lens: Lens): void {
  if (panel) return panel.reveal(undefined, true);
  panel = openPanel(lens, { name: 'diagram', title: 'Regex Diagram', body: diagramPage });
  fill(lens, panel);
}

function fill(lens: Lens, created: WebviewPanel): void {
  const { webview } = created;
  const follower = followRegex(lens);
  let options: DiagramOptions = { variables: 'values', isPart: false };
  let asked: RegexDiagramParams | undefined;
  let drawn: RegexDiagram | null = null;
  let latest = 0;
  const ask = async (): Promise<void> => {
    const followed = follower.current();
    const number = ++latest;
    asked = followed && { uri: followed.uri, range: followed.selection, ...options };
    try {
      const diagram = asked ? await lens.connection.request('regexDiagram', asked) : null;
      if (number !== latest) return;
      drawn = diagram;
      await webview.postMessage(messageOf(drawn, options));
    } catch (error) {
      lens.log.debug('The diagram of the regex:', error);
    }
  };
  const answer = async (request: DiagramRequest): Promise<void> => {
    if (request.type === 'ready') return ask();
    if (request.type === 'options') {
      options = { variables: request.variables, isPart: request.isPart };
      return ask();
    }
    if (request.type === 'export') return asked && exportDiagram(lens, asked);
    const place = drawn?.places[request.part];
    if (!place) return;
    await showPlace(place.uri, toRange(place.range), { preserveFocus: true });
  };
  const disposables = [
    webview.onDidReceiveMessage((request: DiagramRequest) => void answer(request)),
    follower.onDidChange(() => void ask()),
    follower,
  ];
  created.onDidDispose(() => {
    disposables.forEach((disposable) => disposable.dispose());
    panel = undefined;
  });
  follower.setWanted(true);
}

function messageOf(diagram: RegexDiagram | null, options: DiagramOptions): DiagramMessage {
  if (!diagram) return { ...options, svg: null, current: null, text: 'Put the cursor on a regex of a filter.' };
  return {
    ...options,
    svg: diagram.svg,
    current: diagram.current,
    text: diagram.svg ? '' : 'There is too much in this regex for a picture.',
  };
}

async function exportDiagram({ connection }: Lens, asked: RegexDiagramParams): Promise<void> {
  const svg = await connection.request('regexSvg', asked);
  if (svg === null) return void window.showWarningMessage('There is no picture to export: the regex has changed.');
  await saveAs({ title: 'Export Diagram as SVG', name: 'regex.svg', text: svg, filters: { SVG: ['svg'] } });
}
