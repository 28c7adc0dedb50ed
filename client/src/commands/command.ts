import type { Lens } from '../lens.ts';

/** One command of package.json. `run` gets what a menu, a lens or another command passes. */
export interface Command {
  readonly id: `fail2banLens.${string}`;
  run(lens: Lens, ...args: readonly unknown[]): Promise<void> | void;
}
