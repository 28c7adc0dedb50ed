import { setTimeout as after } from 'node:timers/promises';
import type { FileSystem } from '../host/file-system.ts';
import { recordFiles, type FileSnapshot } from '../host/recorded-files.ts';
import type { CommandContext, ExitCode } from './command.ts';
import { createRunLimits } from './run-limits.ts';

/** Milliseconds between two looks at the files. */
const betweenLooks = 300;

/** Does `work` now, and again whenever a file or folder that it has read is another; Ctrl+C ends it. */
export async function repeatOnChange(
  context: CommandContext,
  work: (context: CommandContext) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { host } = context;
  for (;;) {
    const { files, snapshot } = recordFiles(host.files);
    const recorded = Object.create(host, { files: { value: files } }) as CommandContext['host'];
    const code = await work({ ...context, host: recorded, limits: createRunLimits() });
    if (code === 130) return 130;
    host.err('Waiting for a change; Ctrl+C ends.\n');
    const interruption = host.listenForInterruption?.();
    try {
      do {
        await after(betweenLooks);
        if (interruption?.isAsked) return 130;
      } while (isSame(host.files, snapshot));
    } finally {
      interruption?.release();
    }
  }
}

/** Whether all that was read is as it was. */
function isSame(files: FileSystem, { texts, files: areFiles, folders, names }: FileSnapshot): boolean {
  return (
    [...areFiles].every(([path, was]) => files.isFile(path) === was) &&
    [...folders].every(([path, was]) => files.isDirectory(path) === was) &&
    [...names].every(([path, were]) => sameNames(files.readDirectory(path), were)) &&
    [...texts].every(([path, was]) => sameBytes(files.readFile(path) ?? null, was))
  );
}

function sameNames(now: readonly string[], before: readonly string[]): boolean {
  return [...now].sort().join('/') === [...before].sort().join('/');
}

function sameBytes(now: Uint8Array | null, before: Uint8Array | null): boolean {
  if (now === null || before === null) return now === before;
  return now.length === before.length && now.every((byte, i) => byte === before[i]);
}
