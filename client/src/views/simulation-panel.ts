import { Range, type WebviewPanel, workspace } from 'vscode';
import type { SimulationFormat, SimulationLink, Subject } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { saveAs } from '../save-as.ts';
import { showPlace } from '../show-place.ts';
import type { SimulationMessage, SimulationRequest } from '../simulation-messages.ts';
import { subjectKey } from '../subjects.ts';
import { showVirtualDocument } from '../virtual-documents.ts';
import { whenQuiet } from '../when-quiet.ts';
import { simulationPage } from './simulation-page.ts';
import { openPanel } from './webview-panel.ts';

/** Milliseconds of quiet in the jail's file before the report is made anew. */
const delay = 400;

interface Shown {
  readonly panel: WebviewPanel;
  show(subject: Subject): void;
}

let shown: Shown | undefined;

/** Opens the report of a jail's bans beside its file; it follows the jail's settings and its log. */
export function showSimulation(lens: Lens, subject: Subject): void {
  shown ??= open(lens);
  shown.panel.reveal(undefined, true);
  shown.show(subject);
}

function open(lens: Lens): Shown {
  const panel = openPanel(lens, { name: 'simulation', title: 'Simulated Bans', body: simulationPage });
  const { webview } = panel;
  let subject: Subject | undefined;
  let isReady = false;
  let hasReport = false;
  let latest = 0;
  const send = (message: SimulationMessage) => void webview.postMessage(message);
  const ask = async (): Promise<void> => {
    askSoon.cancel();
    if (!subject || !isReady) return;
    const number = ++latest;
    send({ type: 'status', text: hasReport ? '' : 'Simulating…', isStale: hasReport });
    try {
      const page = await lens.connection.request('simulation', { subject });
      if (number !== latest) return;
      hasReport = true;
      panel.title = `Bans of [${subject.jail ?? ''}]`;
      send({ type: 'page', page });
      send({ type: 'status', text: '', isStale: false });
    } catch (error) {
      if (number !== latest) return;
      send({ type: 'status', text: error instanceof Error ? error.message : String(error), isStale: hasReport });
    }
  };
  const askSoon = whenQuiet(delay, ask);
  const handle = async (request: SimulationRequest): Promise<void> => {
    if (request.type === 'ready') {
      isReady = true;
      return ask();
    }
    if (!subject) return;
    if (request.type === 'open') return openLink(lens, subject, request.link);
    if (request.type === 'export') return exportReport(lens, subject, request.format);
    const of = subject;
    const whatIf = await lens.connection.request('whatIf', { subject, bantime: request.bantime });
    if (of === subject) send({ type: 'whatIf', whatIf });
  };
  const answer = async (request: SimulationRequest): Promise<void> => {
    try {
      await handle(request);
    } catch (error) {
      send({ type: 'status', text: error instanceof Error ? error.message : String(error), isStale: hasReport });
    }
  };
  const isShown = (other: Subject) => subject && subjectKey(subject) === subjectKey(other);
  const disposables = [
    webview.onDidReceiveMessage((request: SimulationRequest) => void answer(request)),
    lens.runs.onDidChangeRun((state) => {
      if (state.status !== 'running' && isShown(state.subject)) askSoon();
    }),
    workspace.onDidChangeTextDocument(({ document }) => {
      // maxretry and its like need no new run
      if (subject && document.uri.toString() === subject.uri) askSoon();
    }),
  ];
  panel.onDidDispose(() => {
    askSoon.cancel();
    disposables.forEach((disposable) => disposable.dispose());
    shown = undefined;
  });
  return {
    panel,
    show: (next) => {
      hasReport &&= isShown(next) === true;
      subject = next;
      void ask();
    },
  };
}

async function openLink(lens: Lens, subject: Subject, link: SimulationLink): Promise<void> {
  if ('attempts' in link) return showVirtualDocument(lens, { kind: 'attempts', subject, attempts: link.attempts });
  const log = lens.runs.get(subject)?.sample?.logs[link.log];
  if (!log) return;
  await showPlace(log.shownAs, new Range(link.line - 1, 0, link.line - 1, 0));
}

const endings: Record<SimulationFormat, string> = { html: 'html', markdown: 'md', csv: 'csv', json: 'json' };

async function exportReport({ connection }: Lens, subject: Subject, format: SimulationFormat): Promise<void> {
  const text = await connection.request('simulationText', { subject, format });
  const name = `bans-${(subject.jail ?? 'jail').replace(/[^\w.-]/g, '_')}.${endings[format]}`;
  await saveAs({ title: 'Export Simulated Bans', name, text });
}
