import { activeOrPicked } from '../pick.ts';
import { showVirtualDocument } from '../virtual-documents.ts';
import type { Command } from './command.ts';

export const showExpandedRegex: Command = {
  id: 'fail2banLens.showExpandedRegex',
  async run(lens) {
    const subject = await activeOrPicked(lens);
    if (subject) await showVirtualDocument(lens, { kind: 'expanded', subject });
  },
};
