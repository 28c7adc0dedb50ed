import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { Changes } from './changes.ts';
import type { CompareMemory } from './compare-with.ts';
import type { Connection } from './connection.ts';
import type { Runs } from './runs.ts';
import type { SampleMemory } from './sample-memory.ts';
import type { Unnoticed } from './unnoticed/store.ts';

/** What every part of the extension is given. */
export interface Lens {
  readonly context: ExtensionContext;
  readonly connection: Connection;
  readonly runs: Runs;
  readonly changes: Changes;
  readonly unnoticed: Unnoticed;
  readonly comparedWith: CompareMemory;
  readonly memory: SampleMemory;
  readonly log: LogOutputChannel;
}
