import type { CliHost } from './command.ts';

/** Writes a long text piece by piece, no faster than it is taken. */
export async function writeOut(host: Pick<CliHost, 'out' | 'drained'>, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) {
    if (piece === '') continue;
    host.out(piece);
    await host.drained?.();
  }
}
