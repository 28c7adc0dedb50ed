import { type Disposable, EventEmitter, ThemeIcon, TreeItem, TreeItemCollapsibleState, window } from 'vscode';
import { editorCommands } from '../../../server/src/protocol.ts';
import type { PeekLines, Subject } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { type ResultRow, resultRows } from './results-model.ts';

/** The Results view: the active subject's latest run, refreshed live. */
export function activateResultsView({ runs }: Lens): Disposable[] {
  const changed = new EventEmitter<void>();
  const view = window.createTreeView<ResultRow>('fail2banLens.results', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (row) => {
        if (row) return [...row.rows];
        const subject = runs.active();
        const state = subject && runs.get(subject);
        return state ? resultRows(state) : [];
      },
      getTreeItem: (row) => itemOf(row, runs.active()),
    },
  });
  return [changed, view, runs.onDidChange(() => changed.fire())];
}

function itemOf(row: ResultRow, subject: Subject | undefined): TreeItem {
  const item = new TreeItem(
    row.label,
    row.rows.length > 0 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None,
  );
  item.description = row.description;
  item.tooltip = row.tooltip;
  item.iconPath = new ThemeIcon(row.icon);
  if (row.opens && subject) {
    const at = row.opens.from
      ? { uri: row.opens.from.uri, position: row.opens.from.range.start }
      : { uri: subject.uri, position: { line: 0, character: 0 } };
    const peek: PeekLines = { subject, selection: row.opens.lines, at };
    item.command = { command: editorCommands.peekLines, title: 'Show these lines', arguments: [peek] };
  }
  return item;
}
