import { type Disposable, ProgressLocation, window } from 'vscode';
import type { RunState } from '../../server/src/protocol.ts';
import type { Lens } from './lens.ts';
import { subjectKey, subjectName } from './subjects.ts';
import { describeLines } from './run-text.ts';

/** A run that takes longer than this gets a notification with a cancel button. */
const patience = 1500;

/** A long run of what the user works on tells how far it is, and can be cancelled. A jail file may hold a hundred others: they run in silence. */
export function activateProgress({ connection, runs }: Lens): Disposable[] {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const watch = (state: RunState) => {
    const key = subjectKey(state.subject);
    if (state.status !== 'running') {
      clearTimeout(timers.get(key));
      timers.delete(key);
    } else if (!timers.has(key)) {
      timers.set(
        key,
        setTimeout(() => show(state), patience),
      );
    }
  };
  const show = ({ subject }: RunState) => {
    const key = subjectKey(subject);
    const active = runs.active();
    if (!active || subjectKey(active) !== key) {
      // It may become the active one.
      timers.delete(key);
      return;
    }
    void window.withProgress(
      { location: ProgressLocation.Notification, cancellable: true, title: `Fail2ban Lens: ${subjectName(subject)}` },
      (progress, token) => {
        let reported = 0;
        const cancelled = token.onCancellationRequested(() => connection.notify('cancel', { subject }));
        return new Promise<void>((done) => {
          const listener = runs.onDidChange(() => {
            const state = runs.get(subject);
            if (state?.status === 'running') {
              const percent = state.progress?.of ? (state.progress.bytes / state.progress.of) * 100 : reported;
              progress.report({ message: describeLines(state), increment: Math.max(0, percent - reported) });
              reported = Math.max(reported, percent);
              return;
            }
            listener.dispose();
            cancelled.dispose();
            timers.delete(key);
            done();
          });
        });
      },
    );
  };
  return [runs.onDidChangeRun(watch), { dispose: () => timers.forEach((timer) => clearTimeout(timer)) }];
}
