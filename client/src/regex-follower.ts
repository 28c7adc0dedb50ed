import { type Disposable, EventEmitter, type Event, type TextEditor, window, workspace } from 'vscode';
import { languageIds, type Range, type RegexWords } from '../../server/src/protocol.ts';
import type { Lens } from './lens.ts';

/** The regex at the cursor, in words. */
export interface FollowedRegex {
  readonly uri: string;
  readonly selection: Range;
  readonly regex: RegexWords;
}

/** Follows the cursor in our files and asks for the regex there, while somebody wants to know. */
export interface RegexFollower extends Disposable {
  readonly onDidChange: Event<void>;
  /** The last regex that the cursor was on; undefined before the first, and where it is none any more. */
  current(): FollowedRegex | undefined;
  /** Asks again now, or goes to sleep. */
  setWanted(isWanted: boolean): void;
}

/** Milliseconds from the last move of the cursor to the question. */
const delay = 120;

export function followRegex({ connection, log }: Lens): RegexFollower {
  const changed = new EventEmitter<void>();
  const languages: readonly string[] = Object.values(languageIds);
  let current: FollowedRegex | undefined;
  /** The editor that the cursor moved in last: where the focus goes to a log, a view or a picture, its regex stays. */
  let followed: TextEditor | undefined;
  let isWanted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;
  const isOurs = ({ document }: TextEditor): boolean => languages.includes(document.languageId);
  const ask = async (editor: TextEditor): Promise<void> => {
    const number = ++latest;
    const uri = editor.document.uri.toString();
    const { start, end } = editor.selection;
    const selection = {
      start: { line: start.line, character: start.character },
      end: { line: end.line, character: end.character },
    };
    try {
      const regex = await connection.request('regexWords', { uri, range: selection });
      if (number !== latest) return;
      current = regex ? { uri, selection, regex } : undefined;
      changed.fire();
    } catch (error) {
      log.debug('The regex at the cursor:', error);
    }
  };
  const soon = () => {
    clearTimeout(timer);
    if (!isWanted) return;
    timer = setTimeout(() => {
      const active = window.activeTextEditor;
      if (active && isOurs(active)) followed = active;
      if (followed && window.visibleTextEditors.includes(followed)) void ask(followed);
    }, delay);
  };
  const disposables = [
    changed,
    window.onDidChangeActiveTextEditor(soon),
    // A view or a picture moves the cursor of an editor that is not the active one.
    window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (!isOurs(textEditor)) return;
      followed = textEditor;
      soon();
    }),
    workspace.onDidChangeTextDocument(({ document }) => document === followed?.document && soon()),
  ];
  return {
    onDidChange: changed.event,
    current: () => current,
    setWanted(wanted) {
      isWanted = wanted;
      soon();
    },
    dispose: () => {
      clearTimeout(timer);
      disposables.forEach((disposable) => disposable.dispose());
    },
  };
}
