import { type Disposable, EventEmitter, type Event, type TextEditor, commands, window } from 'vscode';
import { languageIds } from '../../server/src/protocol.ts';
import type { RunState, Subject } from '../../server/src/protocol.ts';
import type { Connection } from './connection.ts';
import { runOfLog, subjectAt, subjectKey } from './subjects.ts';

/** The latest run of each subject as the server told it, and which subject the user is working on. */
export interface Runs extends Disposable {
  /** A run changed, or another subject became the active one. */
  readonly onDidChange: Event<void>;
  readonly onDidChangeRun: Event<RunState>;
  all(): readonly RunState[];
  get(subject: Subject): RunState | undefined;
  /** The subject of the active editor (a filter, the jail around the cursor, the filter that a log is tested against), else the one used last. */
  active(): Subject | undefined;
  /** The run whose marks a log shows. */
  ofLog(log: string): RunState | undefined;
  /** Makes a subject the one used last. */
  use(subject: Subject): void;
}

export function createRuns(connection: Connection): Runs {
  const changed = new EventEmitter<void>();
  const runChanged = new EventEmitter<RunState>();
  const states = new Map<string, RunState>();
  let used: Subject[] = [];
  const all = () => [...states.values()];
  const ofLog = (log: string) => runOfLog(all(), used.map(subjectKey), log);

  const use = (subject: Subject) => {
    if (used[0] && subjectKey(used[0]) === subjectKey(subject)) return;
    used = [subject, ...used.filter((other) => subjectKey(other) !== subjectKey(subject))].slice(0, 50);
    changed.fire();
  };
  const follow = (editor: TextEditor | undefined) => {
    const subject = editor && subjectOf(editor, all(), ofLog);
    if (subject) use(subject);
  };
  const tellMenus = () => {
    const logs = all().flatMap(({ sample }) => sample?.logs.flatMap(({ uri, shownAs }) => [uri, shownAs]) ?? []);
    void commands.executeCommand('setContext', 'fail2banLens.sampleLogs', [...new Set(logs)]);
    void commands.executeCommand('setContext', 'fail2banLens.hasSubject', used.length > 0);
  };

  follow(window.activeTextEditor);
  tellMenus();
  const disposables = [
    changed,
    runChanged,
    changed.event(tellMenus),
    window.onDidChangeActiveTextEditor(follow),
    window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor.document.languageId === languageIds.jail && textEditor === window.activeTextEditor)
        follow(textEditor);
    }),
    connection.on('runChanged', (state) => {
      const key = subjectKey(state.subject);
      const former = states.get(key);
      if ((former?.run ?? -1) > state.run) return;
      states.set(key, withFormerReport(state, former));
      follow(window.activeTextEditor);
      runChanged.fire(states.get(key)!);
      changed.fire();
    }),
    connection.onStarted(() => {
      states.clear();
      changed.fire();
    }),
  ];
  return {
    onDidChange: changed.event,
    onDidChangeRun: runChanged.event,
    all,
    get: (subject) => states.get(subjectKey(subject)),
    active: () => used[0],
    ofLog,
    use,
    dispose: () => disposables.forEach((disposable) => disposable.dispose()),
  };
}

function subjectOf(
  editor: TextEditor,
  runs: readonly RunState[],
  ofLog: (log: string) => RunState | undefined,
): Subject | undefined {
  const uri = editor.document.uri.toString();
  if (editor.document.languageId === languageIds.filter) return { uri };
  if (editor.document.languageId === languageIds.jail) return subjectAt(runs, uri, editor.selection.active);
  return ofLog(uri)?.subject;
}

/** A run that has just begun shows the counts of the one before it, so that nothing flickers while one types. */
function withFormerReport(state: RunState, former: RunState | undefined): RunState {
  return state.status === 'running' && !state.report && former ? { ...state, report: former.report } : state;
}
