import { type Disposable, EventEmitter, ThemeIcon, TreeItem, TreeItemCollapsibleState, window } from 'vscode';
import { editorCommands } from '../../../server/src/protocol.ts';
import type { Breakdown, PeekLines, RunState, Subject } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { subjectKey } from '../subjects.ts';
import { type ResultRow, resultRows } from './results-model.ts';

/** The Results view: the active subject's latest run, refreshed live, and what its lines are made of where that is known. */
export function activateResultsView({ connection, runs, changes, log }: Lens): Disposable[] {
  const changed = new EventEmitter<void>();
  const known = new Map<string, Breakdown>();
  let asked: RunState | undefined;
  const view = window.createTreeView<ResultRow>('fail2banLens.results', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (row) => {
        if (row) return [...row.rows];
        const subject = runs.active();
        const state = subject && runs.get(subject);
        return state ? resultRows(state, breakdownOf(state), changes.get(state.subject)) : [];
      },
      getTreeItem: (row) => itemOf(row, runs.active()),
    },
  });
  const isWhole = ({ status, outdated }: RunState) => status === 'done' && !outdated;
  const breakdownOf = (state: RunState): Breakdown | null => {
    const breakdown = known.get(subjectKey(state.subject));
    return breakdown && isWhole(state) && breakdown.run === state.run ? breakdown : null;
  };
  /** Asks what the lines of a finished run are made of, once, and only while somebody looks. */
  const ask = async () => {
    const subject = runs.active();
    const state = subject && runs.get(subject);
    if (!state || !view.visible || !isWhole(state) || breakdownOf(state) || asked?.run === state.run) return;
    asked = state;
    try {
      const breakdown = await connection.request('breakdown', { subject: state.subject });
      if (!breakdown) return;
      known.set(subjectKey(state.subject), breakdown);
      changed.fire();
    } catch (error) {
      log.debug('What the lines are made of:', error);
    } finally {
      if (asked === state) asked = undefined;
    }
  };
  const update = () => {
    changed.fire();
    void ask();
  };
  return [
    changed,
    view,
    runs.onDidChange(update),
    changes.onDidChange(() => changed.fire()),
    view.onDidChangeVisibility(() => void ask()),
    connection.onStarted(() => {
      known.clear();
      asked = undefined;
    }),
  ];
}

function itemOf(row: ResultRow, subject: Subject | undefined): TreeItem {
  const state = row.isFolded ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.Expanded;
  const item = new TreeItem(row.label, row.rows.length > 0 ? state : TreeItemCollapsibleState.None);
  item.description = row.description;
  item.tooltip = row.tooltip;
  item.iconPath = new ThemeIcon(row.icon);
  if (row.opens && 'shape' in row.opens.lines) item.contextValue = 'shape';
  if (row.opens && subject) {
    const at = row.opens.from
      ? { uri: row.opens.from.uri, position: row.opens.from.range.start }
      : { uri: subject.uri, position: { line: 0, character: 0 } };
    const peek: PeekLines = { subject, selection: row.opens.lines, at };
    item.command = { command: editorCommands.peekLines, title: 'Show these lines', arguments: [peek] };
  }
  return item;
}
