import type { ChangeKind, Subject, VirtualText } from '../../protocol.ts';
import { changeInWords, treatmentsInWords, type Changes } from './changes.ts';
import { addLines } from './lines-text.ts';
import type { LogFiles } from './log-files.ts';
import type { MatchingThread } from './matching-thread.ts';
import { createTextBuilder } from './text-builder.ts';

const marks: Readonly<Record<ChangeKind, string>> = { gained: '+', lost: '−', changed: '~' };

/** The lines of all logs that the edit of a subject changes, each with what it was and is. */
export async function changedLines(
  host: { readonly changes: Changes; readonly thread: MatchingThread; readonly logs: LogFiles },
  subject: Subject,
): Promise<VirtualText> {
  const builder = createTextBuilder();
  const found = await host.changes.wait(subject);
  if (!found)
    return builder.line('The edit changes no line, or nothing can be told of what is written now.').build('plaintext');
  const { run, value } = found;
  const { counts, lines } = value;
  builder.line(changeInWords(value));
  await addLines(
    builder,
    host,
    run,
    lines.map((line) => ({ log: line.log, line: line.line, mark: marks[line.kind], words: treatmentsInWords(line) })),
  );
  const more = counts.gained + counts.lost + counts.changed - lines.length;
  if (more > 0) builder.line(`… and ${more} more`);
  return builder.build('log');
}
