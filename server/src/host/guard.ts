import { Script } from 'node:vm';

/** `isInterrupted`: Ctrl+C stopped it, not the deadline. */
export type Guarded<T> =
  { readonly done: true; readonly value: T } | { readonly done: false; readonly isInterrupted: boolean };

const hook = '__fail2banLensGuardedWork';
const caller = new Script(`globalThis.${hook}()`, { filename: 'guard' });

/**
 * Runs `work` and stops it after `milliseconds`, even inside one regular expression's backtracking. The work may be ended at any
 * point, so it must be pure searching: nothing that it could leave half done. Errors that it throws pass through. About a third
 * of a millisecond goes to each call: guard blocks of work, not single lines. `hearsInterruption`: Ctrl+C stops the work, too, and nobody else
 * hears it then.
 */
export function runWithDeadline<T>(work: () => T, milliseconds: number, hearsInterruption = false): Guarded<T> {
  const globals = globalThis as Record<string, unknown>;
  const outer = globals[hook];
  globals[hook] = work;
  try {
    const timeout = Math.max(1, Math.ceil(milliseconds));
    return { done: true, value: caller.runInThisContext({ timeout, breakOnSigint: hearsInterruption }) as T };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { done: false, isInterrupted: false };
    if (code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') return { done: false, isInterrupted: true };
    throw error;
  } finally {
    globals[hook] = outer;
  }
}

/** Milliseconds that this process has worked so far, all threads: tells a long search from one that had to wait for the machine. */
export function workedMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
