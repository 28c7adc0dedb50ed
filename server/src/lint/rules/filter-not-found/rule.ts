import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { nameOf } from '../../../config/paths.ts';
import { isBroken, type BrokenJail } from '../../../config/resolve.ts';
import { closestWord } from '../../closest.ts';
import type { IniSection } from '../../../ini/nodes.ts';
import { filterSectionsIn } from '../../jail-sections.ts';
import { placeOfJail, severityIn } from '../../facts.ts';
import type { Fix, Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'filter-not-found',
  severity: 'error',
  summary: 'A jail names a filter that does not exist.',
  check(file, report) {
    const filters = filterSectionsIn(file);
    for (const analysed of file.jails?.jails ?? []) {
      const { jail } = analysed;
      if (!isBroken(jail) || !jail.error.startsWith('Unable to read the filter')) continue;
      if (filters.some(({ name }) => name === jail.jail)) continue;
      const place = placeOfJail(file, jail);
      if (!place) continue;
      const isName = jail.place?.span === place.span;
      const fix: Fix | undefined =
        isName && /\.conf'$/.test(jail.error) && !jail.error.includes('\\n')
          ? {
              title: 'Remove the extension',
              safe: false,
              edits: [{ place: { ...place, span: { start: place.span.end - 5, end: place.span.end } }, text: '' }],
            }
          : undefined;
      report({
        message: `${jail.error}: fail2ban leaves the jail '${jail.jail}' out.${hint(jail.error) || misnamed(jail, file) || nearest(jail, file) || beside(filters)}`,
        place,
        severity: severityIn(analysed, 'error'),
        ...(fix ? { fix } : {}),
      });
    }
  },
};

/** `filters`: sections of the same file. */
function beside(filters: readonly IniSection[]): string {
  return filters.length > 0 ? ` The [${filters[0]!.name}] of this file is none: a filter is a file in filter.d.` : '';
}

function hint(error: string): string {
  if (error.includes('\\n')) return ' A jail has one filter: two lines are one name.';
  if (/\.(?:conf|local)'$/.test(error)) return ' The name is written without its extension.';
  if (/^Unable to read the filter '["'\u2018\u2019\u201c\u201d]/.test(error) || error.includes(`"'"`))
    return ' Quotes are a part of the name: leave them out.';
  return '';
}

/** The file is there, under a name that fail2ban does not look for. */
function misnamed({ error }: BrokenJail, { filterNames, namesIn }: FileAnalysis): string {
  const name = nameOf(/the filter '([^']*)'/.exec(error)?.[1] ?? '');
  const known = filterNames?.() ?? [];
  if (known.includes(name)) return ` The name is written without a folder: filter = ${name}.`;
  const words = name.split(/[\s,]+/);
  if (words.length > 1 && words.every((word) => known.includes(word)))
    return ' A jail has one filter: make a jail for each.';
  const other = namesIn?.('filter.d').find(
    (file) => file === name || (file.startsWith(`${name}.`) && !file.endsWith('.d')),
  );
  const elsewhere = ['jail.d', 'action.d', ''].find((folder) =>
    namesIn?.(folder).some((file) => file === `${name}.conf` || file === `${name}.local`),
  );
  if (other === undefined && elsewhere !== undefined && name !== 'jail')
    return elsewhere === ''
      ? ` There is a file of this name beside jail.conf, but filters are read from filter.d.`
      : ` There is a file of this name in ${elsewhere}, but filters are read from filter.d.`;
  return other === undefined
    ? ''
    : ` There is a file filter.d/${other}, but fail2ban reads ${name}.conf and ${name}.local only.`;
}

/** Filters of earlier releases, and what does their work since (0.8 to 0.10). */
const renamedFilters: ReadonlyMap<string, string> = new Map([
  ['ssh', 'sshd'],
  ['ssh-ddos', 'sshd[mode=ddos]'],
  ['sshd-ddos', 'sshd[mode=ddos]'],
  ['sshd-aggressive', 'sshd[mode=aggressive]'],
  ['apache', 'apache-auth'],
  ['couriersmtp', 'courier-smtp'],
  ['courierlogin', 'courier-auth'],
  ['courierauth', 'courier-auth'],
  ['sasl', 'postfix[mode=auth]'],
  ['postfix-sasl', 'postfix[mode=auth]'],
  ['postfix-rbl', 'postfix[mode=rbl]'],
  ['named-refused-tcp', 'named-refused'],
  ['named-refused-udp', 'named-refused'],
]);

/** The filter that is likely meant: one whose name is a slip away, or longer or shorter by a piece. */
function nearest({ error }: BrokenJail, { filterNames }: FileAnalysis): string {
  const name = nameOf(/the filter '([^']*)'/.exec(error)?.[1] ?? '');
  const known = filterNames?.() ?? [];
  const renamed = renamedFilters.get(name);
  if (renamed !== undefined && known.includes(renamed.split('[')[0]!))
    return ` fail2ban once had a filter of this name; now it is filter = ${renamed}.`;
  const close = closestWord(name, known) ?? known.find((other) => sharesPiece(name, other));
  return close === undefined ? '' : ` Is '${close}' meant?`;
}

function sharesPiece(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 4 && long.startsWith(short) && /^[-_.]/.test(long.slice(short.length));
}
