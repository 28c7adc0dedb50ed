import type { CliHost } from './command.ts';

/** Characters that are written at once. */
const chunkSize = 1 << 16;

/** Writes a long text that comes in pieces, no faster than it is taken. */
export async function writeOut(host: Pick<CliHost, 'out' | 'drained'>, pieces: Iterable<string>): Promise<void> {
  let chunk = '';
  const write = async (): Promise<void> => {
    if (chunk === '') return;
    host.out(chunk);
    chunk = '';
    await host.drained?.();
  };
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length >= chunkSize) await write();
  }
  await write();
}
