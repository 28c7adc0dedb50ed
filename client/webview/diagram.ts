/** The page of the diagram: shows the picture that it is sent, and tells what is chosen. Text is only ever made a text node. */
import type { DiagramMessage, DiagramRequest } from '../src/diagram-messages.ts';
import { buildSvg } from './build-svg.ts';
import { byId } from './dom.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: DiagramRequest): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();
const picture = byId('picture');
const message = byId('message');
const variables = byId<HTMLInputElement>('variables');
const isPart = byId<HTMLInputElement>('part');
const level = byId('level');

let size = { width: 0, height: 0 };
let zoom = zoomOf(vscode.getState());

function zoomOf(state: unknown): number {
  const known = (state as { zoom?: unknown } | undefined)?.zoom;
  return typeof known === 'number' && known > 0 ? known : 1;
}

function setZoom(next: number): void {
  zoom = Math.min(4, Math.max(0.2, Math.round(next * 100) / 100));
  vscode.setState({ zoom });
  level.textContent = `${Math.round(zoom * 100)} %`;
  const svg = picture.firstElementChild;
  svg?.setAttribute('width', String(size.width * zoom));
  svg?.setAttribute('height', String(size.height * zoom));
}

function fit(): void {
  if (size.width > 0) setZoom(Math.min(1.5, (picture.clientWidth - 4) / size.width));
}

function mark(current: number | null): void {
  for (const old of picture.querySelectorAll('.current')) old.classList.remove('current');
  const part = current === null ? null : picture.querySelector(`[data-part="${current}"]`);
  part?.classList.add('current');
  part?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

let shown = '';
/** The boxes are the user's once they are filled: a picture that was on its way when one was clicked does not undo it. */
let isFilled = false;

function show({ svg, text, current, ...options }: DiagramMessage): void {
  if (!isFilled) {
    isFilled = true;
    variables.checked = options.variables === 'values';
    isPart.checked = options.isPart;
  }
  message.textContent = text;
  message.hidden = text === '';
  const drawn = JSON.stringify(svg);
  if (drawn !== shown) {
    shown = drawn;
    picture.replaceChildren(...(svg ? [buildSvg(svg)] : []));
    size = { width: Number(svg?.attributes['width'] ?? 0), height: Number(svg?.attributes['height'] ?? 0) };
    setZoom(zoom);
  }
  mark(current);
}

const partOf = (target: EventTarget | null): SVGElement | null =>
  target instanceof Element ? target.closest<SVGElement>('[data-part]') : null;

function select(part: SVGElement | null): void {
  const number = Number(part?.dataset['part'] ?? NaN);
  if (Number.isInteger(number)) vscode.postMessage({ type: 'select', part: number });
}

/** The part before or behind one, in the order of the regex. */
function step(from: Element, by: number): void {
  const parts = [...picture.querySelectorAll<SVGElement>('[data-part]')];
  parts[parts.indexOf(from as SVGElement) + by]?.focus();
}

picture.addEventListener('click', ({ target }) => select(partOf(target)));
picture.addEventListener('keydown', (event) => {
  const part = partOf(event.target);
  if (!part) return;
  if (event.key === 'Enter' || event.key === ' ') select(part);
  else if (event.key === 'ArrowRight' || event.key === 'ArrowDown') step(part, 1);
  else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') step(part, -1);
  else return;
  event.preventDefault();
});
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '+') setZoom(zoom * 1.2);
  else if (event.key === '-') setZoom(zoom / 1.2);
  else if (event.key === '0') setZoom(1);
});
picture.addEventListener(
  'wheel',
  (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    setZoom(zoom * (event.deltaY < 0 ? 1.1 : 1 / 1.1));
  },
  { passive: false },
);
byId('smaller').addEventListener('click', () => setZoom(zoom / 1.2));
byId('larger').addEventListener('click', () => setZoom(zoom * 1.2));
byId('fit').addEventListener('click', fit);
byId('export').addEventListener('click', () => vscode.postMessage({ type: 'export' }));
const tellOptions = () =>
  vscode.postMessage({
    type: 'options',
    variables: variables.checked ? 'values' : 'names',
    isPart: isPart.checked,
  });
variables.addEventListener('change', tellOptions);
isPart.addEventListener('change', tellOptions);
window.addEventListener('message', ({ data }: MessageEvent<DiagramMessage>) => show(data));
vscode.postMessage({ type: 'ready' });
