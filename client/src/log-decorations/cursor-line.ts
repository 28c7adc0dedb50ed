import {
  type Disposable,
  Hover,
  MarkdownString,
  Range,
  ThemeColor,
  type TextEditor,
  languages,
  window,
  workspace,
} from 'vscode';
import type { Lens } from '../lens.ts';
import { type LineFollower, reasonsOf } from '../line-reasons.ts';
import { followsCursor } from '../settings.ts';
import { obstacleOf } from '../views/line-model.ts';

/** Longer words are cut: the Line view has them all. */
const mostCharacters = 160;

/** Says at the end of the cursor's line why it does not match, and underlines the part at fault in the filter; the hover says it of any line. */
export function activateCursorLine(lens: Lens, follower: LineFollower): Disposable[] {
  const words = window.createTextEditorDecorationType({
    after: { margin: '0 0 0 2em', color: new ThemeColor('editorCodeLens.foreground'), fontStyle: 'italic' },
  });
  const culprit = window.createTextEditorDecorationType({
    border: '1px solid',
    borderColor: new ThemeColor('editorWarning.foreground'),
    borderRadius: '3px',
    overviewRulerColor: new ThemeColor('editorWarning.foreground'),
  });
  const paint = () => {
    const explained = follower.current();
    const obstacle = explained && obstacleOf(explained.reasons);
    const isOn = explained && followsCursor(explained.editor.document.uri);
    for (const editor of window.visibleTextEditors) {
      const isLog = isOn && editor === explained.editor && obstacle;
      editor.setDecorations(words, isLog ? [endOf(editor, explained.line, `${obstacle.name}: ${obstacle.words}`)] : []);
      const place = isOn && obstacle?.location;
      const isFilter = place && place.uri === editor.document.uri.toString();
      const { start, end } = (isFilter && place.range) || { start: null, end: null };
      editor.setDecorations(
        culprit,
        start && end ? [new Range(start.line, start.character, end.line, end.character)] : [],
      );
    }
  };
  return [
    words,
    culprit,
    follower.onDidChange(paint),
    window.onDidChangeVisibleTextEditors(paint),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('fail2banLens.explain') && paint()),
    languages.registerHoverProvider([{ scheme: '*' }], {
      async provideHover(document, position) {
        const state = lens.runs.ofLog(document.uri.toString());
        if (!state?.report || state.outdated) return undefined;
        const reasons = await reasonsOf(lens, state, { document }, position.line);
        const obstacle = reasons && obstacleOf(reasons);
        if (!obstacle) return undefined;
        const markdown = new MarkdownString();
        markdown.appendMarkdown('**').appendText(obstacle.name).appendMarkdown('** ').appendText(obstacle.words);
        return new Hover(markdown);
      },
    }),
  ];
}

function endOf(editor: TextEditor, line: number, text: string) {
  const end = editor.document.lineAt(Math.min(line, editor.document.lineCount - 1)).range.end;
  const contentText = text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
  return { range: new Range(end, end), renderOptions: { after: { contentText } } };
}
