import { type Uri, workspace } from 'vscode';
import { defaultSettings } from '../../server/src/protocol.ts';
import type { Settings } from '../../server/src/protocol.ts';

/** The settings that the client itself acts on; all others are the server's. */
export type AppearanceSettings = Settings['decorations'];

export function appearanceSettings(resource: Uri | undefined): AppearanceSettings {
  return {
    ...defaultSettings.decorations,
    ...workspace.getConfiguration('fail2banLens', resource).get<Partial<AppearanceSettings>>('decorations'),
  };
}
