import {
  type DecorationOptions,
  type Disposable,
  MarkdownString,
  OverviewRulerLane,
  Range,
  type TextEditor,
  type TextEditorDecorationType,
  ThemeColor,
  window,
} from 'vscode';
import { changeKinds, type ChangeKind } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { capitalised } from '../next-changed-line.ts';
import { logOf } from '../subjects.ts';

const colors: Readonly<Record<ChangeKind, string>> = {
  gained: 'editorGutter.addedBackground',
  lost: 'editorGutter.deletedBackground',
  changed: 'editorGutter.modifiedBackground',
};

/** Marks in the logs that can be seen the lines that the edit of their filter gained, lost or treats otherwise, with what they were. */
export function activateChangedLines(lens: Lens): Disposable[] {
  const brushes = Object.fromEntries(changeKinds.map((kind) => [kind, brushOf(kind)])) as Record<
    ChangeKind,
    TextEditorDecorationType
  >;
  const paint = (editor: TextEditor) => {
    const options = optionsOf(lens, editor);
    for (const kind of changeKinds) editor.setDecorations(brushes[kind], options[kind]);
  };
  const paintAll = () => window.visibleTextEditors.forEach(paint);
  return [
    ...Object.values(brushes),
    lens.changes.onDidChange(paintAll),
    lens.runs.onDidChange(paintAll),
    window.onDidChangeVisibleTextEditors(paintAll),
  ];
}

function optionsOf({ runs, changes }: Lens, editor: TextEditor): Record<ChangeKind, DecorationOptions[]> {
  const options: Record<ChangeKind, DecorationOptions[]> = { gained: [], lost: [], changed: [] };
  const state = runs.ofLog(editor.document.uri.toString());
  const found = state && changes.get(state.subject);
  if (!found) return options;
  const log = logOf(state, editor.document);
  for (const { kind, line, words, log: of } of found.lines) {
    if (of !== log || line >= editor.document.lineCount) continue;
    const hoverMessage = new MarkdownString().appendText(`${capitalised(found.reference)}: ${words}`);
    options[kind].push({ range: new Range(line, 0, line, Number.MAX_SAFE_INTEGER), hoverMessage });
  }
  return options;
}

function brushOf(kind: ChangeKind): TextEditorDecorationType {
  const color = new ThemeColor(colors[kind]);
  return window.createTextEditorDecorationType({
    isWholeLine: true,
    borderStyle: 'none none none solid',
    borderWidth: '0 0 0 2px',
    borderColor: color,
    overviewRulerColor: color,
    overviewRulerLane: OverviewRulerLane.Full,
  });
}
