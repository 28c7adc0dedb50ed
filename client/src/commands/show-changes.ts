import { activeOrPicked } from '../pick.ts';
import { showVirtualDocument } from '../virtual-documents.ts';
import type { Command } from './command.ts';

/** Lists the lines of all logs that the edit of a filter or jail changes, in a virtual document that follows every change. */
export const showChanges: Command = {
  id: 'fail2banLens.showChanges',
  async run(lens) {
    const subject = await activeOrPicked(lens);
    if (subject) await showVirtualDocument(lens, { kind: 'changes', subject });
  },
};
