import { type Disposable, EventEmitter, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, window } from 'vscode';
import type { LogFile, Sample, Subject } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { subjectKey, subjectName } from '../subjects.ts';

type SampleRow =
  | { readonly type: 'subject'; readonly subject: Subject }
  | { readonly type: 'sample'; readonly subject: Subject; readonly sample: Sample; readonly inUse: boolean }
  | { readonly type: 'log'; readonly log: LogFile };

/** The Samples view: each filter and jail that was run, the log that stands in for what it reads, and the others on offer. */
export function activateSamplesView({ connection, runs, log }: Lens): Disposable[] {
  const changed = new EventEmitter<void>();
  const subjects = () => {
    const active = runs.active();
    const all = [...(active ? [active] : []), ...runs.all().map(({ subject }) => subject)];
    return [...new Map(all.map((subject) => [subjectKey(subject), subject])).values()];
  };
  const samplesOf = async (subject: Subject): Promise<SampleRow[]> => {
    try {
      const samples = await connection.request('samples', { subject });
      const inUse = runs.get(subject)?.sample !== null;
      return samples.map((sample, index) => ({ type: 'sample', subject, sample, inUse: inUse && index === 0 }));
    } catch (error) {
      log.debug('Samples:', error);
      return [];
    }
  };
  const view = window.createTreeView<SampleRow>('fail2banLens.samples', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (row) => {
        switch (row?.type) {
          case undefined:
            return subjects().map((subject) => ({ type: 'subject', subject }));
          case 'subject':
            return samplesOf(row.subject);
          case 'sample':
            return row.sample.logs.length > 1 ? row.sample.logs.map((log) => ({ type: 'log', log })) : [];
          case 'log':
            return [];
        }
      },
      getTreeItem: itemOf,
    },
  });
  // which sample is in use changes far less often than the counts that a run tells
  let shown = '';
  const update = () => {
    const now = JSON.stringify([runs.active(), runs.all().map(({ subject, sample }) => ({ subject, sample }))]);
    if (now === shown) return;
    shown = now;
    changed.fire();
  };
  return [changed, view, runs.onDidChange(update)];
}

function itemOf(row: SampleRow): TreeItem {
  switch (row.type) {
    case 'subject': {
      const item = new TreeItem(subjectName(row.subject), TreeItemCollapsibleState.Expanded);
      item.iconPath = new ThemeIcon(row.subject.jail === undefined ? 'filter' : 'lock');
      item.tooltip = Uri.parse(row.subject.uri).fsPath;
      item.contextValue = 'subject';
      return item;
    }
    case 'sample': {
      const { label, detail, logs, readable, reason } = row.sample;
      const item = new TreeItem(
        label,
        logs.length > 1 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
      );
      item.description = detail;
      item.tooltip = detail;
      item.contextValue = reason === 'asked' || reason === 'chosen' ? 'chosenSample' : 'sample';
      item.iconPath = new ThemeIcon(!readable ? 'warning' : row.inUse ? 'check' : 'output');
      if (readable && logs.length === 1) item.command = openCommand(logs[0]!);
      return item;
    }
    case 'log': {
      const item = new TreeItem(Uri.parse(row.log.uri), TreeItemCollapsibleState.None);
      item.iconPath = ThemeIcon.File;
      item.command = openCommand(row.log);
      return item;
    }
  }
}

function openCommand({ shownAs }: LogFile): { command: string; title: string; arguments: unknown[] } {
  return { command: 'vscode.open', title: 'Open the log', arguments: [Uri.parse(shownAs)] };
}
