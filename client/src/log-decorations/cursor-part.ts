import { type Disposable, Range, type TextEditor, ThemeColor, window, workspace } from 'vscode';
import { languageIds } from '../../../server/src/protocol.ts';
import type { PartMarks } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { followsPart } from '../settings.ts';
import { logOf } from '../subjects.ts';
import { toRange } from '../to-range.ts';
import { whenQuiet } from '../when-quiet.ts';

/** Milliseconds from the last move of the cursor to the question. */
const delay = 150;
/** Lines above and below the visible ones that are marked, too. */
const margin = 50;

/** Marks in the logs that can be seen what the part of a regex at the cursor takes in each line, and the part in the filter. */
export function activateCursorPart(lens: Lens): Disposable[] {
  const taken = window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor('editor.wordHighlightStrongBackground'),
    borderRadius: '3px',
  });
  let latest = 0;

  /** The part that is marked now. */
  let shown: { readonly editor: TextEditor; readonly range: Range } | undefined;

  const clear = () => {
    shown = undefined;
    window.visibleTextEditors.forEach((editor) => editor.setDecorations(taken, []));
  };
  const ask = async () => {
    const number = ++latest;
    const editor = window.activeTextEditor;
    if (!editor || !isConfiguration(editor) || !followsPart(editor.document.uri)) return clear();
    const version = editor.document.version;
    const answers = await Promise.all(
      window.visibleTextEditors.map(async (log) => ({ log, marks: await marksOf(lens, editor, log) })),
    );
    if (number !== latest || editor.document.version !== version) return;
    const ranges = new Map<TextEditor, Range[]>(window.visibleTextEditors.map((one) => [one, []]));
    for (const { log, marks } of answers) {
      if (!marks || marks.pieces.length === 0) continue;
      ranges.get(log)?.push(...marks.pieces.map(({ line, piece }) => new Range(line, piece.start, line, piece.end)));
      if (ranges.get(editor)?.length === 0) ranges.get(editor)!.push(toRange(marks.location.range));
    }
    for (const [of, all] of ranges) of.setDecorations(taken, all);
    const range = ranges.get(editor)?.[0];
    shown = range && { editor, range };
  };
  const soon = whenQuiet(delay, ask);
  return [
    taken,
    window.onDidChangeActiveTextEditor(soon),
    window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
      if (textEditor !== window.activeTextEditor) return;
      if (shown?.editor === textEditor && !shown.range.contains(selections[0]!.active)) clear();
      soon();
    }),
    window.onDidChangeTextEditorVisibleRanges(soon),
    window.onDidChangeVisibleTextEditors(soon),
    lens.runs.onDidChange(soon),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('fail2banLens.explain') && soon()),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // What is marked is of the text before: it goes at once, and comes back with the next count.
      if (contentChanges.length === 0 || !window.visibleTextEditors.some((editor) => editor.document === document))
        return;
      latest++;
      clear();
      soon();
    }),
    { dispose: soon.cancel },
  ];
}

function isConfiguration({ document }: TextEditor): boolean {
  return (
    document.languageId === languageIds.filter ||
    document.languageId === languageIds.jail ||
    document.languageId === languageIds.conf
  );
}

/** What the part at the cursor of `editor` takes in the lines of `log` that can be seen; undefined where it is no log of a filter with that part. */
async function marksOf(
  { connection, runs, log: output }: Lens,
  editor: TextEditor,
  log: TextEditor,
): Promise<PartMarks | undefined> {
  const state = log === editor ? undefined : runs.ofLog(log.document.uri.toString());
  if (!state || state.status !== 'done' || state.outdated || log.visibleRanges.length === 0) return undefined;
  const { document } = log;
  try {
    const marks = await connection.request('part', {
      subject: state.subject,
      uri: editor.document.uri.toString(),
      position: editor.selection.active,
      log: logOf(state, document),
      from: Math.max(0, Math.min(...log.visibleRanges.map(({ start }) => start.line)) - margin),
      to: Math.max(...log.visibleRanges.map(({ end }) => end.line)) + 1 + margin,
    });
    return marks && (marks.version === null || marks.version === document.version) ? marks : undefined;
  } catch (error) {
    output.debug('What a part takes:', error);
    return undefined;
  }
}
