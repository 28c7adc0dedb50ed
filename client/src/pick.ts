import { type QuickPickItem, QuickPickItemKind, ThemeIcon, Uri, ViewColumn, env, window, workspace } from 'vscode';
import { languageIds } from '../../server/src/protocol.ts';
import type { Sample, SampleReason, Subject } from '../../server/src/protocol.ts';
import type { Lens } from './lens.ts';
import { subjectKey, subjectName } from './subjects.ts';

const reasonIcons: Record<SampleReason, string> = {
  asked: 'history',
  directive: 'comment',
  setting: 'gear',
  chosen: 'pinned',
  visible: 'split-horizontal',
  fixture: 'beaker',
  logpath: 'lock',
};

/** What a user picked: logs, or the first sample that answers (null). Undefined: nothing. */
export type PickedLogs = readonly string[] | null | undefined;

interface LogItem extends QuickPickItem {
  readonly logs?: () => Promise<PickedLogs> | PickedLogs;
}

/** Asks which log to use for a subject; each offer says why it is one. */
export async function pickLogs({ connection }: Lens, subject: Subject): Promise<PickedLogs> {
  const samples = await connection.request('samples', { subject });
  const items: LogItem[] = [
    ...samples.map(sampleItem),
    ...(samples.length > 0 ? [{ label: '', kind: QuickPickItemKind.Separator }] : []),
    {
      label: 'Browse…',
      iconPath: new ThemeIcon('folder-opened'),
      detail: 'One log or several, plain or compressed',
      logs: browse,
    },
    {
      label: 'Clipboard',
      iconPath: new ThemeIcon('clippy'),
      detail: 'Opens what was copied as a log',
      logs: async () => openClipboard(),
    },
    ...(samples[0]?.reason === 'asked'
      ? [{ label: 'Back to the first that answers', iconPath: new ThemeIcon('discard'), logs: () => null }]
      : []),
  ];
  const picked = await window.showQuickPick(items, {
    title: `Test ${subjectName(subject)} against`,
    placeHolder: 'A log',
    matchOnDetail: true,
  });
  return picked?.logs?.();
}

function sampleItem(sample: Sample, index: number): LogItem {
  const { label, detail, logs, reason, readable } = sample;
  return {
    label,
    detail,
    description: index === 0 && readable ? 'first that answers' : '',
    iconPath: new ThemeIcon(readable ? reasonIcons[reason] : 'warning'),
    logs: () => logs.map(({ uri }) => uri),
  };
}

async function browse(): Promise<PickedLogs> {
  const uris = await window.showOpenDialog({ canSelectMany: true, openLabel: 'Test', title: 'Logs to test against' });
  return uris?.map((uri) => uri.toString());
}

/** The clipboard's text as an unsaved log beside the filter; undefined where there is none. */
export async function openClipboard(): Promise<readonly string[] | undefined> {
  const copied = await env.clipboard.readText();
  if (!copied.trim()) {
    void window.showWarningMessage('The clipboard holds no text. Copy some lines of a log first.');
    return undefined;
  }
  // fail2ban drops a last line without its line end
  const document = await workspace.openTextDocument({
    content: copied.endsWith('\n') ? copied : `${copied}\n`,
    language: 'log',
  });
  await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preserveFocus: true, preview: false });
  return [document.uri.toString()];
}

/** Asks which filter to test a log against; those that read it come first. */
export async function pickSubject(
  { connection }: Lens,
  log: string | null,
  question = 'Which filter?',
): Promise<Subject | undefined> {
  const filters = await connection.request('filters', { log });
  if (filters.length === 0) {
    void window.showInformationMessage('No filter was found. Open one, or a folder with a filter.d in it.');
    return undefined;
  }
  const items = filters.map(({ subject, label, detail }) => ({
    label,
    detail,
    subject,
    iconPath: new ThemeIcon(subject.jail === undefined ? 'filter' : 'lock'),
  }));
  return (
    await window.showQuickPick(items, {
      title: log ? `Test ${Uri.parse(log).path.split('/').at(-1)} against` : question,
      placeHolder: 'A filter',
      matchOnDetail: true,
    })
  )?.subject;
}

/** Asks which jails of the files that can be seen to look at together; those that are `chosen` are so at first. Undefined: nothing is to change. */
export async function pickJails({ runs }: Lens, chosen: readonly Subject[]): Promise<readonly Subject[] | undefined> {
  const isChosen = new Set(chosen.map(subjectKey));
  const items = runs
    .all()
    .filter(({ subject }) => subject.jail !== undefined)
    .map(({ subject }) => ({
      label: subjectName(subject),
      detail: Uri.parse(subject.uri).path,
      subject,
      picked: isChosen.has(subjectKey(subject)),
    }));
  const picked = await window.showQuickPick(items, {
    title: 'Jails side by side',
    placeHolder:
      'One jail or several; they read the logs of all of them, and recidive what the others make fail2ban log',
    matchOnDetail: true,
    canPickMany: true,
  });
  return picked && picked.length > 0 ? picked.map(({ subject }) => subject) : undefined;
}

/** The subject that a command is about: the active one, else one that the user picks. */
export async function activeOrPicked(lens: Lens): Promise<Subject | undefined> {
  const active = lens.runs.active();
  const editor = window.activeTextEditor?.document;
  // a jail file whose jails are not known yet says nothing about which of them is meant
  const unknown = editor?.languageId === languageIds.jail && active?.uri !== editor.uri.toString();
  return active && !unknown ? active : pickSubject(lens, null);
}
