import type { SimulationLink, SimulationRow, SimulationTable } from '../../server/src/protocol.ts';
import { amount, plural } from '../../server/src/text/amounts.ts';
import { create, linkButton } from './dom.ts';

/** How a table is sorted and filtered; it stays when the report is made anew. */
interface TableState {
  column: number;
  isDescending: boolean;
  filter: string;
}

const states = new Map<string, TableState>();

/** A table that is sorted by a click on a column's head and filtered by words. */
export function buildTable(table: SimulationTable, open: (link: SimulationLink) => void): HTMLElement {
  const state = states.get(table.title) ?? { column: -1, isDescending: false, filter: '' };
  states.set(table.title, state);
  const heads = table.columns.map(({ name, isNumber }, column) => {
    const head = create('th', isNumber ? 'number' : '');
    head.scope = 'col';
    const button = create('button', 'sort', name);
    button.addEventListener('click', () => {
      // Numbers are looked at from the largest on.
      state.isDescending = state.column === column ? !state.isDescending : isNumber;
      state.column = column;
      fill();
    });
    head.append(button);
    return head;
  });
  const body = create('tbody');
  const count = create('span', 'count');
  const filter = create('input');
  filter.type = 'search';
  filter.placeholder = 'Filter';
  filter.setAttribute('aria-label', `Filter ${table.title}`);
  filter.value = state.filter;
  filter.addEventListener('input', () => {
    state.filter = filter.value;
    fill();
  });

  const fill = (): void => {
    const rows = sorted(table.rows.filter(isWanted(state.filter)), state);
    heads.forEach((head, column) =>
      head.setAttribute(
        'aria-sort',
        column !== state.column ? 'none' : state.isDescending ? 'descending' : 'ascending',
      ),
    );
    body.replaceChildren(...rows.map((row) => rowOf(row, table, open)));
    const hidden = table.rows.length - rows.length;
    count.textContent = [
      plural(rows.length, 'row'),
      ...(hidden > 0 ? [`${amount(hidden)} filtered out`] : []),
      ...(table.more > 0 ? [`${amount(table.more)} more not listed`] : []),
    ].join(' · ');
  };
  fill();
  const frame = create('div', 'table', create('table', '', create('thead', '', create('tr', '', ...heads)), body));
  frame.tabIndex = 0;
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', table.title);
  return create(
    'section',
    '',
    create('h2', '', table.title),
    ...(table.about === '' ? [] : [create('p', '', table.about)]),
    create('div', 'tableTools', filter, count),
    frame,
  );
}

function isWanted(filter: string): (row: SimulationRow) => boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ cells }) => {
    const text = cells.join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function sorted(rows: readonly SimulationRow[], { column, isDescending }: TableState): readonly SimulationRow[] {
  if (column < 0) return rows;
  const ascending = [...rows].sort((a, b) => compare(a.keys[column]!, b.keys[column]!));
  return isDescending ? ascending.reverse() : ascending;
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a === b
      ? 0
      : a - b
    : String(a).localeCompare(String(b), 'en', { numeric: true });
}

function rowOf(
  { cells, link }: SimulationRow,
  { columns }: SimulationTable,
  open: (link: SimulationLink) => void,
): HTMLElement {
  return create(
    'tr',
    '',
    ...cells.map((text, column) =>
      create(
        'td',
        columns[column]!.isNumber ? 'number' : '',
        link && column === 0 ? linkButton(text, () => open(link), 'Show the lines in the log') : text,
      ),
    ),
  );
}
