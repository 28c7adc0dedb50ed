import { isBroken } from '../../../config/resolve.ts';
import { placeOfJail, severityIn } from '../../facts.ts';
import type { Fix, Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'filter-not-found',
  severity: 'error',
  summary: 'A jail names a filter that does not exist.',
  check(file, report) {
    for (const analysed of file.jails?.jails ?? []) {
      const { jail } = analysed;
      if (!isBroken(jail) || !jail.error.startsWith('Unable to read the filter')) continue;
      const place = placeOfJail(file, jail);
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
        message: `${jail.error}: fail2ban leaves the jail '${jail.jail}' out.${hint(jail.error)}`,
        place,
        severity: severityIn(analysed, 'error'),
        ...(fix ? { fix } : {}),
      });
    }
  },
};

function hint(error: string): string {
  if (error.includes('\\n')) return ' A jail has one filter: two lines are one name.';
  if (/\.(?:conf|local)'$/.test(error)) return ' The name is written without its extension.';
  return '';
}
