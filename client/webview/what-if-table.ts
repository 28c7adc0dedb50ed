import type { WhatIfPage } from '../../server/src/protocol.ts';
import { amount, plural } from '../../server/src/text/amounts.ts';
import { byId, create } from './dom.ts';

const settings = ['maxretry', 'findtime', 'bantime'] as const;
const sliders = {
  maxretry: byId<HTMLInputElement>('maxretry'),
  findtime: byId<HTMLInputElement>('findtime'),
  bantime: byId<HTMLInputElement>('bantime'),
};
const values = { maxretry: byId('maxretryValue'), findtime: byId('findtimeValue'), bantime: byId('bantimeValue') };

const tried = byId<HTMLSelectElement>('tried');

let shown: WhatIfPage | null = null;
/** What was asked for last, and is not shown yet. */
let awaited: Asked | undefined;
let send: (tried: number, bantime: number | null) => void;

/** A jail, by its number, with a bantime; null: its own. */
interface Asked {
  readonly tried: number;
  readonly bantime: number | null;
}

/** `asked`: for the table of a jail with another bantime; null: with its own. */
export function activateWhatIf(asked: typeof send): void {
  send = asked;
  for (const setting of settings)
    sliders[setting].addEventListener('input', () => {
      const bantime = chosenBantime();
      if (setting === 'bantime' && shown && bantime !== undefined) {
        if (bantime === shown.chosenBantime) awaited = undefined;
        else ask({ tried: shown.tried, bantime });
      }
      tell();
    });
  tried.addEventListener('change', () => {
    ask({ tried: Number(tried.value), bantime: null });
    tell();
  });
}

function chosenBantime(): number | undefined {
  return shown?.bantime[Number(sliders.bantime.value)]?.value;
}

function ask(asked: Asked): void {
  awaited = asked;
  send(asked.tried, asked.bantime);
}

/** The answer to the last question; those to the ones before it come too late. */
export function showWhatIfAnswer(whatIf: WhatIfPage): void {
  if (awaited?.tried !== whatIf.tried || (awaited.bantime ?? whatIf.own.bantime) !== whatIf.chosenBantime) return;
  awaited = undefined;
  showTable(whatIf, whatIf.tried === shown?.tried);
}

/** Shows the table of a new report. `keepsChoice`: the jail and the sliders stay as the user has put them, as far as they are still there. */
export function showWhatIf(whatIf: WhatIfPage | null, keepsChoice: boolean): void {
  const before = shown;
  const bantime = chosenBantime();
  const keeps = keepsChoice && before !== null && whatIf !== null && before.tried < whatIf.jails.length;
  awaited = undefined;
  byId('trial').hidden = whatIf === null;
  if (!whatIf) {
    shown = null;
    return;
  }
  byId('triedTools').hidden = whatIf.jails.length < 2;
  tried.replaceChildren(...whatIf.jails.map((name, i) => new Option(`[${name}]`, String(i))));
  if (keeps && before.tried !== whatIf.tried) {
    // Another jail's table is still to come; what is shown meanwhile is nobody's.
    tried.value = String(before.tried);
    ask({ tried: before.tried, bantime: bantime === before.own.bantime ? null : (bantime ?? null) });
    tell();
    return;
  }
  tried.value = String(whatIf.tried);
  showTable(whatIf, keeps);
  const kept = chosenBantime();
  if (kept !== undefined && kept !== whatIf.chosenBantime) ask({ tried: whatIf.tried, bantime: kept });
}

/** `keepsSliders`: they stay where the user has put them, as far as their values are still there. */
function showTable(whatIf: WhatIfPage, keepsSliders: boolean): void {
  const before = shown;
  shown = whatIf;
  for (const setting of settings) {
    const at = Number(sliders[setting].value);
    const kept = keepsSliders ? before?.[setting][at]?.value : undefined;
    const wanted = kept ?? (setting === 'bantime' ? whatIf.chosenBantime : whatIf.own[setting]);
    sliders[setting].max = String(whatIf[setting].length - 1);
    sliders[setting].value = String(
      Math.max(
        0,
        whatIf[setting].findIndex(({ value }) => value === wanted),
      ),
    );
  }
  tell();
}

/** The cell that the sliders point at, in words, and the table around it. */
function tell(): void {
  if (!shown) return;
  const whatIf = shown;
  const at = { maxretry: Number(sliders.maxretry.value), findtime: Number(sliders.findtime.value) };
  const bantime = whatIf.bantime[Number(sliders.bantime.value)]!;
  const texts = {
    maxretry: whatIf.maxretry[at.maxretry]!.text,
    findtime: whatIf.findtime[at.findtime]!.text,
    bantime: bantime.text,
  };
  for (const setting of settings) {
    values[setting].textContent = texts[setting];
    sliders[setting].setAttribute('aria-valuetext', texts[setting]);
    // Its own values are not there yet.
    sliders[setting].disabled = awaited !== undefined && awaited.tried !== whatIf.tried;
  }
  const isKnown = awaited === undefined && bantime.value === whatIf.chosenBantime;
  byId('result').textContent = isKnown ? resultWords(whatIf, at) : 'Working it out…';
  byId('grid').replaceChildren(...(isKnown ? [headOf(whatIf), bodyOf(whatIf, at)] : []));
}

function resultWords({ cells, attempts }: WhatIfPage, at: { maxretry: number; findtime: number }): string {
  const { banned, bans, dropped, mistakes } = cells[at.maxretry]![at.findtime]!;
  const counts = `${plural(banned, 'address', 'addresses')} banned (${plural(bans, 'ban')})`;
  const wrong = mistakes > 0 ? `, ${amount(mistakes)} perhaps by mistake` : '';
  return `${counts}${wrong}; ${amount(dropped)} of ${amount(attempts)} attempts dropped (${percent(dropped, attempts)}).`;
}

function headOf({ findtime, own }: WhatIfPage): HTMLElement {
  const corner = create('th', '', 'maxretry \\ findtime');
  return create(
    'thead',
    '',
    create('tr', '', corner, ...findtime.map(({ value, text }) => headCell(text, 'col', value === own.findtime))),
  );
}

function headCell(text: string, scope: 'col' | 'row', isOwn: boolean): HTMLElement {
  const cell = create('th', `number${isOwn ? ' own' : ''}`, text);
  cell.scope = scope;
  return cell;
}

function bodyOf(whatIf: WhatIfPage, at: { maxretry: number; findtime: number }): HTMLElement {
  const { maxretry, findtime, own, cells, attempts, chosenBantime } = whatIf;
  return create(
    'tbody',
    '',
    ...maxretry.map(({ value, text }, i) =>
      create(
        'tr',
        '',
        headCell(text, 'row', value === own.maxretry),
        ...findtime.map((within, j) => {
          const { banned, dropped } = cells[i]![j]!;
          const button = create('button', 'cell', `${amount(banned)} · ${percent(dropped, attempts)}`);
          button.title = `maxretry ${text}, findtime ${within.text}: ${resultWords(whatIf, { maxretry: i, findtime: j })}`;
          const isOwn = value === own.maxretry && within.value === own.findtime && chosenBantime === own.bantime;
          if (isOwn) button.classList.add('own');
          button.setAttribute('aria-pressed', String(i === at.maxretry && j === at.findtime));
          button.tabIndex = i === at.maxretry && j === at.findtime ? 0 : -1;
          button.addEventListener('click', () => choose(i, j));
          button.addEventListener('keydown', (event) => {
            const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
            if (!step || !cells[i + step[0]!]?.[j + step[1]!]) return;
            event.preventDefault();
            choose(i + step[0]!, j + step[1]!);
          });
          return create('td', 'number', button);
        }),
      ),
    ),
  );
}

function choose(maxretry: number, findtime: number): void {
  sliders.maxretry.value = String(maxretry);
  sliders.findtime.value = String(findtime);
  tell();
  byId('grid').querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
}

/** Rounded down, so that 100 % is all. */
function percent(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${Math.floor((100 * part) / whole)} %`;
}
