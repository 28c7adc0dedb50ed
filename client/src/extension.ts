import { type ExtensionContext, languages, window } from 'vscode';
import { languageIds } from '../../server/src/protocol.ts';
import { activateBaselines } from './baselines.ts';
import { createChanges } from './changes.ts';
import { activateCommands } from './commands.ts';
import { createCompareMemory } from './compare-with.ts';
import { type Connection, createConnection } from './connection.ts';
import { currentContext, tellEditorContext } from './editor-context.ts';
import { answerFileRequests } from './file-access.ts';
import { activateFilterRecognition } from './filter-recognition.ts';
import { onEnterRules } from './language-rules.ts';
import type { Lens } from './lens.ts';
import { activateLogDecorations } from './log-decorations/painter.ts';
import { activateLineFixes } from './line-fixes.ts';
import { followLine } from './line-reasons.ts';
import { activateChangedLines } from './log-decorations/changed-lines.ts';
import { activateBanMarks } from './log-decorations/ban-marks.ts';
import { activateCursorLine } from './log-decorations/cursor-line.ts';
import { activateCursorPart } from './log-decorations/cursor-part.ts';
import { activateLogSync } from './log-sync.ts';
import { followRegex } from './regex-follower.ts';
import { activateProgress } from './progress.ts';
import { createRuns } from './runs.ts';
import { createSampleMemory } from './sample-memory.ts';
import { activateStatus } from './status.ts';
import { activateTestExplorer } from './test-explorer/controller.ts';
import { activateSampleLenses, createSampleOutcomes } from './test-explorer/sample-lenses.ts';
import { activateUnnoticed } from './unnoticed/actions.ts';
import { createUnnoticed } from './unnoticed/store.ts';
import { activateLineView } from './views/line-view.ts';
import { activateRegexView } from './views/regex-view.ts';
import { activateResultsView } from './views/results-view.ts';
import { activateSamplesView } from './views/samples-view.ts';
import { activateVirtualDocuments } from './virtual-documents.ts';

/** What the extension gives to other extensions (and to its own tests). */
export interface Exports {
  /** Undefined while there is none; it may be starting. */
  serverProcessId(): number | undefined;
  isServerRunning(): boolean;
}

let connection: Connection | undefined;

export async function activate(context: ExtensionContext): Promise<Exports> {
  const log = window.createOutputChannel('Fail2ban Lens', { log: true });
  const memory = createSampleMemory(context.workspaceState);
  connection = createConnection({ context, log, initializationOptions: () => ({ context: currentContext(memory) }) });
  const runs = createRuns(connection);
  const lens: Lens = {
    context,
    connection,
    memory,
    log,
    runs,
    changes: createChanges({ connection, runs, log }),
    unnoticed: createUnnoticed(connection),
    comparedWith: createCompareMemory(context.workspaceState),
  };
  const follower = followLine(lens);
  const regex = followRegex(lens);
  const outcomes = createSampleOutcomes();
  context.subscriptions.push(
    log,
    lens.runs,
    lens.changes,
    lens.unnoticed,
    lens.comparedWith,
    ...Object.values(languageIds).map((language) =>
      languages.setLanguageConfiguration(language, { onEnterRules: onEnterRules() }),
    ),
    ...activateCommands(lens),
    ...answerFileRequests(connection),
    ...tellEditorContext(connection, memory),
    ...activateFilterRecognition(),
    ...activateLogSync(lens),
    // Of two marks in the gutter the one that was made first is drawn: a ban goes before a match.
    ...activateBanMarks(lens),
    ...activateLogDecorations(lens),
    ...activateStatus(lens),
    ...activateProgress(lens),
    ...activateVirtualDocuments(lens),
    ...activateResultsView(lens),
    ...activateSamplesView(lens),
    regex,
    ...activateRegexView(lens, regex),
    follower,
    ...activateLineView(lens, follower),
    ...activateCursorLine(lens, follower),
    ...activateCursorPart(lens),
    ...activateChangedLines(lens),
    ...activateBaselines(lens),
    ...activateLineFixes(lens, follower),
    ...activateTestExplorer(lens, outcomes),
    ...activateSampleLenses(outcomes),
    ...activateUnnoticed(lens.unnoticed),
  );
  await connection.start();
  return {
    serverProcessId: () => connection?.serverProcessId(),
    isServerRunning: () => connection?.isRunning() ?? false,
  };
}

export async function deactivate(): Promise<void> {
  await connection?.stop();
}
