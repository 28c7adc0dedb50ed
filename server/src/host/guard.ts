import { Script } from 'node:vm';

export type Guarded<T> = { readonly done: true; readonly value: T } | { readonly done: false };

const hook = '__fail2banLensGuardedWork';
const caller = new Script(`globalThis.${hook}()`, { filename: 'guard' });

/**
 * Runs `work` and stops it after `milliseconds`, even inside one regular expression's backtracking. The work may be ended at any
 * point, so it must be pure searching: nothing that it could leave half done. Errors that it throws pass through. About a third
 * of a millisecond goes to each call: guard blocks of work, not single lines.
 */
export function runWithDeadline<T>(work: () => T, milliseconds: number): Guarded<T> {
  const globals = globalThis as Record<string, unknown>;
  const outer = globals[hook];
  globals[hook] = work;
  try {
    return { done: true, value: caller.runInThisContext({ timeout: Math.max(1, Math.ceil(milliseconds)) }) as T };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { done: false };
    throw error;
  } finally {
    globals[hook] = outer;
  }
}
