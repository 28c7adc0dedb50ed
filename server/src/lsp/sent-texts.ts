import type { KillableThread } from '../host/match-worker.ts';
import type { FromThread, LogInput, ToThread } from './worker/messages.ts';

/** The text of a log of source `text`, with the stamp that it has now. */
export type CurrentText = (path: string) => { readonly stamp: string; readonly text: string | Uint8Array } | undefined;

/** Gives a thread the texts of logs that are read from the editor: each once, as long as the thread lives and the text is the same. */
export interface SentTexts {
  send(logs: readonly LogInput[]): void;
  /** A text that is not needed any more. */
  forget(path: string): void;
  /** The thread was ended, and its texts with it. */
  clear(): void;
}

export function createSentTexts(
  thread: Pick<KillableThread<ToThread, FromThread>, 'post' | 'isRunning'>,
  currentText: CurrentText,
): SentTexts {
  const stamps = new Map<string, string>();
  return {
    send(logs) {
      if (!thread.isRunning) stamps.clear();
      for (const { source, path, stamp } of logs) {
        if (source !== 'text' || stamps.get(path) === stamp) continue;
        const current = currentText(path);
        thread.post({ type: 'text', path, text: current?.text ?? null });
        stamps.set(path, current?.stamp ?? '');
      }
    },
    forget(path) {
      if (stamps.delete(path) && thread.isRunning) thread.post({ type: 'text', path, text: null });
    },
    clear: () => stamps.clear(),
  };
}
