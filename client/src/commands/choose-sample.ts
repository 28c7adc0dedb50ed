import { editorCommands } from '../../../server/src/protocol.ts';
import { activeOrPicked, pickLogs } from '../pick.ts';
import { isSubject } from '../subjects.ts';
import { runTest } from '../test-run.ts';
import type { Command } from './command.ts';

/** Chooses the log that stands in for what a filter reads, and remembers it for the workspace. */
export const chooseSample: Command = {
  id: editorCommands.chooseSample,
  async run(lens, named) {
    const subject = isSubject(named) ? named : await activeOrPicked(lens);
    const logs = subject && (await pickLogs(lens, subject));
    if (!subject || logs === undefined) return;
    // an unsaved log is gone tomorrow
    const lasting = logs?.some((log) => log.startsWith('untitled:')) ? null : logs;
    await lens.memory.remember(subject.uri, lasting);
    await runTest(lens, subject, logs);
  },
};
