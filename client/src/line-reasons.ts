import { type Disposable, EventEmitter, type Event, type TextEditor, window } from 'vscode';
import type { LineReasons, RunState } from '../../server/src/protocol.ts';
import type { Lens } from './lens.ts';
import { logOf } from './subjects.ts';
import { whenQuiet } from './when-quiet.ts';

/** A line of a log, and what fail2ban makes of it. */
export interface ExplainedLine {
  readonly editor: TextEditor;
  /** From 0. */
  readonly line: number;
  readonly state: RunState;
  readonly reasons: LineReasons;
}

/** Follows the cursor in a log and asks why its line does or does not match. */
export interface LineFollower extends Disposable {
  readonly onDidChange: Event<void>;
  /** Undefined while the cursor stands in no log, and until the answer is there. */
  current(): ExplainedLine | undefined;
}

/** Milliseconds from the last move of the cursor to the question. */
const delay = 120;

export function followLine(lens: Lens): LineFollower {
  const changed = new EventEmitter<void>();
  let current: ExplainedLine | undefined;
  /** The log that the cursor was in last: its line is asked for again while its filter is edited. */
  let followed: TextEditor | undefined;
  let latest = 0;
  const tell = (explained: ExplainedLine | undefined) => {
    if (!explained && !current) return;
    current = explained;
    changed.fire();
  };
  const runOf = ({ document }: TextEditor) => lens.runs.ofLog(document.uri.toString());
  const ask = async () => {
    const number = ++latest;
    const active = window.activeTextEditor;
    if (active && runOf(active)) followed = active;
    const editor = followed && window.visibleTextEditors.includes(followed) ? followed : undefined;
    const state = editor && runOf(editor);
    // Of a filter that does not load nothing is known.
    if (!editor || !state || state.outdated) return tell(undefined);
    if (state.status === 'running') return;
    const line = editor.selection.active.line;
    const reasons = await reasonsOf(lens, state, editor, line);
    if (number === latest) tell(reasons && { editor, line, state, reasons });
  };
  const soon = whenQuiet(delay, ask);
  const disposables = [
    changed,
    window.onDidChangeActiveTextEditor(soon),
    window.onDidChangeTextEditorSelection(({ textEditor }) => textEditor === window.activeTextEditor && soon()),
    window.onDidChangeVisibleTextEditors(soon),
    lens.runs.onDidChange(soon),
  ];
  soon();
  return {
    onDidChange: changed.event,
    current: () => current,
    dispose: () => {
      soon.cancel();
      disposables.forEach((disposable) => disposable.dispose());
    },
  };
}

/** Asks why a line, from 0, does or does not match; undefined where nobody can tell now. */
export async function reasonsOf(
  { connection, log }: Lens,
  state: RunState,
  editor: TextEditor | { readonly document: TextEditor['document'] },
  line: number,
): Promise<LineReasons | undefined> {
  try {
    const { document } = editor;
    const reasons = await connection.request('why', { subject: state.subject, log: logOf(state, document), line });
    return reasons && (reasons.version === null || reasons.version === document.version) ? reasons : undefined;
  } catch (error) {
    log.debug('Why a line does not match:', error);
    return undefined;
  }
}
