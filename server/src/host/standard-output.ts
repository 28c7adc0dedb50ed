import { fstatSync, statSync, writeSync } from 'node:fs';

/** Standard output or standard error. */
export interface StandardOutput {
  write(text: string): void;
  /** Settled when nothing waits to be written any more, or never will be. */
  drained(): Promise<void>;
  readonly isTerminal: boolean;
}

/**
 * Writes files, pipes and `/dev/null` at once. Node's own streams take some milliseconds to load, so they are asked for only where they are needed: for
 * terminals and other devices, and where a pipe is full or broken.
 */
export function createStandardOutput(descriptor: 1 | 2, stream: () => NodeJS.WriteStream): StandardOutput {
  let target: 'descriptor' | NodeJS.WriteStream | undefined;
  const open = () => (target ??= isWrittenAtOnce(descriptor) ? 'descriptor' : stream());
  return {
    write(text) {
      const opened = open();
      const rest = opened === 'descriptor' ? writeNow(descriptor, text) : text;
      if (rest.length > 0) (target = opened === 'descriptor' ? stream() : opened).write(rest);
    },
    async drained() {
      if (target === undefined || target === 'descriptor' || target.writableLength === 0) return;
      const waiting = target;
      await new Promise<void>((done) =>
        waiting
          .once('drain', done)
          .once('close', done)
          .write('', () => done()),
      );
    },
    get isTerminal() {
      const opened = open();
      return opened !== 'descriptor' && opened.isTTY === true;
    },
  };
}

function isWrittenAtOnce(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isFile() || stats.isFIFO() || stats.isSocket() || stats.rdev === statSync('/dev/null').rdev;
  } catch {
    return false;
  }
}

/** What could not be written, for whoever can wait or knows what the error means. */
function writeNow(descriptor: number, text: string): Uint8Array {
  let rest: Uint8Array = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
  } catch {
    // The stream meets the same error and raises it.
  }
  return rest;
}
