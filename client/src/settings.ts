import { type Uri, workspace } from 'vscode';
import { defaultSettings } from '../../server/src/protocol.ts';
import type { Settings } from '../../server/src/protocol.ts';

/** What of a log is shown; the client acts on it. */
export type AppearanceSettings = Settings['decorations'];

export function appearanceSettings(resource: Uri | undefined): AppearanceSettings {
  return {
    ...defaultSettings.decorations,
    ...workspace.getConfiguration('fail2banLens', resource).get<Partial<AppearanceSettings>>('decorations'),
  };
}

/** Whether a test that is asked for opens the log beside the filter. */
export function showsLog(resource: Uri): boolean {
  return workspace
    .getConfiguration('fail2banLens', resource)
    .get<boolean>('test.showLog', defaultSettings.test.showLog);
}

/** The git revision that edits are compared with; empty: the saved files. */
export function comparedRevision(resource: Uri): string {
  return workspace.getConfiguration('fail2banLens', resource).get<string>('compareWith', defaultSettings.compareWith);
}

/** Whether the line at the cursor of a log says why it does not match. */
export function followsCursor(resource: Uri): boolean {
  return workspace
    .getConfiguration('fail2banLens', resource)
    .get<boolean>('explain.cursor', defaultSettings.explain.cursor);
}

/** Whether a log shows what the part of a regex at the cursor takes in its lines. */
export function followsPart(resource: Uri): boolean {
  return workspace
    .getConfiguration('fail2banLens', resource)
    .get<boolean>('explain.part', defaultSettings.explain.part);
}
