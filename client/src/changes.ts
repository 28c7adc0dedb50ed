import { type Disposable, EventEmitter, type Event, type LogOutputChannel } from 'vscode';
import type { LineChanges, Subject } from '../../server/src/protocol.ts';
import type { Connection } from './connection.ts';
import type { Runs } from './runs.ts';
import { subjectKey } from './subjects.ts';

/** What the edits of subjects change in their logs, as the server told it last. */
export interface Changes extends Disposable {
  readonly onDidChange: Event<void>;
  /** Null where nothing is changed, or known. */
  get(subject: Subject): LineChanges | null;
  /** Where next or previous went last, by the subject's key. */
  readonly stepped: Map<string, PlaceInLog>;
}

export interface PlaceInLog {
  readonly log: string;
  readonly line: number;
}

export interface ChangesOptions {
  readonly connection: Connection;
  readonly runs: Runs;
  readonly log: LogOutputChannel;
}

export function createChanges({ connection, runs, log }: ChangesOptions): Changes {
  const changed = new EventEmitter<void>();
  const known = new Map<string, LineChanges | null>();
  /** Questions on their way: that an answer is known is told before the answer comes. */
  const asked = new Map<string, symbol>();

  const ask = async (subject: Subject) => {
    const key = subjectKey(subject);
    const question = Symbol(key);
    asked.set(key, question);
    try {
      const found = await connection.request('changes', { subject });
      if (asked.get(key) !== question) return;
      known.set(key, found);
      changed.fire();
    } catch (error) {
      log.debug('What an edit changes:', error);
    } finally {
      if (asked.get(key) === question) asked.delete(key);
    }
  };
  const disposables = [
    changed,
    connection.on('changesKnown', ({ subject }) => {
      if (!asked.has(subjectKey(subject))) void ask(subject);
    }),
    runs.onDidChangeRun(({ subject, status }) => {
      // What is shown is of the text before; it comes back when it is known of this one.
      if (known.get(subjectKey(subject))) {
        known.set(subjectKey(subject), null);
        changed.fire();
      }
      if (status === 'done') void ask(subject);
    }),
    connection.onStarted(() => {
      known.clear();
      changed.fire();
    }),
  ];
  return {
    onDidChange: changed.event,
    stepped: new Map(),
    get: (subject) => known.get(subjectKey(subject)) ?? null,
    dispose: () => disposables.forEach((disposable) => disposable.dispose()),
  };
}
