import { Range, type WebviewPanel, workspace } from 'vscode';
import type { SimulationFormat, SimulationLink, SimulationSubject, Subject } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { pickJails } from '../pick.ts';
import { saveAs } from '../save-as.ts';
import { showPlace } from '../show-place.ts';
import type { SimulationMessage, SimulationRequest } from '../simulation-messages.ts';
import { subjectKey, subjectName } from '../subjects.ts';
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
  /** Jails beside it. */
  let others: readonly Subject[] = [];
  /** When the server is restarted, as the user wrote it. */
  let restarts: readonly string[] = [];
  let logs: readonly string[] = [];
  let isReady = false;
  let hasReport = false;
  let latest = 0;
  const send = (message: SimulationMessage) => void webview.postMessage(message);
  const sendFailure = (error: unknown): void => send({ type: 'status', text: wordsOf(error), isStale: hasReport });
  /** `failed`: is told why there is no report, where it is still the one that is wanted. `problem`: what is said of the last restart beside it. */
  const ask = async (failed: (error: unknown) => void = sendFailure, problem = ''): Promise<void> => {
    askSoon.cancel();
    if (!subject || !isReady) return;
    const number = ++latest;
    send({ type: 'status', text: hasReport ? '' : 'Simulating…', isStale: hasReport });
    try {
      const page = await lens.connection.request('simulation', { subject, others, restarts });
      if (number !== latest) return;
      hasReport = true;
      ({ logs } = page);
      panel.title = `Bans of ${[subject, ...others].map(subjectName).join(', ')}`;
      send({ type: 'page', page });
      send({ type: 'restarts', restarts, problem });
      send({ type: 'status', text: '', isStale: false });
    } catch (error) {
      if (number === latest) failed(error);
    }
  };
  /** A report with other restarts; without them where it cannot be told, which is said beside them. */
  const askWithRestarts = (wanted: readonly string[]): Promise<void> => {
    const before = restarts;
    restarts = wanted;
    return ask((error) => {
      restarts = before;
      void ask(sendFailure, wordsOf(error));
    });
  };
  const askSoon = whenQuiet(delay, () => ask());
  const isShown = (other: Subject): boolean => subject !== undefined && isSame(subject, other);
  const handle = async (request: SimulationRequest): Promise<void> => {
    if (request.type === 'ready') {
      isReady = true;
      return ask();
    }
    if (!subject) return;
    if (request.type === 'open') return openLink(lens, { subject, others, restarts, logs }, request.link);
    if (request.type === 'export') return exportReport(lens, { subject, others, restarts }, request.format);
    if (request.type === 'jails') return chooseJails();
    if (request.type === 'restart') return askWithRestarts([...new Set([...restarts, request.moment])]);
    if (request.type === 'noRestart') return askWithRestarts(restarts.filter((moment) => moment !== request.moment));
    const of = latest;
    const { tried, bantime } = request;
    const whatIf = await lens.connection.request('whatIf', { subject, others, restarts, tried, bantime });
    if (of === latest) send({ type: 'whatIf', whatIf });
  };
  const chooseJails = async (): Promise<void> => {
    const picked = await pickJails(lens, subject ? [subject, ...others] : []);
    if (!picked) return;
    const of = picked.find(isShown) ?? picked[0]!;
    for (const jail of picked)
      if (!lens.runs.get(jail)?.report)
        // One that reads what the server logs needs no log; of any other the report says why there is none.
        await lens.connection.request('test', { subject: jail, logs: null }).catch(() => undefined);
    hasReport = false;
    subject = of;
    others = picked.filter((jail) => jail !== of);
    await ask();
  };
  const answer = async (request: SimulationRequest): Promise<void> => {
    try {
      await handle(request);
    } catch (error) {
      sendFailure(error);
    }
  };
  const disposables = [
    webview.onDidReceiveMessage((request: SimulationRequest) => void answer(request)),
    lens.runs.onDidChangeRun((state) => {
      if (state.status !== 'running' && [subject, ...others].some((one) => one && isSame(one, state.subject)))
        askSoon();
    }),
    workspace.onDidChangeTextDocument(({ document }) => {
      // maxretry and its like need no new run
      if (subject && [subject, ...others].some(({ uri }) => uri === document.uri.toString())) askSoon();
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
      hasReport &&= isShown(next) && others.length === 0;
      if (!isShown(next)) restarts = [];
      subject = next;
      others = [];
      void ask();
    },
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isSame(one: Subject, other: Subject): boolean {
  return subjectKey(one) === subjectKey(other);
}

async function openLink(
  lens: Lens,
  { logs, ...of }: SimulationSubject & { readonly logs: readonly string[] },
  link: SimulationLink,
): Promise<void> {
  if ('attempts' in link) return showVirtualDocument(lens, { kind: 'attempts', ...of, attempts: link.attempts });
  const log = logs[link.log];
  if (log === undefined) return;
  await showPlace(log, new Range(link.line - 1, 0, link.line - 1, 0));
}

const endings: Record<SimulationFormat, string> = { html: 'html', markdown: 'md', csv: 'csv', json: 'json' };

async function exportReport({ connection }: Lens, of: SimulationSubject, format: SimulationFormat): Promise<void> {
  const text = await connection.request('simulationText', { ...of, format });
  const { subject, others = [] } = of;
  const name = `bans-${[subject, ...others]
    .map(({ jail = 'jail' }) => jail)
    .join('-')
    .replace(/[^\w.-]/g, '_')}.${endings[format]}`;
  await saveAs({ title: 'Export Simulated Bans', name, text });
}
