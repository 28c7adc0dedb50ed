import { addressRegex } from '../address-as-ignoreregex/rule.ts';
import { emptyQuotes } from '../quoted-regex/rule.ts';
import type { LineDanger } from '../../../danger/danger.ts';
import { dangerRule } from '../../danger-rule.ts';
import type { Fix } from '../../rule.ts';

export const rule = dangerRule({
  name: 'forged-exception',
  severity: 'warning',
  summary: 'A stranger can write a text that an ignoreregex excuses, or for which his connection is forgotten.',
  kind: 'forged-exception',
  tell(danger, fix) {
    if (danger.ofConnection)
      return `A stranger's text can hold what this regex looks for, and what he does in that connection is not found: from the lines shown fail2ban takes nobody, without that text it takes '${danger.proof.meant}'${noteOnProof(danger)}. Let only words of the program stand before it, from ^ on.${noteOnFix(danger, fix)}`;
    // `address-as-ignoreregex` and `quoted-regex` tell of those.
    if (addressRegex.test(danger.part) || emptyQuotes.test(danger.part)) return undefined;
    const { meant } = danger.proof;
    const cure = danger.isAnchored
      ? 'Let it say all that he asks for, not a word of it.'
      : 'Begin it with ^ and the words of the program.';
    return `A stranger can write what this ignoreregex looks for, and stays free: from the line shown fail2ban takes nobody, without that text it takes '${meant}'. ${cure}`;
  },
});

/** What to know for trying the lines on the real program. */
export function noteOnProof({ ofConnection }: LineDanger): string {
  return ofConnection?.isOfServer ? ' (as the server does; fail2ban-regex with --no-check-all)' : '';
}

/** Why no fix is offered, where the dangers of a connection have none. */
export function noteOnFix({ ofConnection }: LineDanger, fix: Fix | undefined): string {
  if (!ofConnection || fix) return '';
  return ofConnection.isInSample
    ? ' There is no fix here: with none that was tried the attack fails and the sample has the same failures.'
    : ' There is no fix here: no line of a sample shows what the program writes before it.';
}
