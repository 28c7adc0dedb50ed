import { type Disposable, EventEmitter, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, window } from 'vscode';
import type { Lens } from '../lens.ts';
import type { LineFollower } from '../line-reasons.ts';
import { type LineRow, lineRows } from './line-model.ts';

/** The Line view: the stages that fail2ban takes the line at the cursor through, and where it gets stuck. */
export function activateLineView(_: Lens, follower: LineFollower): Disposable[] {
  const changed = new EventEmitter<void>();
  const view = window.createTreeView<LineRow | string>('fail2banLens.line', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (row) => {
        if (row !== undefined) return typeof row === 'string' ? [] : [...row.rows];
        const explained = follower.current();
        return explained ? lineRows(explained.line, explained.reasons) : [];
      },
      getTreeItem: itemOf,
    },
  });
  return [changed, view, follower.onDidChange(() => changed.fire())];
}

function itemOf(row: LineRow | string): TreeItem {
  if (typeof row === 'string') return new TreeItem(row, TreeItemCollapsibleState.None);
  const { label, description, icon, opens, rows } = row;
  const item = new TreeItem(label, rows.length > 0 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None);
  // A row of another line is another row: whether it is folded is not taken over.
  item.id = `${label} ${description}`;
  item.description = description;
  item.tooltip = `${label}: ${description}`;
  item.iconPath = new ThemeIcon(icon);
  item.accessibilityInformation = { label: `${label}: ${description}` };
  if (opens) {
    const { start, end } = opens.range;
    const fragment = `L${start.line + 1},${start.character + 1}-${end.line + 1},${end.character + 1}`;
    const target = Uri.parse(opens.uri).with({ fragment });
    item.command = { command: 'vscode.open', title: 'Go to where it is written', arguments: [target] };
  }
  return item;
}
