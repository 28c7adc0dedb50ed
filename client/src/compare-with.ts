import { EventEmitter, type Disposable, type Event, type Memento } from 'vscode';

/** What the user wants edits to be compared with, in place of the setting. */
export type ComparedWith =
  | { readonly kind: 'revision'; readonly revision: string }
  | { readonly kind: 'saved' }
  | { readonly kind: 'packaged' }
  /** `folder`: the address of a folder that holds a `filter.d`. */
  | { readonly kind: 'configuration'; readonly folder: string };

/** The choice, kept with the workspace. */
export interface CompareMemory extends Disposable {
  readonly onDidChange: Event<void>;
  /** Undefined: the setting says it. */
  get(): ComparedWith | undefined;
  choose(choice: ComparedWith | undefined): Promise<void>;
}

const key = 'fail2banLens.comparedWith';

export function createCompareMemory(state: Memento): CompareMemory {
  const changed = new EventEmitter<void>();
  return {
    onDidChange: changed.event,
    get: () => {
      const kept = state.get<unknown>(key);
      return isComparedWith(kept) ? kept : undefined;
    },
    async choose(choice) {
      await state.update(key, choice);
      changed.fire();
    },
    dispose: () => changed.dispose(),
  };
}

/** What another version kept is not obeyed blindly. */
export function isComparedWith(value: unknown): value is ComparedWith {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  const { kind, revision, folder } = value as Record<string, unknown>;
  return (
    kind === 'saved' ||
    kind === 'packaged' ||
    (kind === 'revision' && typeof revision === 'string') ||
    (kind === 'configuration' && typeof folder === 'string')
  );
}
