import { type Disposable, EventEmitter, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, window } from 'vscode';
import type { Lens } from '../lens.ts';
import type { RegexFollower } from '../regex-follower.ts';
import { isSameRange, regexRows, rowAt, type RegexRow } from './regex-model.ts';
import { toRange } from '../to-range.ts';

/** The Regex view: the regex at the cursor, each part in plain English; a row selects its text in the file. */
export function activateRegexView({ log }: Lens, follower: RegexFollower): Disposable[] {
  const changed = new EventEmitter<void>();
  let root: RegexRow | undefined;
  let shown = '';
  const view = window.createTreeView<RegexRow>('fail2banLens.regex', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (row) => (row ? [...row.rows] : root ? [root] : []),
      getParent: (row) => row.parent,
      getTreeItem: itemOf,
    },
    showCollapseAll: true,
  });
  const update = () => {
    const followed = follower.current();
    // The rows stay as they are, folded or not, while the cursor moves in one regex.
    const text = followed ? JSON.stringify({ ...followed.regex, path: [] }) : '';
    if (text !== shown) {
      shown = text;
      root = followed && regexRows(followed.regex);
      changed.fire();
    }
    if (!followed || !root || !view.visible) return;
    const row = rowAt(root, followed.regex.path);
    const selected = view.selection[0];
    // What a row has just selected is not answered with another row of the same text.
    if (selected === row || isSameRange(selected?.opens?.range, followed.selection)) return;
    view.reveal(row, { select: true, focus: false, expand: false }).then(undefined, (error: unknown) => {
      log.debug('The row of the regex at the cursor:', error);
    });
  };
  const visibility = () => follower.setWanted(view.visible);
  visibility();
  return [changed, view, view.onDidChangeVisibility(visibility), follower.onDidChange(update)];
}

function itemOf({ label, description, icon, opens, isOpen, rows }: RegexRow): TreeItem {
  const state =
    rows.length === 0
      ? TreeItemCollapsibleState.None
      : isOpen
        ? TreeItemCollapsibleState.Expanded
        : TreeItemCollapsibleState.Collapsed;
  const item = new TreeItem(label, state);
  item.description = description;
  item.tooltip = `${label}: ${description}`;
  item.iconPath = new ThemeIcon(icon);
  item.accessibilityInformation = { label: `${label}: ${description}` };
  if (opens) {
    item.command = {
      command: 'vscode.open',
      title: 'Select it in the file',
      arguments: [Uri.parse(opens.uri), { selection: toRange(opens.range), preserveFocus: true }],
    };
  }
  return item;
}
