/** The page of a simulation: shows the report that it is sent, and tells what is chosen. Text is only ever made a text node. */
import type { SimulationChart, SimulationLink, SimulationPage } from '../../server/src/protocol.ts';
import { simulationFormats } from '../../server/src/protocol.ts';
import type { SimulationMessage, SimulationRequest } from '../src/simulation-messages.ts';
import { buildSvg } from './build-svg.ts';
import { byId, create, linkButton } from './dom.ts';
import { activateRestarts, showRestartHint, showRestarts } from './restart-list.ts';
import { buildTable } from './simulation-tables.ts';
import { activateWhatIf, showWhatIf, showWhatIfAnswer } from './what-if-table.ts';

declare function acquireVsCodeApi(): { postMessage(message: SimulationRequest): void };

const vscode = acquireVsCodeApi();
const open = (link: SimulationLink): void => vscode.postMessage({ type: 'open', link });

/** The page's title before a report has come, and whose report is shown. */
let title = '';

function show(page: SimulationPage): void {
  const isSame = page.title === title;
  title = page.title;
  byId('title').textContent = page.title;
  byId('summary').replaceChildren(
    ...page.summary.flatMap(({ name, value, link }) => [
      create('dt', '', name),
      create('dd', '', link ? linkButton(value, () => open(link), 'Show the lines in the log') : value),
    ]),
  );
  showRestartHint(page.restartHint);
  showWhatIf(page.whatIf, isSame);
  byId('charts').replaceChildren(...page.charts.map(buildChart));
  byId('tables').replaceChildren(...page.tables.map((table) => buildTable(table, open)));
  byId('remarks').hidden = page.notes.length === 0;
  byId('notes').replaceChildren(...page.notes.map((note) => create('li', '', note)));
}

/** One part of a picture can be reached by Tab, the others from there by the arrows. */
function buildChart({ title: name, about, svg, links }: SimulationChart): HTMLElement {
  const picture = buildSvg(svg);
  const parts = [...picture.querySelectorAll<SVGElement>('[data-link]')];
  parts.forEach((part, i) => part.setAttribute('tabindex', i === 0 ? '0' : '-1'));
  const choose = (target: EventTarget | null): void => {
    const part = target instanceof Element ? target.closest<SVGElement>('[data-link]') : null;
    const link = part && links[Number(part.dataset['link'])];
    if (link) open(link);
  };
  picture.addEventListener('click', ({ target }) => choose(target));
  picture.addEventListener('keydown', (event) => {
    const at = parts.indexOf(document.activeElement as SVGElement);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter' || event.key === ' ') choose(event.target);
    else if (step !== undefined && parts[at + step]) {
      parts[at]?.setAttribute('tabindex', '-1');
      parts[at + step]!.setAttribute('tabindex', '0');
      parts[at + step]!.focus();
    } else return;
    event.preventDefault();
  });
  return create('section', '', create('h2', '', name), create('p', '', about), create('div', 'chart', picture));
}

byId('jails').addEventListener('click', () => vscode.postMessage({ type: 'jails' }));
activateWhatIf((tried, bantime) => vscode.postMessage({ type: 'whatIf', tried, bantime }));
activateRestarts({
  add: (moment) => vscode.postMessage({ type: 'restart', moment }),
  remove: (moment) => vscode.postMessage({ type: 'noRestart', moment }),
});
for (const format of simulationFormats)
  document.getElementById(format)?.addEventListener('click', () => vscode.postMessage({ type: 'export', format }));
window.addEventListener('message', ({ data }: MessageEvent<SimulationMessage>) => {
  if (data.type === 'page') show(data.page);
  else if (data.type === 'whatIf') showWhatIfAnswer(data.whatIf);
  else if (data.type === 'restarts') showRestarts(data.restarts, data.problem);
  else {
    byId('status').textContent = data.text;
    byId('report').classList.toggle('stale', data.isStale);
  }
});
vscode.postMessage({ type: 'ready' });
