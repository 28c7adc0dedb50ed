import { activeOrPicked } from '../pick.ts';
import { showVirtualDocument } from '../virtual-documents.ts';
import type { Command } from './command.ts';

export const showEffectiveConfiguration: Command = {
  id: 'fail2banLens.showEffectiveConfiguration',
  async run(lens) {
    const subject = await activeOrPicked(lens);
    if (subject) await showVirtualDocument(lens, { kind: 'effective', subject });
  },
};
