import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'longer-name',
  severity: 'warning',
  summary: 'The program of the sample writes under a longer name than the one in the regex.',
  kind: 'longer-name',
  tell(danger, fix, file) {
    const { names, lines } = danger.longer!;
    const own = danger.part;
    const missed = lines === 1 ? '1 line of the sample names a failure' : `${lines} lines of the sample name failures`;
    const since = own === 'sshd' ? ' OpenSSH 9.8 and later write what happens in a session under such a name.' : '';
    const cure = fix ? ` ${fix.title}: then they are found, and no line is lost.` : '';
    return `This takes lines of '${own}' alone: ${missed} and ${lines === 1 ? 'is' : 'are'} missed, for ${lines === 1 ? 'it is' : 'they are'} of ${names.map((name) => `'${name}'`).join(' and ')}.${since}${cure}${journalHint(file, own, names)}`;
  },
});

/** A journalmatch that names the program by its short name alone. */
function journalHint({ filter }: FileAnalysis, own: string, names: readonly string[]): string {
  const matches = (filter?.variants[0]?.resolved.journalmatch ?? []).flat().map(({ text }) => text);
  // The kernel keeps 15 characters.
  const lacking = names.map((name) => `_COMM=${name.slice(0, 15)}`).filter((match) => !matches.includes(match));
  return matches.includes(`_COMM=${own}`) && lacking.length > 0
    ? ` Its journalmatch names only _COMM=${own}, too: for the journal add ${lacking.map((match) => `+ ${match}`).join(' ')}.`
    : '';
}
