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
import { toRange } from '../to-range.ts';
import { obstacleOf, reachOf, type RegexReach } from '../views/line-model.ts';

/** The command of the hover; its log text reaches Markdown only escaped. */
const whyLine = 'fail2banLens.whyLine';

/** Longer words are cut: the Line view has them all. */
const mostCharacters = 160;

/**
 * Says at the end of the cursor's line why it does not match, and shows in the filter how far each regex got: the part at fault of the nearest is boxed,
 * of the others underlined, and what is behind it dimmed. The hover says it of any line.
 */
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
  const others = window.createTextEditorDecorationType({
    textDecoration: 'underline dotted',
    overviewRulerColor: new ThemeColor('editorCodeLens.foreground'),
  });
  const rest = window.createTextEditorDecorationType({ opacity: '0.55' });
  const paint = () => {
    const explained = follower.current();
    const obstacle = explained && obstacleOf(explained.reasons);
    const isOn = explained && followsCursor(explained.editor.document.uri);
    for (const editor of window.visibleTextEditors) {
      const isLog = isOn && editor === explained.editor && obstacle;
      editor.setDecorations(words, isLog ? [endOf(editor, explained.line, `${obstacle.name}: ${obstacle.words}`)] : []);
      const reached = isOn ? reachOf(explained.reasons, explained.state.report?.regexes ?? []) : [];
      const here = reached.filter((one) => one.culprit.uri === editor.document.uri.toString());
      const isNearest = (one: RegexReach) => one.culprit === obstacle?.location;
      const places = (some: readonly RegexReach[]) => some.map((one) => toRange(one.culprit.range));
      editor.setDecorations(culprit, places(here.filter(isNearest)));
      editor.setDecorations(others, places(here.filter((one) => !isNearest(one))));
      editor.setDecorations(
        rest,
        here.flatMap((one) => (one.rest ? [toRange(one.rest)] : [])),
      );
    }
  };
  return [
    words,
    culprit,
    others,
    rest,
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
        markdown.isTrusted = { enabledCommands: [whyLine] };
        markdown.appendMarkdown('**').appendText(obstacle.name).appendMarkdown('** ').appendText(obstacle.words);
        const asked = encodeURIComponent(JSON.stringify([document.uri.toString(), position.line]));
        markdown.appendMarkdown(`  \n[Why? All stages](command:${whyLine}?${asked})`);
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
