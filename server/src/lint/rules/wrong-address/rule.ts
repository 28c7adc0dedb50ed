import { escapeRegex } from '../../../text/escape-regex.ts';
import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'wrong-address',
  severity: 'warning',
  summary: 'A regex that takes something else for the address than the address in the line.',
  kind: 'wrong-address',
  tell({ part, isNoAddress, partOf, proof: { log, id, meant, from } }, fix) {
    const isEater = /[*+]\??$|\}$/.test(part);
    if (isNoAddress) {
      const instead = meant === undefined ? '' : `, in place of '${meant}'`;
      const cure = fix
        ? `${fix.title}.`
        : /[\d:]/.test(id!)
          ? 'It only looks like one: write what stands before the address.'
          : isEater
            ? `'${part}' takes as much as it can: write what stands before the address.`
            : '<HOST> takes words, too: write <ADDR>, which takes addresses alone, or what stands before the address.';
      const message = `From this line of the sample fail2ban takes '${id}'${instead}, which is no address. ${cure}`;
      return { message, fix };
    }
    const why = isEater ? `'${part}' takes the beginning of the address. ` : '';
    const line = from === 'sample' ? 'this line of the sample' : 'a line like the one shown';
    const whom = meant === undefined ? '' : `, not '${meant}'`;
    const banned = /^\d{1,3}$/.test(id!) ? `, which is banned as 0.0.0.${Number(id) & 255}` : '';
    const word =
      partOf === undefined
        ? ''
        : `, only a piece of '${partOf}': nothing behind the tag says where it ends, such as a blank or (?![\\w.-])`;
    const cure = fix ? ` ${fix.title}.` : addressBehind(log, id!, meant);
    return `${why}From ${line} fail2ban takes '${id}'${whom}${banned}${word}.${cure}`;
  },
});

/** `host.example (192.0.2.1)`: what takes the name, and the address right behind it. */
function addressBehind(log: string, id: string, meant: string | undefined): string {
  const start = log.indexOf(id) + id.length;
  const end = meant === undefined ? -1 : log.indexOf(meant, start);
  const between = end < start ? '' : log.slice(start, end);
  return /^[\s([/:,]{1,3}$/.test(between)
    ? ` The address stands right behind it: \\S+${escapeRegex(between)}<ADDR>.`
    : '';
}
