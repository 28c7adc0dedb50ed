import { showDiagram } from '../views/diagram-panel.ts';
import type { Command } from './command.ts';

/** Shows the regex at the cursor as a railroad diagram beside the file. */
export const showRegexDiagram: Command = {
  id: 'fail2banLens.showRegexDiagram',
  run(lens) {
    showDiagram(lens);
  },
};
