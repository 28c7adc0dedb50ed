import type { LineDanger } from '../../../danger/danger.ts';
import { dangerRule } from '../../danger-rule.ts';
import type { Fix } from '../../rule.ts';
import { noteOnFix, noteOnProof } from '../forged-exception/rule.ts';

export const rule = dangerRule({
  name: 'forged-address',
  severity: 'warning',
  summary: 'A stranger can write a text that gets another address banned.',
  kind: 'forged-address',
  tell: messageOf,
});

function messageOf(danger: LineDanger, fix: Fix | undefined): string {
  const {
    part,
    isElsewhere,
    ofConnection,
    proof: { id, meant, from },
  } = danger;
  const tells = meant === undefined ? '' : `, though it tells of '${meant}'`;
  if (ofConnection)
    return `A stranger's text can hold what this regex looks for, and then he chooses whom fail2ban bans for what he does in that connection: from the lines shown it takes '${id}'${tells}${noteOnProof(danger)}. Let only words of the program stand before it, from ^ on.${noteOnFix(danger, fix)}`;
  if (isElsewhere) {
    const line = {
      sample: 'of the sample',
      shape: 'like one of the sample',
      program: 'that such a program writes',
      regex: 'of another regex',
    }[from];
    return `The regex is found anywhere in a line, also in what a stranger writes: from the line shown, one ${line} about something else, fail2ban takes '${id}'${tells}. Begin it with ^ and the words of the program.`;
  }
  const what = part === '' ? 'stands behind the match' : `stands for '${part}'`;
  const who = from === 'regex' ? `can write what ${what} in the log` : `writes what ${what} in the lines of the sample`;
  return `Whoever ${who} chooses whom fail2ban bans: from the line shown it takes '${id}'${tells}.`;
}
