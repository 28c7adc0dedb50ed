import type { Versions } from '../src/analysis/analyse-regexes.ts';
import { Workspace } from '../src/analysis/workspace.ts';
import type { FeatureInput } from '../src/features/answers.ts';
import { createMemoryFileSystem } from '../src/host/memory-file-system.ts';
import { defaultSettings, type Settings } from '../src/protocol.ts';
import { readMarkedText, type MarkedPlace } from './marked-text.ts';

/** A configuration folder `/c` in one marked text, and what a feature asks about its marked file. */
export interface FixtureWorkspace {
  readonly input: FeatureInput;
  readonly offset: number;
  readonly files: Readonly<Record<string, string>>;
  readonly selections: readonly MarkedPlace[];
}

export interface FixtureOptions {
  /** The file's path where the text names none. */
  readonly path?: string;
  readonly versions?: Partial<Versions>;
  readonly settings?: Partial<Settings>;
}

/** The file that is asked about holds the cursor, else the first selection; else it is the first file. */
export function fixtureWorkspace(
  text: string,
  { path = 'filter.d/a.conf', versions, settings }: FixtureOptions = {},
): FixtureWorkspace {
  const { files, selections, cursor } = readMarkedText(text, path);
  const workspace = new Workspace(createMemoryFileSystem(files), { fail2ban: '1.1', python: '3.11', ...versions });
  const asked = cursor?.file ?? selections[0]?.file ?? Object.keys(files)[0]!;
  return {
    input: { analysis: workspace.analyse(asked)!, workspace, settings: { ...defaultSettings, ...settings } },
    offset: cursor?.start ?? selections[0]?.start ?? 0,
    files,
    selections,
  };
}
