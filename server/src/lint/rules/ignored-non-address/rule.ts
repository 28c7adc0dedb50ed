import { readNet } from '../../../analysis/addresses.ts';
import { splitWords } from '../../../config/jail.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import { knownValuesIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'ignored-non-address',
  severity: 'warning',
  summary: 'ignoreip holds a word that is no address, no net and no name of a host.',
  check(file, report) {
    for (const { known, text, jail } of knownValuesIn(file)) {
      if (known.name !== 'ignoreip' || !jail) continue;
      for (const word of linesOf(text).flatMap(splitWords)) {
        // What fail2ban refuses is told of elsewhere.
        if (readNet(word.text, file.versions.fail2ban) !== undefined || mayBeName(word.text)) continue;
        report({
          message: `'${word.text}' is no address, no net and no name of a host: fail2ban looks it up as a name, and nobody whom it means is ignored. ${advice(word.text)}`,
          ...shownAt(word, whole(word), startOf(file.path)),
        });
      }
    }
  },
};

/** Its lines, without those that were meant as options of their own: option-inside-value tells of them. */
function linesOf(text: MappedText): MappedText[] {
  return [...text.text.matchAll(/[^\n]+/g)]
    .filter(({ 0: line, index }) => index === 0 || !/^\s*[a-z][\w.]*\s*=/i.test(line))
    .map(({ 0: line, index }) => text.slice(index, index + line.length));
}

/** Whether a name server could know it. Numbers and dots alone are none; `file:PATH` is read from a file by later releases. */
function mayBeName(word: string): boolean {
  return /^file:/.test(word) || (/^[\w.-]+$/.test(word) && /[a-z]/i.test(word));
}

function advice(word: string): string {
  const parts = /^(\d{1,3})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?\.?(?:\.?\*)*$/.exec(word);
  const numbers = parts?.slice(1).filter((part) => part !== undefined && Number(part) < 256);
  if (!numbers || numbers.length === 0) return 'Write nets as 192.0.2.0/24.';
  const net = [...numbers, '0', '0', '0'].slice(0, 4).join('.');
  return `For all addresses that begin so write ${net}/${numbers.length * 8}.`;
}
