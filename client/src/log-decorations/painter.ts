import {
  type DecorationOptions,
  type Disposable,
  MarkdownString,
  OverviewRulerLane,
  Range,
  type TextEditor,
  type TextEditorDecorationType,
  ThemeColor,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { LineStatus, Location, Overview, RunState } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { logOf } from '../subjects.ts';
import { appearanceSettings } from '../settings.ts';
import { inlineCode } from './inline-code.ts';
import { type HoverLine, type HoverPart, type LinePaint, type Paint, type PiecePaint, paintOf } from './model.ts';

/** Lines above and below the visible ones that are painted too, so that scrolling meets no bare line. */
const margin = 100;
/** Pieces of the overview ruler: far more than its pixels. */
const overviewPieces = 4000;
const repaintDelay = 25;
/** Milliseconds for which a new run leaves the former one's colours standing: most runs end sooner, and nothing flickers. */
const keepFormerFor = 300;

/** Colours the logs that can be seen with the run of the filter that was used last. The only caller of `setDecorations`. */
export function activateLogDecorations(lens: Lens): Disposable[] {
  const brushes = createBrushes(lens);
  const painted = new Map<TextEditor, PaintedEditor>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const repaintAll = () => {
    timer = undefined;
    for (const editor of painted.keys()) if (!window.visibleTextEditors.includes(editor)) painted.delete(editor);
    for (const editor of window.visibleTextEditors) void repaint(editor);
  };
  const soon = () => void (timer ??= setTimeout(repaintAll, repaintDelay));

  const repaint = async (editor: TextEditor) => {
    const state = stateFor(lens, editor);
    const former = painted.get(editor);
    if (!state) {
      if (former) wipe(editor, brushes);
      painted.delete(editor);
      return;
    }
    dim(editor, brushes, state.outdated === true);
    if (former && state.status === 'running' && state.milliseconds < keepFormerFor) return;
    const job: PaintedEditor = { overviewOf: former?.overviewOf ?? -1 };
    painted.set(editor, job);
    const current = () => painted.get(editor) === job && window.visibleTextEditors.includes(editor);
    try {
      await Promise.all([
        paintVisible(lens, editor, state, brushes, current),
        paintOverview(lens, editor, state, brushes, job, current),
      ]);
    } catch (error) {
      lens.log.debug('Marks of a log:', error);
    }
  };

  soon();
  return [
    ...Object.values(brushes),
    lens.runs.onDidChange(soon),
    window.onDidChangeVisibleTextEditors(soon),
    window.onDidChangeTextEditorVisibleRanges(soon),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('fail2banLens.decorations') && soon()),
    { dispose: () => clearTimeout(timer) },
  ];
}

/** Colours of the version before, while the filter does not load. */
function dim(editor: TextEditor, { outdated }: Brushes, isDimmed: boolean): void {
  const whole = new Range(0, 0, editor.document.lineCount, 0);
  editor.setDecorations(outdated, isDimmed ? [whole] : []);
}

interface PaintedEditor {
  /** The finished run whose overview the ruler shows. */
  overviewOf: number;
}

/** The run to show in an editor; undefined where the editor shows no log of ours or the user wants none. */
function stateFor({ runs }: Lens, editor: TextEditor): RunState | undefined {
  const state = runs.ofLog(editor.document.uri.toString());
  return state?.report && appearanceSettings(editor.document.uri).enabled ? state : undefined;
}

async function paintVisible(
  lens: Lens,
  editor: TextEditor,
  state: RunState,
  brushes: Brushes,
  current: () => boolean,
): Promise<void> {
  const from = Math.max(0, Math.min(...editor.visibleRanges.map(({ start }) => start.line)) - margin);
  const to = Math.min(
    editor.document.lineCount,
    Math.max(...editor.visibleRanges.map(({ end }) => end.line)) + 1 + margin,
  );
  const answer = await lens.connection.request('marks', {
    subject: state.subject,
    log: logOf(state, editor.document),
    from,
    to,
  });
  if (!current() || isOld(answer.version, editor)) return;
  apply(editor, brushes, paintOf(answer.marks, state.report, appearanceSettings(editor.document.uri)));
}

async function paintOverview(
  lens: Lens,
  editor: TextEditor,
  state: RunState,
  brushes: Brushes,
  job: PaintedEditor,
  current: () => boolean,
): Promise<void> {
  if (state.status === 'running' || job.overviewOf === state.run) return;
  const answer = await lens.connection.request('overview', {
    subject: state.subject,
    log: logOf(state, editor.document),
    limit: overviewPieces,
  });
  if (!current() || isOld(answer.version, editor)) return;
  job.overviewOf = answer.run;
  const { missedLines } = appearanceSettings(editor.document.uri);
  editor.setDecorations(brushes.matchedRuler, rulerRanges(answer, 'matched'));
  editor.setDecorations(brushes.ignoredRuler, rulerRanges(answer, 'ignored'));
  editor.setDecorations(brushes.missedRuler, missedLines ? rulerRanges(answer, 'missed') : []);
}

/** Marks of another text than the one on the screen: the next run is on its way. */
function isOld(version: number | null, { document }: TextEditor): boolean {
  return version === null ? document.isDirty : version !== document.version;
}

function rulerRanges({ pieces }: Overview, status: LineStatus): Range[] {
  return pieces
    .filter((piece) => piece.status === status)
    .map(({ from, to }) => new Range(from, 0, Math.max(from, to - 1), 0));
}

function apply(editor: TextEditor, brushes: Brushes, paint: Paint): void {
  editor.setDecorations(brushes.matched, paint.matched.map(lineOptions));
  editor.setDecorations(brushes.ignored, paint.ignored.map(lineOptions));
  editor.setDecorations(brushes.missed, paint.missed.map(lineOptions));
  editor.setDecorations(brushes.host, paint.hosts.map(pieceRange));
  editor.setDecorations(brushes.group, paint.groups.map(pieceRange));
  editor.setDecorations(brushes.date, paint.dates.map(pieceRange));
}

function wipe(editor: TextEditor, brushes: Brushes): void {
  for (const brush of Object.values(brushes)) editor.setDecorations(brush, []);
}

function lineOptions({ line, hover }: LinePaint): DecorationOptions {
  return { range: new Range(line, 0, line, Number.MAX_SAFE_INTEGER), hoverMessage: toMarkdown(hover) };
}

function pieceRange({ line, start, end }: PiecePaint): Range {
  return new Range(line, start, line, end);
}

/** Log text reaches Markdown only through `appendText`, which escapes it, and `inlineCode`, which nothing ends from within. */
function toMarkdown(hover: readonly HoverLine[]): MarkdownString {
  const markdown = new MarkdownString();
  for (const line of hover) {
    for (const part of line) appendPart(markdown, part);
    markdown.appendMarkdown('  \n');
  }
  return markdown;
}

function appendPart(markdown: MarkdownString, part: HoverPart): void {
  switch (part.type) {
    case 'text':
      return void markdown.appendText(part.text);
    case 'strong':
      return void markdown.appendMarkdown('**').appendText(part.text).appendMarkdown('**');
    case 'code':
      return void markdown.appendMarkdown(inlineCode(part.text));
    case 'link':
      return void markdown
        .appendMarkdown('[')
        .appendText(part.text)
        .appendMarkdown(`](${linkTo(part.target)})`);
  }
}

function linkTo({ uri, range }: Location): string {
  return Uri.parse(uri)
    .with({ fragment: `L${range.start.line + 1},${range.start.character + 1}` })
    .toString();
}

type Brushes = Readonly<
  Record<
    | 'matched'
    | 'ignored'
    | 'missed'
    | 'matchedRuler'
    | 'ignoredRuler'
    | 'missedRuler'
    | 'host'
    | 'group'
    | 'date'
    | 'outdated',
    TextEditorDecorationType
  >
>;

function createBrushes({ context }: Lens): Brushes {
  const color = (name: string) => new ThemeColor(`fail2banLens.${name}`);
  const line = (status: LineStatus) =>
    window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: color(`${status}LineBackground`),
      gutterIconPath: context.asAbsolutePath(`media/gutter-${status}.svg`),
      gutterIconSize: '70%',
    });
  const ruler = (status: LineStatus, overviewRulerLane: OverviewRulerLane) =>
    window.createTextEditorDecorationType({ overviewRulerColor: color(`${status}LineRuler`), overviewRulerLane });
  return {
    matched: line('matched'),
    ignored: line('ignored'),
    missed: line('missed'),
    matchedRuler: ruler('matched', OverviewRulerLane.Left),
    ignoredRuler: ruler('ignored', OverviewRulerLane.Center),
    missedRuler: ruler('missed', OverviewRulerLane.Right),
    host: window.createTextEditorDecorationType({
      border: '1px solid',
      borderColor: color('hostBorder'),
      borderRadius: '3px',
    }),
    outdated: window.createTextEditorDecorationType({ opacity: '0.55' }),
    group: window.createTextEditorDecorationType({
      border: '1px dashed',
      borderColor: color('groupBorder'),
      borderRadius: '3px',
    }),
    date: window.createTextEditorDecorationType({ color: color('dateForeground') }),
  };
}
