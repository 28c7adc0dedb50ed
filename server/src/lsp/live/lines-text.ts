import type { Location } from '../../protocol.ts';
import { diskPath } from '../uri.ts';
import type { LogFiles } from './log-files.ts';
import type { MatchingThread } from './matching-thread.ts';
import type { RunInput } from '../worker/messages.ts';
import { visible, type TextBuilder } from './text-builder.ts';

/** A line of one of a run's logs, both from 0. */
export interface ListedLine {
  readonly log: number;
  readonly line: number;
  /** Stands before its number, and below the line. */
  readonly mark?: string;
  readonly words?: string;
}

/** The logs of a run: their paths, and what is read of them. */
export interface ReadLogs {
  readonly logs: readonly string[];
  readonly input: Pick<RunInput, 'logs'>;
}

/** The lines of a run's logs, each with a link to where it stands. */
export async function addLines(
  builder: TextBuilder,
  { thread, logs }: { readonly thread: MatchingThread; readonly logs: LogFiles },
  run: ReadLogs,
  lines: readonly ListedLine[],
): Promise<void> {
  for (const [log, path] of run.logs.entries()) {
    const ofLog = lines.filter((line) => line.log === log);
    if (ofLog.length === 0) continue;
    const { uri } = logs.fileOf(path);
    if (run.logs.length > 1) builder.line(diskPath(path) ?? path, { uri, range: pointAt(0) });
    const width = String(Math.max(...ofLog.map(({ line }) => line)) + 1).length;
    const texts = await thread.texts(
      run.input.logs[log]!,
      ofLog.map(({ line }) => line),
    );
    for (const [i, { line, mark, words }] of ofLog.entries()) {
      const before = mark === undefined ? '' : `${mark} `;
      builder
        .add(before + ' '.repeat(width - String(line + 1).length))
        .add(String(line + 1), { uri, range: pointAt(line) })
        .line(`  ${visible(texts[i]!)}`);
      if (words !== undefined) builder.line(`${' '.repeat(before.length + width + 2)}${visible(words)}`);
    }
  }
}

function pointAt(line: number): Location['range'] {
  return { start: { line, character: 0 }, end: { line, character: 0 } };
}
