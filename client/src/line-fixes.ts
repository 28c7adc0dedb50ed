import {
  CancellationTokenSource,
  CodeAction,
  CodeActionKind,
  CodeActionTriggerKind,
  type Disposable,
  type Range,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  languages,
} from 'vscode';
import type { LineFix } from '../../server/src/protocol.ts';
import type { Lens } from './lens.ts';
import type { ExplainedLine, LineFollower } from './line-reasons.ts';
import { fixTitle } from './run-text.ts';
import { logOf } from './subjects.ts';
import { toRange } from './to-range.ts';

/**
 * Quick fixes for the line at the cursor of a log, where the part at fault is written (and, when asked for, in the log itself), each with the lines that
 * it gains and loses.
 */
export function activateLineFixes(lens: Lens, follower: LineFollower): Disposable[] {
  let asked: { readonly of: ExplainedLine; readonly fixes: Promise<readonly LineFix[]> } | undefined;
  let source = new CancellationTokenSource();
  const leave = () => {
    if (isSame(asked?.of, follower.current())) return;
    source.cancel();
    source.dispose();
    source = new CancellationTokenSource();
    asked = undefined;
  };
  /** They are run over the whole log: once for each line. */
  const fixesFor = (of: ExplainedLine): Promise<readonly LineFix[]> => {
    if (!asked || !isSame(asked.of, of)) asked = { of, fixes: request(lens, of, source) };
    return asked.fixes;
  };
  return [
    { dispose: () => source.dispose() },
    follower.onDidChange(leave),
    languages.registerCodeActionsProvider(
      [{ scheme: '*' }],
      {
        async provideCodeActions(document, range, { triggerKind }) {
          const explained = follower.current();
          if (!explained || !concerns(explained, document, range, triggerKind)) return [];
          const fixes = await fixesFor(explained);
          return isSame(follower.current(), explained) ? fixes.map(actionOf) : [];
        },
      },
      { providedCodeActionKinds: [CodeActionKind.QuickFix] },
    ),
  ];
}

/** Whether both are the same line of the same run: it is explained anew when the cursor comes back to it. */
function isSame(one: ExplainedLine | undefined, other: ExplainedLine | undefined): boolean {
  return one?.editor === other?.editor && one?.line === other?.line && one?.reasons.run === other?.reasons.run;
}

/** Whether the line's fault is written in these lines of the document, or the line itself stands there and the user asks. */
function concerns(
  { editor, line, reasons }: ExplainedLine,
  document: TextDocument,
  range: Range,
  triggerKind: CodeActionTriggerKind,
): boolean {
  if (document === editor.document)
    return triggerKind === CodeActionTriggerKind.Invoke && range.start.line <= line && line <= range.end.line;
  return reasons.stages.some(
    ({ location }) =>
      location?.uri === document.uri.toString() &&
      location.range.start.line <= range.end.line &&
      range.start.line <= location.range.end.line,
  );
}

async function request(
  { connection, log }: Lens,
  { state, editor, line }: ExplainedLine,
  { token }: CancellationTokenSource,
): Promise<readonly LineFix[]> {
  try {
    return await connection.request(
      'fixes',
      { subject: state.subject, log: logOf(state, editor.document), line },
      token,
    );
  } catch (error) {
    log.debug('Fixes for a line:', error);
    return [];
  }
}

function actionOf(fix: LineFix): CodeAction {
  const { uri, range } = fix.place;
  const action = new CodeAction(fixTitle(fix), CodeActionKind.QuickFix);
  action.edit = new WorkspaceEdit();
  action.edit.replace(Uri.parse(uri), toRange(range), fix.newText);
  return action;
}
