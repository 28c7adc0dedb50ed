/** Knows whether the client has said something that is not worked on yet: work that nobody waits for is done in between. */
export interface Quiet {
  /** A message is taken from the client. */
  heard(): void;
  /** Resolves when nothing that the client has sent waits to be worked on, or after `patience` milliseconds of messages without end. */
  wait(): Promise<void>;
}

/**
 * Turns of the event loop without a message that make a pause: what stands in the pipe is read in one, decoded in the next and handled in
 * the third; a request that lets a cancellation be heard first is answered in the fourth.
 */
const pause = 5;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createQuiet(patience = 500): Quiet {
  let messages = 0;
  return {
    heard: () => void messages++,
    async wait() {
      const begun = performance.now();
      for (let known = messages, turns = 0; turns < pause; turns++) {
        await nextTurn();
        if (messages === known) continue;
        if (performance.now() - begun > patience) return;
        known = messages;
        turns = 0;
      }
    },
  };
}
