import { EventEmitter, type Event, type Memento } from 'vscode';

/** The logs chosen by hand for a filter or jail file, kept with the workspace. */
export interface SampleMemory {
  readonly onDidChange: Event<void>;
  /** By the document's URI. */
  all(): Readonly<Record<string, readonly string[]>>;
  /** Null forgets. */
  remember(uri: string, logs: readonly string[] | null): Promise<void>;
}

const key = 'fail2banLens.chosen';

export function createSampleMemory(state: Memento): SampleMemory {
  const changed = new EventEmitter<void>();
  const all = () => state.get<Record<string, readonly string[]>>(key, {});
  return {
    onDidChange: changed.event,
    all,
    async remember(uri, logs) {
      const { [uri]: _former, ...others } = all();
      await state.update(key, logs ? { ...others, [uri]: logs } : others);
      changed.fire();
    },
  };
}
