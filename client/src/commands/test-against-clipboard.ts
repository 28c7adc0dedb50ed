import { activeOrPicked, openClipboard } from '../pick.ts';
import { runTest } from '../test-run.ts';
import type { Command } from './command.ts';

/** Opens the copied lines as an unsaved log and tests the filter against it; they can be edited there. */
export const testAgainstClipboard: Command = {
  id: 'fail2banLens.testAgainstClipboard',
  async run(lens) {
    const subject = await activeOrPicked(lens);
    const logs = subject && (await openClipboard());
    if (subject && logs) await runTest(lens, subject, logs);
  },
};
