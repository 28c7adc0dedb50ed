import { isSubject } from '../subjects.ts';
import type { Command } from './command.ts';

/** Takes back the log that was chosen for a filter or jail: the first sample that answers is used again. */
export const forgetSample: Command = {
  id: 'fail2banLens.forgetSample',
  async run(lens, row) {
    const subject = row && typeof row === 'object' && 'subject' in row ? row.subject : lens.runs.active();
    if (!isSubject(subject)) return;
    await lens.memory.remember(subject.uri, null);
    await lens.connection.request('test', { subject, logs: null });
  },
};
