import type { Interruption } from '../host/interruption.ts';
import type { CommandContext } from './command.ts';
import { createProgress, type Progress } from './progress.ts';

/** Long work in small steps: it shows how far it is, and it hears Ctrl+C. */
export interface Pace extends Pick<Progress, 'show'> {
  /** Between two steps: lets the machine's messages in now and then. */
  turn(): Promise<void>;
  readonly isInterrupted: boolean;
}

const betweenTurns = 50;

/** Does `work` at a pace of its own. Outside of it Ctrl+C ends the program at once. */
export async function atAPace<T>(
  { host, limits }: Pick<CommandContext, 'host' | 'limits'>,
  work: (pace: Pace) => Promise<T>,
): Promise<T> {
  const progress = createProgress(host);
  const heard = limits?.interruption?.isAsked ? limits.interruption : undefined;
  const interruption: Interruption | undefined = heard ?? host.listenForInterruption?.();
  if (limits) limits.interruption = interruption;
  let last = host.now();
  try {
    return await work({
      show: progress.show,
      turn: async () => {
        if (host.now() - last < betweenTurns) return;
        await new Promise((done) => setImmediate(done));
        last = host.now();
      },
      get isInterrupted() {
        return interruption?.isAsked === true;
      },
    });
  } finally {
    progress.clear();
    interruption?.release();
  }
}
