import { type Disposable, MarkdownString, Range, type TextEditor, ThemeColor, window, workspace } from 'vscode';
import type { BanMarks } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { appearanceSettings } from '../settings.ts';
import { logOf } from '../subjects.ts';
import { whenQuiet } from '../when-quiet.ts';

/** Milliseconds from a change to the question: an edit of maxretry is answered when the hand rests. */
const delay = 150;
/** Lines above and below the visible ones that are marked, too. */
const margin = 200;

/** Marks in the log of a jail where its bans fall, and dims the lines that the firewall would have kept away. */
export function activateBanMarks(lens: Lens): Disposable[] {
  const banned = window.createTextEditorDecorationType({
    isWholeLine: true,
    gutterIconPath: lens.context.asAbsolutePath('media/gutter-banned.svg'),
    gutterIconSize: '80%',
    overviewRulerColor: new ThemeColor('charts.red'),
    after: { color: new ThemeColor('charts.red'), margin: '0 0 0 2em' },
  });
  const dropped = window.createTextEditorDecorationType({ isWholeLine: true, opacity: '0.45' });
  let latest = 0;

  const ask = async () => {
    const number = ++latest;
    for (const editor of window.visibleTextEditors) {
      const marks = await marksOf(lens, editor);
      if (number !== latest || !window.visibleTextEditors.includes(editor)) return;
      paint(editor, marks);
    }
  };
  const paint = (editor: TextEditor, marks: BanMarks | null) => {
    editor.setDecorations(
      banned,
      (marks?.bans ?? []).map(({ line, short, words }) => ({
        range: new Range(line, 0, line, Number.MAX_SAFE_INTEGER),
        hoverMessage: words.map((text) => new MarkdownString().appendText(text)),
        renderOptions: { after: { contentText: short } },
      })),
    );
    editor.setDecorations(dropped, rangesOf(marks?.dropped ?? []));
  };
  const soon = whenQuiet(delay, ask);
  soon();
  return [
    banned,
    dropped,
    window.onDidChangeVisibleTextEditors(soon),
    window.onDidChangeTextEditorVisibleRanges(soon),
    lens.runs.onDidChange(soon),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('fail2banLens.decorations') && soon()),
    workspace.onDidChangeTextDocument(({ document }) => {
      // maxretry and its like need no new run
      if (lens.runs.all().some(({ subject }) => subject.uri === document.uri.toString())) soon();
    }),
    { dispose: soon.cancel },
  ];
}

/** Null where there is nothing to mark. */
async function marksOf({ connection, runs, log }: Lens, editor: TextEditor): Promise<BanMarks | null> {
  const { document, visibleRanges } = editor;
  const state = runs.ofLog(document.uri.toString());
  const { enabled, bans } = appearanceSettings(document.uri);
  if (state?.subject.jail === undefined || state.status !== 'done' || !enabled || !bans) return null;
  try {
    const marks = await connection.request('banMarks', {
      subject: state.subject,
      log: logOf(state, document),
      from: Math.max(0, Math.min(...visibleRanges.map(({ start }) => start.line)) - margin),
      to: Math.min(document.lineCount, Math.max(...visibleRanges.map(({ end }) => end.line)) + 1 + margin),
    });
    const isOld = marks?.version === null ? document.isDirty : marks?.version !== document.version;
    return isOld ? null : marks;
  } catch (error) {
    log.debug('Bans in a log:', error);
    return null;
  }
}

/** Neighbours are dimmed in one piece. */
function rangesOf(lines: readonly number[]): Range[] {
  const ranges: Range[] = [];
  let first = 0;
  lines.forEach((line, i) => {
    if (lines[i + 1] === line + 1) return;
    ranges.push(new Range(lines[first]!, 0, line, Number.MAX_SAFE_INTEGER));
    first = i + 1;
  });
  return ranges;
}
