import { escapeRegex } from '../../../text/escape-regex.ts';
import { addressOfNumber } from '../../../matching/looked-up-ids.ts';
import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'wrong-address',
  severity: 'warning',
  summary: 'A regex that takes something else for the address than the address in the line.',
  kind: 'wrong-address',
  tell({ part, isNoAddress, isBeside, partOf, proof: { log, id, meant, from } }, fix) {
    const isEater = /[*+]\??$|\}$/.test(part);
    const line = from === 'sample' ? 'this line of the sample' : 'a line like the one shown';
    const takesMuch = `'${part}' takes as much as it can: write what stands before the address.`;
    if (isNoAddress) {
      const instead = meant === undefined ? '' : `, in place of '${meant}'`;
      const cure = fix
        ? `${fix.title}.`
        : /[\d:]/.test(id!)
          ? 'It only looks like one: write what stands before the address.'
          : isEater
            ? takesMuch
            : '<HOST> takes words, too: write <ADDR>, which takes addresses alone, or what stands before the address.';
      return { message: `From ${line} fail2ban takes '${id}', which is no address${instead}. ${cure}`, fix };
    }
    const number = addressOfNumber(id!);
    const taken = number === undefined ? `'${id}'` : `'${id}' (the address ${number})`;
    const whom = meant === undefined ? '' : `, not '${meant}'`;
    const piece = partOf === undefined ? '' : pieceOf(partOf, id!, isEater);
    const why = isEater && !isBeside && partOf === undefined ? `'${part}' takes the beginning of the address. ` : '';
    const cure = fix ? ` ${fix.title}.` : isEater ? ` ${takesMuch}` : addressBehind(log, id!, meant);
    return `${why}From ${line} fail2ban takes ${taken}${whom}${piece}.${cure}`;
  },
});

/** Which piece of a longer word the id is, and what lets it be cut there. */
function pieceOf(word: string, id: string, isEater: boolean): string {
  if (isEater && word.endsWith(id)) return `, only the end of '${word}'`;
  return `, only a piece of '${word}': nothing behind the tag says where it ends, such as a blank or (?![\\w.-])`;
}

/** `host.example (192.0.2.1)`: what takes the name, and the address right behind it. */
function addressBehind(log: string, id: string, meant: string | undefined): string {
  const start = log.indexOf(id) + id.length;
  const end = meant === undefined ? -1 : log.indexOf(meant, start);
  const between = end < start ? '' : log.slice(start, end);
  return /^[\s([/:,]{1,3}$/.test(between)
    ? ` The address stands right behind it: \\S+${escapeRegex(between)}<ADDR>.`
    : '';
}
