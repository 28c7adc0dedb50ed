/** Ctrl+C, heard in place of ending the program at once. */
export interface Interruption {
  readonly isAsked: boolean;
  /** Somebody else heard it: a search that was stopped by it. */
  ask(): void;
  /** From now on Ctrl+C ends the program again. */
  release(): void;
}

/** A second Ctrl+C ends the program all the same, as the first would have. */
export function listenForInterruption(): Interruption {
  let isAsked = false;
  const listener = (): void => {
    if (isAsked) process.exit(interruptedExit);
    isAsked = true;
  };
  process.on('SIGINT', listener);
  return {
    get isAsked() {
      return isAsked;
    },
    ask: listener,
    release: () => void process.off('SIGINT', listener),
  };
}

/** What a shell gives for a program that Ctrl+C ended. */
const interruptedExit = 130;
