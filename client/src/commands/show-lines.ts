import type { LineStatus } from '../../../server/src/protocol.ts';
import { activeOrPicked } from '../pick.ts';
import { showVirtualDocument } from '../virtual-documents.ts';
import type { Command } from './command.ts';

/** Lists the lines of one status in a virtual document that follows every change. */
function showLines(id: Command['id'], status: LineStatus): Command {
  return {
    id,
    async run(lens) {
      const subject = await activeOrPicked(lens);
      if (subject) await showVirtualDocument(lens, { kind: 'lines', subject, status });
    },
  };
}

export const showMatched = showLines('fail2banLens.showMatched', 'matched');
export const showIgnored = showLines('fail2banLens.showIgnored', 'ignored');
export const showMissed = showLines('fail2banLens.showMissed', 'missed');
