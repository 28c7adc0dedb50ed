import { editorCommands } from '../../../server/src/protocol.ts';
import { activeOrPicked } from '../pick.ts';
import { isSubject } from '../subjects.ts';
import { showSimulation } from '../views/simulation-panel.ts';
import type { Command } from './command.ts';

/** Shows what a jail would have done with its log: bans, what they keep away, who slips through. */
export const simulate: Command = {
  id: editorCommands.simulate,
  async run(lens, named) {
    const subject = isSubject(named) ? named : await activeOrPicked(lens);
    if (!subject) return;
    if (subject.jail === undefined)
      throw new Error('bans are those of a jail: put the cursor on a jail of a jail file, and simulate there.');
    if (!lens.runs.get(subject)?.report) await lens.connection.request('test', { subject, logs: null });
    showSimulation(lens, subject);
  },
};
